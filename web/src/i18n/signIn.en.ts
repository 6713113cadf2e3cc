import type { zh } from './signIn.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Sign in',
};
