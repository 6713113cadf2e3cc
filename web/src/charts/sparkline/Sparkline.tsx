import type { SeriesPoint } from '@/api/metric';
import { spark } from './data';

const WIDTH = 120;
const HEIGHT = 32;

/** How a figure has gone, without axes. */
export function Sparkline({ points, label }: { points: readonly SeriesPoint[]; label: string }) {
  const line = spark(points, WIDTH, HEIGHT);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" role="img">
      <title>{label}</title>
      <g fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        <path d={line.complete} vectorEffect="non-scaling-stroke" />
        <path d={line.partial} vectorEffect="non-scaling-stroke" strokeDasharray="3 3" />
      </g>
    </svg>
  );
}
