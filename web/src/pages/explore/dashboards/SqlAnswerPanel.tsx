import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import type { ApiError } from '@/api/problem';
import type { SqlAnswer } from '@/api/types';
import { useMay } from '@/app/session';
import { DataTable } from '@/components/DataTable';
import { NoPermission } from '@/components/NoPermission';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { UNKNOWN } from '@/format/number';

/** Rows that are asked for. */
const LIMIT = 1000;

/** An SQL question on a dashboard: its rows. The filters do not reach into SQL, and it says so. */
export function SqlAnswerPanel({ query, title, height }: { query: string; title: string; height: number }) {
  const { t } = useTranslation('explore');
  const may = useMay('run_sql');
  const answer = useQuery<SqlAnswer, ApiError>({
    queryKey: ['POST /sql', query, LIMIT],
    queryFn: ({ signal }) => write('POST /sql', { query, limit: LIMIT }, { signal }),
    enabled: may,
  });
  return (
    <Panel title={title} hint={t('dashboards.sqlHint')} flush>
      {may ? (
        <QueryView query={answer}>
          {({ columns, rows, truncated }) => (
            <>
              <DataTable
                columns={columns.map(({ name, type }, index) => ({
                  key: name,
                  title: name,
                  cell: (row: SqlAnswer['rows'][number]) => String(row[index] ?? UNKNOWN),
                  numeric: /int|float|double|decimal/i.test(type),
                }))}
                rows={rows}
                keyOf={(_, index) => index}
                caption={title}
                height={height}
              />
              {truncated && <p className="muted">{t('dashboards.truncated', { n: LIMIT })}</p>}
            </>
          )}
        </QueryView>
      ) : (
        <NoPermission permission="run_sql" />
      )}
    </Panel>
  );
}
