import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Rule } from './data';
import styles from './signIn.module.css';

/** What a new password has to keep, ticked off while it is typed. */
export function Rules({ rules, minLength }: { rules: Rule[]; minLength: number }) {
  const { t } = useTranslation('signIn');
  return (
    <ul className={styles.rules}>
      {rules.map(({ id, met }) => (
        <li key={id} data-met={met}>
          {met ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />}
          {t(`rule.${id}`, { n: minLength })}
          <span className="visually-hidden">{t(met ? 'rule.met' : 'rule.unmet')}</span>
        </li>
      ))}
    </ul>
  );
}
