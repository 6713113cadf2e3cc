import type { zh } from './customers.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Customers',
};
