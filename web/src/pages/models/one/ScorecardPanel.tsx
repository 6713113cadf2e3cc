import { useTranslation } from 'react-i18next';
import type { ShapeCardLine } from '@/api/models';
import { Panel } from '@/components/Panel';
import { percent, plain, signed } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { binText } from '../charts/shape';
import styles from '../models.module.css';
import { useBinWords } from './useBinWords';

/** The lines of a scorecard; nothing for models that have none. */
export function ScorecardPanel({ lines }: { lines: ShapeCardLine[] }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const words = useBinWords();
  if (lines.length === 0) return null;
  const headings = ['title', 'value', 'points', 'churn', 'woe', 'iv'] as const;
  return (
    <Panel title={t('looks.card')} hint={t('looks.cardHint')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('looks.card')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {headings.map((name, at) => (
                <th key={name} scope="col" data-numeric={at > 1}>
                  {t(`looks.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const values = binText(line.values, line.column, words);
              return (
                <tr key={`${line.column} ${values}`}>
                  <td>{pick(line.label)}</td>
                  <td>{values}</td>
                  <td data-numeric="true">{plain(line.points)}</td>
                  <td data-numeric="true">{percent(line.churn_rate)}</td>
                  <td data-numeric="true">{signed(line.woe, 2)}</td>
                  <td data-numeric="true">{plain(line.information_value, 3)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
