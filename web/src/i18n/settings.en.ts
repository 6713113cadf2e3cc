import type { zh } from './settings.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Settings',
};
