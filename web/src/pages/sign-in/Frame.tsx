import { MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '@/app/appearance';
import { Mark } from '@/components/Mark';
import { setLang } from '@/i18n/setup';
import { useLang } from '@/i18n/useLang';
import styles from './signIn.module.css';

interface Props {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** What stands around forms for people who are not inside yet. */
export function Frame({ title, lead, children }: Props) {
  const { t } = useTranslation();
  const { dark, setTheme } = useAppearance();
  const other = useLang() === 'zh' ? 'en' : 'zh';
  useEffect(() => {
    document.title = `${title} · Holdfast`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.tools}>
        <Button type="text" icon={<TranslationOutlined />} lang={other} onClick={() => setLang(other)}>
          {t(`lang.${other}`)}
        </Button>
        <Button
          type="text"
          icon={dark ? <SunOutlined /> : <MoonOutlined />}
          aria-label={`${t('theme.label')}: ${t(dark ? 'theme.light' : 'theme.dark')}`}
          onClick={() => setTheme(dark ? 'light' : 'dark')}
        />
      </header>
      <main className={styles.card}>
        <div className={styles.brand}>
          <Mark size={32} />
          <span>Holdfast</span>
        </div>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
    </div>
  );
}
