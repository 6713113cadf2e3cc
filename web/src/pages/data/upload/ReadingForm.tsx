import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Upload, UploadChange } from '@/api/data';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { Field } from '../Field';

interface Props {
  upload: Upload;
  change: (change: UploadChange) => void;
  disabled: boolean;
}

/** Characters that usually stand between columns. */
const DELIMITERS = [',', '\t', ';', '|'];

/** How the bytes become rows; the rows below follow at once, so that garbled text is seen. */
export function ReadingForm({ upload, change, disabled }: Props) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const { delimiter, settings } = upload;
  if (upload.encoding === null) return <p className={styles.note}>{pick(upload.decoding)}</p>;
  const delimiters = delimiter === null || DELIMITERS.includes(delimiter) ? DELIMITERS : [delimiter, ...DELIMITERS];
  return (
    <div className={styles.form}>
      <EncodingField upload={upload} change={change} disabled={disabled} />
      {delimiter !== null && (
        <Field label={t('upload.delimiter')}>
          {(id) => (
            <Select
              id={id}
              value={delimiter}
              disabled={disabled}
              options={delimiters.map((value) => ({ value, label: value === '\t' ? t('upload.tab') : value }))}
              onChange={(value) => change({ delimiter: value })}
            />
          )}
        </Field>
      )}
      <Field label={t('upload.dateOrder')}>
        {(id) => (
          <Select
            id={id}
            value={settings.date_order ?? ''}
            disabled={disabled}
            popupMatchSelectWidth={false}
            options={(['', 'dmy', 'mdy'] as const).map((value) => ({
              value,
              label: t(`upload.dateOrders.${value || 'auto'}`),
            }))}
            onChange={(value) => change({ date_order: value })}
          />
        )}
      </Field>
      <div className={styles.field}>
        <span className={styles.label}>{t('upload.headerRow')}</span>
        <strong className="num">{t('upload.rowNumber', { n: upload.header_row })}</strong>
      </div>
    </div>
  );
}

function EncodingField({ upload, change, disabled }: Props) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const { encoding } = upload;
  if (encoding === null) return null;
  const chosen = encoding.chosen.toLowerCase();
  const back = encoding.how === 'told' && (
    <button type="button" className={styles.inline} disabled={disabled} onClick={() => change({ encoding: '' })}>
      {t('upload.findOut')}
    </button>
  );
  return (
    <Field
      label={t('upload.encoding')}
      hint={
        <>
          {pick(encoding.how_text)}
          {back}
        </>
      }
    >
      {(id) => (
        <Select
          id={id}
          value={chosen}
          disabled={disabled}
          popupMatchSelectWidth={false}
          options={[...new Set([chosen, ...encoding.alternatives])].map((value) => ({
            value,
            label: value === 'gb18030' ? 'GB18030 (GBK, GB2312)' : value.toUpperCase(),
          }))}
          onChange={(value) => change({ encoding: value })}
        />
      )}
    </Field>
  );
}
