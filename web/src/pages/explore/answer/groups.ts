import type { MetricRow, MetricTable } from '@/api/metric';
import type { TrendSeries } from '@/charts/trend/data';

/** A combination of values of the dimensions, over time. */
export interface Group extends TrendSeries {
  /** Values of the dimensions, then of the metric's own keys. */
  cells: (string | number | null)[];
}

/** Groups that a chart draws; more are not told apart. */
export const MOST_LINES = 12;

/** The rows of an answer by combination of dimensions and keys, in the order in which they come. */
export function groupsOf(table: MetricTable, name: string, unknown: string): Group[] {
  const groups = new Map<string, Group>();
  for (const row of table.rows) {
    const cells = cellsOf(row);
    const key = JSON.stringify(cells);
    const group = groups.get(key) ?? { cells, name: nameOf(cells, name, unknown), points: [] };
    group.points.push({
      label: row.period.label,
      status: row.period.status,
      value: row.value,
      interval: row.interval,
    });
    groups.set(key, group);
  }
  return aligned([...groups.values()], table);
}

/** The groups with the largest latest values, and how many are left out. */
export function largest(groups: readonly Group[], most: number): { shown: Group[]; hidden: number } {
  if (groups.length <= most) return { shown: [...groups], hidden: 0 };
  const shown = [...groups].sort((a, b) => latest(b) - latest(a)).slice(0, most);
  return { shown, hidden: groups.length - most };
}

/** Values of the dimensions, then of the keys. */
export function cellsOf(row: MetricRow): (string | number | null)[] {
  return [...row.dims, ...row.keys];
}

/** A combination in words. */
export function nameOf(cells: readonly (string | number | null)[], metric: string, unknown: string): string {
  return cells.length === 0 ? metric : cells.map((cell) => (cell === null ? unknown : String(cell))).join(' · ');
}

/** The same periods for every group: where a group has no row nothing is known. */
function aligned(groups: Group[], table: MetricTable): Group[] {
  const periods = new Map(table.rows.map((row) => [row.period.label, row.period]));
  return groups.map((group) => {
    if (group.points.length === periods.size) return group;
    const there = new Map(group.points.map((point) => [point.label, point]));
    const points = [...periods.values()].map(
      ({ label, status }) => there.get(label) ?? { label, status, value: null, interval: null },
    );
    return { ...group, points };
  });
}

function latest(group: Group): number {
  const known = group.points.findLast((point) => point.value !== null);
  return Math.abs(known?.value ?? 0);
}
