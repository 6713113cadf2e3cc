import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Source } from '@/api/data';
import { useGet } from '@/api/use';
import { Answered } from '../Answered';
import { NoSources } from '../DataError';
import styles from '../data.module.css';
import { latestOf } from './data';
import { SourceCard } from './SourceCard';
import { useRefresh } from './useRefresh';

/** Where the data come from, and how fresh each source is. */
export default function SourcesSection() {
  const query = useGet('/sources');
  return (
    <Answered query={query}>{({ items }) => (items.length === 0 ? <NoSources /> : <Sources items={items} />)}</Answered>
  );
}

function Sources({ items }: { items: Source[] }) {
  const { t } = useTranslation('data');
  const { refresh, pending, disabledBecause } = useRefresh();
  const latest = latestOf(items.map((source) => source.through));
  return (
    <div className={styles.stack}>
      <div className={styles.actions}>
        <Button
          icon={<ReloadOutlined />}
          loading={pending}
          disabled={disabledBecause !== undefined}
          title={disabledBecause}
          onClick={() => refresh()}
        >
          {t('sources.refreshAll')}
        </Button>
      </div>
      <ul className={styles.cards}>
        {items.map((source) => (
          <SourceCard key={source.id} source={source} latest={latest} />
        ))}
      </ul>
    </div>
  );
}
