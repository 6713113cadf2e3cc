import type { zh } from './data.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Data',
};
