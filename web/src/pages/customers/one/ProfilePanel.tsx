import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileField } from '@/api/customers';
import { useMay } from '@/app/session';
import { Panel } from '@/components/Panel';
import { UNKNOWN } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from './one.module.css';
import { UnmaskDialog } from './UnmaskDialog';

/** The customer's columns; personal ones masked until somebody who may asks for them and says why. */
export function ProfilePanel({ customer, fields }: { customer: string; fields: ProfileField[] }) {
  const { t } = useTranslation('customer');
  const pick = usePick();
  const may = useMay('unmask');
  const [asking, setAsking] = useState(false);
  // Kept here, not in the cache of answers: what is shown in the clear goes when the page does.
  const [clear, setClear] = useState<ProfileField[] | null>(null);
  const personal = fields.some((field) => field.personal);
  const shown = fields.map((field) => clear?.find((one) => one.name === field.name) ?? field);
  return (
    <Panel
      title={t('profile.title')}
      hint={personal && t(clear ? 'profile.clear' : 'profile.masked')}
      actions={
        personal &&
        (clear ? (
          <Button size="small" icon={<EyeInvisibleOutlined />} onClick={() => setClear(null)}>
            {t('profile.hide')}
          </Button>
        ) : (
          <Tooltip title={may ? undefined : t('profile.needs')}>
            <Button size="small" icon={<EyeOutlined />} disabled={!may} onClick={() => setAsking(true)}>
              {t('profile.show')}
            </Button>
          </Tooltip>
        ))
      }
    >
      {fields.length === 0 ? (
        <p className="muted">{t('profile.none')}</p>
      ) : (
        <dl className={styles.fields}>
          {shown.map((field) => (
            <Field
              key={field.name}
              label={pick(field.label)}
              value={field.value}
              clear={clear?.includes(field) ?? false}
            />
          ))}
        </dl>
      )}
      {asking && (
        <UnmaskDialog
          customer={customer}
          onShown={(found) => {
            setClear(found);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

function Field({ label, value, clear }: { label: string; value: ProfileField['value']; clear: boolean }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span data-clear={clear}>{value === null || value === '' ? UNKNOWN : String(value)}</span>
      </dd>
    </>
  );
}
