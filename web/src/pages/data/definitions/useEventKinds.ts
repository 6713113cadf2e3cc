import { useQuery } from '@tanstack/react-query';
import { write } from '@/api/client';
import { useMay } from '@/app/session';

/** Kinds beyond these are rare: they can be typed. */
const QUERY =
  'SELECT kind, count(*) AS rows FROM events WHERE kind IS NOT NULL GROUP BY kind ORDER BY rows DESC, kind LIMIT 50';

/** Kinds of events that the data have, the most frequent first; none for those who may not query. */
export function useEventKinds(): { kind: string; rows: number }[] {
  const may = useMay('run_sql');
  const { data } = useQuery({
    queryKey: ['/sql', QUERY],
    enabled: may,
    queryFn: async ({ signal }) => {
      const answer = await write('POST /sql', { query: QUERY, limit: 50 }, { signal });
      return answer.rows.map(([kind, rows]) => ({ kind: String(kind), rows: Number(rows) }));
    },
  });
  return data ?? NONE;
}

const NONE: { kind: string; rows: number }[] = [];
