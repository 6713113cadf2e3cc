import type { PeriodStatus } from '@/api/metric';
import type { Palette } from '@/app/palette';
import type { Style } from '@/format/number';

/** Words that charts use. */
export interface ChartWords {
  partial: string;
  interval: string;
  /** What is said of a period that is not complete. */
  status: Record<PeriodStatus, string>;
  period: string;
  /** Where a value of a dimension is not known. */
  unknown: string;
}

/** Everything about the reader that a chart depends on. */
export interface Look {
  palette: Palette;
  style: Style;
  words: ChartWords;
}

/** A period, or a value of one, and whether it is not complete. */
export function periodText(label: string, status: PeriodStatus, look: Look): string {
  return status === 'complete' ? label : `${label} (${look.words.status[status]})`;
}
