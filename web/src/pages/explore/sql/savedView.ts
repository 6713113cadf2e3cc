import type { QuestionSpec } from '@/api/documents';
import type { Axes } from './data';
import { readSqlSearch, type SqlSearch } from './search';

/** How a saved query is shown. */
export type SqlView = NonNullable<Extract<QuestionSpec, { kind: 'sql' }>['view']>;

/** What is on the screen, as it is saved: the axes too, so that a chart stays as it is when columns are added. */
export function viewOf(search: Pick<SqlSearch, 'view'>, axes: Axes | null): SqlView {
  if (search.view !== 'chart' || axes === null) return { type: 'table' };
  return { type: axes.type, options: { x: axes.x, y: axes.y } };
}

/** A saved view as the address of the editor says it. */
export function searchOf(view: SqlView | undefined): Pick<SqlSearch, 'view' | 'x' | 'y' | 'type'> {
  if (view?.type !== 'line' && view?.type !== 'bar') return {};
  const { x, y } = readSqlSearch({ ...view.options });
  return { view: 'chart', type: view.type, x, y };
}
