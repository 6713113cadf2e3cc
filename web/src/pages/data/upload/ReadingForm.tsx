import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Upload, UploadChange } from '@/api/data';
import { Field } from '@/components/Field';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { sampleOf } from './data';
import own from './upload.module.css';

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
  const { delimiter } = upload;
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
            value={upload.date_order ?? ''}
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
  const others = encoding.alternatives.filter((other) => other.encoding !== chosen);
  const options = [
    {
      value: chosen,
      label: nameOf(chosen),
      sample: sampleOf([upload.columns.map(({ name }) => name), ...upload.rows]),
    },
    ...others.map(({ encoding: value, rows }) => ({
      value,
      label: nameOf(value),
      sample: sampleOf(rows),
      disabled: rows === null,
    })),
  ];
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
          options={options}
          listHeight={320}
          optionRender={({ data }) => (
            <span className={own.encoding}>
              <span>{data.label}</span>
              <span className={own.encodingSample}>{data.sample ?? t('upload.notIn')}</span>
            </span>
          )}
          onChange={(value) => change({ encoding: value })}
        />
      )}
    </Field>
  );
}

function nameOf(encoding: string): string {
  return encoding === 'gb18030' ? 'GB18030 (GBK, GB2312)' : encoding.toUpperCase();
}
