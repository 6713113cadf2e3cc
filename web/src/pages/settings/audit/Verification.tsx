import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import { problemFrom } from '@/api/problem';
import { ProblemAlert } from '@/components/ProblemAlert';
import { plain } from '@/format/number';
import styles from '../settings.module.css';

/** Whether the chain of hashes holds, computed anew each time it is asked. */
export function Verification() {
  const { t } = useTranslation('settings');
  const verify = useMutation({ mutationFn: () => get('/audit/verification') });
  const found = verify.data;
  return (
    <div className={styles.stack} aria-live="polite">
      <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      {found?.ok && <Alert type="success" showIcon title={t('audit.good', { n: plain(found.entries) })} />}
      {found && !found.ok && <Alert type="error" showIcon title={t('audit.bad', { seq: found.first_bad ?? '' })} />}
      {verify.isError && <ProblemAlert problem={problemFrom(verify.error)} />}
    </div>
  );
}
