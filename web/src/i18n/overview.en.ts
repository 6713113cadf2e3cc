import type { zh } from './overview.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Overview',
};
