import { Alert, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CanonicalField, Upload, UploadChange } from '@/api/data';
import { plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { assign, changeTo, keepsAttributes, mappingOf, roleIn, type Use, unfilled } from './data';
import own from './upload.module.css';

interface Props {
  upload: Upload;
  change: (change: UploadChange) => void;
  disabled: boolean;
}

/** Which column of the file fills which column of the table. Required ones carry a star and are called for while nothing fills them. */
export function MappingTable({ upload, change, disabled }: Props) {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const pick = usePick();
  const mapping = mappingOf(upload);
  if (mapping === null) return null;
  const { fields } = upload;
  const keeps = keepsAttributes(upload);
  const missing = unfilled(fields, mapping);
  const put = (column: string, use: Use) => change(changeTo(assign(mapping, column, use), keeps));
  return (
    <>
      {missing.length > 0 && (
        <Alert
          className={own.inset}
          type="warning"
          showIcon
          title={t('upload.required', { fields: missing.map((field) => pick(field.label)).join(common('list.comma')) })}
        />
      )}
      <div className={styles.sheet} tabIndex={0} role="region" aria-label={t('upload.mapping')}>
        <table data-testid="mapping">
          <thead>
            <tr>
              <th scope="col">{t('upload.column')}</th>
              <th scope="col">{t('upload.fills')}</th>
              <th scope="col">{t('upload.type')}</th>
              <th scope="col" data-numeric>
                {t('upload.missingValues')}
              </th>
              <th scope="col" data-numeric>
                {t('upload.distinct')}
              </th>
              <th scope="col">{t('upload.samples')}</th>
            </tr>
          </thead>
          <tbody>
            {upload.columns.map((column) => {
              const part = column.role.kind === 'part_of_amount';
              return (
                <tr key={column.name}>
                  <th scope="row">{column.name}</th>
                  <td>
                    {part ? (
                      pick(column.role.label)
                    ) : (
                      <UseSelect
                        column={column.name}
                        use={roleIn(column.name, mapping)}
                        fields={fields}
                        keeps={keeps}
                        disabled={disabled}
                        onUse={(use) => put(column.name, use)}
                      />
                    )}
                  </td>
                  <td>{t(`upload.kind.${column.type}`)}</td>
                  <td data-numeric>{plain(column.missing)}</td>
                  <td data-numeric>{plain(column.distinct)}</td>
                  <td className={own.samples}>
                    {column.samples.join(' · ')}
                    {column.personal && <span className={styles.mark}>{t('upload.personal')}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface UseProps {
  column: string;
  use: Use;
  fields: readonly CanonicalField[];
  keeps: boolean;
  disabled: boolean;
  onUse: (use: Use) => void;
}

function UseSelect({ column, use, fields, keeps, disabled, onUse }: UseProps) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const others: { value: Use; label: string }[] = keeps
    ? [
        { value: 'attribute', label: t('upload.use.attribute') },
        { value: 'personal', label: t('upload.use.personal') },
        { value: 'ignored', label: t('upload.use.ignored') },
      ]
    : [{ value: 'ignored', label: t('upload.use.ignored') }];
  return (
    <Select<Use>
      className={own.use}
      value={use}
      disabled={disabled}
      popupMatchSelectWidth={false}
      aria-label={`${t('upload.fills')}: ${column}`}
      options={[
        {
          label: t('upload.tableColumns'),
          options: fields.map((field) => ({
            value: `field:${field.name}` as Use,
            label: `${pick(field.label)}${field.required ? ' *' : ''} · ${field.name}`,
          })),
        },
        { label: t('upload.others'), options: others },
      ]}
      onChange={onUse}
    />
  );
}
