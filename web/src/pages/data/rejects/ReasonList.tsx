import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';

interface Props {
  chosen: string | undefined;
  onChoose: (reason: string | undefined) => void;
}

/** Reasons with how often each was given; one can be chosen. */
export function ReasonList({ chosen, onChoose }: Props) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const { data } = useGet('/quality');
  if (data === undefined || data.reasons.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('rejects.byReason')}>
      {data.reasons.map(({ code, problem, rows, values }) => (
        <li key={code}>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={code === chosen}
            onClick={() => onChoose(code === chosen ? undefined : code)}
          >
            <strong className="num">{plain(rows + values)}</strong> {pick(problem)}
          </button>
        </li>
      ))}
    </ul>
  );
}
