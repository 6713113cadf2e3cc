import type { zh } from './models.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Models',
};
