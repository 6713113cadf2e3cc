import type { zh } from './explore.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Explore',
};
