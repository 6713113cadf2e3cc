import { useTranslation } from 'react-i18next';
import type { SqlAnswer } from '@/api/types';
import { DataTable } from '@/components/DataTable';
import { Panel } from '@/components/Panel';
import { useResultColumns } from './useResultColumns';

/** The rows of an answer; those in sight are drawn. */
export function ResultGrid({ answer }: { answer: SqlAnswer }) {
  const { t } = useTranslation('sql');
  const columns = useResultColumns(answer);
  return (
    <Panel flush>
      <div data-testid="sql-grid">
        <DataTable
          columns={columns}
          rows={answer.rows}
          keyOf={(_, index) => index}
          caption={t('result')}
          height={560}
          rowHeight={32}
        />
      </div>
    </Panel>
  );
}
