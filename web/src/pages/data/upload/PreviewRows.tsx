import { useTranslation } from 'react-i18next';
import type { Upload } from '@/api/data';
import styles from '../data.module.css';
import own from './upload.module.css';

/** Rows of the file that are shown. */
const SHOWN = 8;

/** The first rows as they were read. */
export function PreviewRows({ upload, busy }: { upload: Upload; busy: boolean }) {
  const { t } = useTranslation('data');
  const rows = upload.rows.slice(0, SHOWN);
  return (
    <div
      className={styles.sheet}
      tabIndex={0}
      role="region"
      aria-label={t('upload.firstRows')}
      aria-busy={busy}
      data-testid="preview"
    >
      <table>
        <caption className="visually-hidden">{t('upload.firstRows')}</caption>
        <thead>
          <tr>
            <th scope="col" className={own.rowNumber}>
              #
            </th>
            {upload.columns.map((column) => (
              <th key={column.name} scope="col" data-numeric={column.type === 'number'}>
                {column.name}
                <span className={own.kind}>{t(`upload.kind.${column.type}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name than their place
            <tr key={index}>
              <td className={own.rowNumber}>{upload.header_row + index + 1}</td>
              {upload.columns.map((column, at) => (
                <td key={column.name} data-numeric={column.type === 'number'}>
                  {row[at] ?? <span className={own.null}>{t('upload.missing')}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
