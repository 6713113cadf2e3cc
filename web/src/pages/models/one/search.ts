/** Parts of a model's page. */
export const VIEWS = ['quality', 'looks', 'rules', 'segments', 'groups', 'drift', 'card'] as const;
export type View = (typeof VIEWS)[number];

/** State of a model's page: the part, the column whose shape is shown, the days between which moves are counted. */
export interface ModelSearch {
  view?: View;
  term?: string;
  from?: string;
  to?: string;
}

/** What an address asks for. */
export function modelSearchOf(search: Record<string, unknown>): ModelSearch {
  const out: ModelSearch = {};
  const view = VIEWS.find((known) => known === search.view);
  if (view && view !== 'quality') out.view = view;
  if (typeof search.term === 'string' && search.term !== '') out.term = search.term;
  for (const end of ['from', 'to'] as const) {
    const value = search[end];
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) out[end] = value;
  }
  return out;
}
