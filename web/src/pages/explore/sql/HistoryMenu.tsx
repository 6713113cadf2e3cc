import { HistoryOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plain } from '@/format/number';
import { ago } from '@/format/time';
import { useLang } from '@/i18n/useLang';
import type { Ran } from './history';
import styles from './sql.module.css';

interface Props {
  history: readonly Ran[];
  onPick: (query: string) => void;
}

/** Queries that were run since this tab was opened. */
export function HistoryMenu({ history, onPick }: Props) {
  const { t } = useTranslation('sql');
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const pick = (query: string) => {
    setOpen(false);
    onPick(query);
  };
  const content = (
    <ul className={styles.history}>
      {history.map((ran) => (
        <li key={ran.query}>
          <button type="button" className={styles.ran} onClick={() => pick(ran.query)}>
            <code>{ran.query}</code>
            <span className={styles.type}>
              {ago(new Date(ran.at).toISOString(), Date.now(), lang)} ·{' '}
              {ran.rows === null ? t('ranFailed') : t('rows', { n: plain(ran.rows) })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={t('historyHint')}
      content={content}
    >
      <Button icon={<HistoryOutlined />} disabled={history.length === 0} aria-expanded={open} aria-haspopup="true">
        {t('history')}
      </Button>
    </Popover>
  );
}
