import type { MetricListed } from '@/api/metric';

/** Whether every word of a search is somewhere in a metric's id, names or definitions. */
export function matches(metric: Pick<MetricListed, 'id' | 'name' | 'definition'>, search: string): boolean {
  const { id, name, definition } = metric;
  const text = [id, name.zh, name.en, definition.zh, definition.en].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
