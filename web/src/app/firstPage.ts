import type { Permission } from '@/api/types';
import { PAGES, type PageEntry } from './shell/pages';

/** Where somebody begins: the first page that they may see. The settings are open to everybody. */
export function firstPage(permissions: readonly Permission[]): PageEntry['to'] {
  const page = PAGES.find(({ needs }) => needs === undefined || permissions.includes(needs));
  return page?.to ?? '/settings';
}
