import type { PeriodStatus } from '@/api/metric';

/** How a bar of a period looks: one that is not complete is hatched, so that it is not read as a drop. */
export function barStyle(status: PeriodStatus, color: string, background: string): object {
  if (status === 'complete') return { color };
  return {
    color: background,
    borderColor: color,
    borderType: 'dashed',
    decal: { symbol: 'rect', color, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  };
}

/** Two lines out of one series: the complete part, and the dashed way to what is not complete. */
export function splitLine(points: { status: PeriodStatus; value: number | null }[]): {
  complete: (number | null)[];
  partial: (number | null)[];
} {
  const complete = points.map((point) => (point.status === 'complete' ? point.value : null));
  const partial = points.map((point, index) => {
    if (point.status === 'partial') return point.value;
    return points[index + 1]?.status === 'partial' ? point.value : null;
  });
  return { complete, partial };
}
