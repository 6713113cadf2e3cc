import type { SeriesPoint } from '@/api/metric';

/** A small line as paths of an SVG: the complete part, the dashed way to what is not complete, and where it ends. */
export interface Spark {
  complete: string;
  partial: string;
  end: { x: number; y: number } | null;
}

/** Space around the line, so that its ends are not cut. */
const PAD = 3;

/** Draws a series into a box. What is not known breaks the line; a line that never changes lies in the middle. */
export function spark(points: readonly SeriesPoint[], width: number, height: number): Spark {
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  if (known.length === 0) return { complete: '', partial: '', end: null };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const step = points.length > 1 ? (width - 2 * PAD) / (points.length - 1) : 0;
  const at = (index: number, value: number) => ({
    x: round(PAD + index * step),
    y: round(high === low ? height / 2 : PAD + ((high - value) / (high - low)) * (height - 2 * PAD)),
  });
  let complete = '';
  let partial = '';
  let end: Spark['end'] = null;
  points.forEach((point, index) => {
    if (point.value === null) return;
    const here = at(index, point.value);
    const before = points[index - 1];
    const joined = before !== undefined && before.value !== null;
    if (point.status === 'complete') complete += `${joined ? 'L' : 'M'}${here.x} ${here.y}`;
    else if (joined) {
      const from = at(index - 1, before.value ?? 0);
      partial += `M${from.x} ${from.y}L${here.x} ${here.y}`;
    }
    end = here;
  });
  return { complete, partial, end };
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
