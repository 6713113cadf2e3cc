import type { Grain } from '@/api/metric';
import type { Workspace } from '@/api/types';
import { labelOf, labelsBetween, periodOf } from '@/format/period';

/** The periods beside one, as far as there are data. */
export function neighbours(
  label: string | undefined,
  grain: Grain,
  workspace: Pick<Workspace, 'first_day' | 'freshness'>,
): { earlier?: string; later?: string } {
  const { through } = workspace.freshness;
  if (label === undefined || through === null) return {};
  const first = workspace.first_day ?? through;
  const last = periodOf(through, grain);
  const labels = labelsBetween(first, through, grain, last - periodOf(first, grain) + 1);
  const at = labels.indexOf(label);
  if (at < 0) return { earlier: undefined, later: labelOf(last, grain) };
  return { earlier: labels[at + 1], later: at > 0 ? labels[at - 1] : undefined };
}
