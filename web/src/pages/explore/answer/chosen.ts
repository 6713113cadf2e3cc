import { condition, readCondition } from '@/question/question';
import type { Group } from './groups';

/** What the customers of a group have in common. */
export function conditionsOf(
  group: Pick<Group, 'cells'>,
  dims: readonly string[],
): { dimension: string; value: string | null }[] {
  return dims.map((dimension, index) => {
    const cell = group.cells[index] ?? null;
    return { dimension, value: cell === null ? null : String(cell) };
  });
}

/** Groups that meet every condition on their dimensions; none where there is no such condition. */
export function chosenOf<Of extends Pick<Group, 'cells'>>(
  groups: readonly Of[],
  dims: readonly string[],
  where: readonly string[],
): Of[] {
  const asked = where.filter((one) => dims.includes(readCondition(one).dimension));
  if (asked.length === 0) return [];
  return groups.filter((group) => {
    const own = conditionsOf(group, dims).map(({ dimension, value }) => condition(dimension, value));
    return asked.every((one) => own.includes(one));
  });
}
