import { usePhone } from '@/app/appearance';
import { LABEL_PX } from './charts/frame';

/** Width for the names of rows of a chart. */
export function useLabelWidth(): number {
  return usePhone() ? LABEL_PX.phone : LABEL_PX.wide;
}
