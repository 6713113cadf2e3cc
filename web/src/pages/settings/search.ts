/** What is open and looked for on the settings, in the address. */
export interface SettingsSearch {
  /** Id of the user that is edited, or `new`. */
  user?: string;
  /** What users are searched for. */
  q?: string;
  actor?: string;
  action?: string;
  from?: string;
  to?: string;
}

const KEYS = ['user', 'q', 'actor', 'action', 'from', 'to'] as const;

/** Reads an address; what it does not know is dropped. */
export function settingsSearch(search: Record<string, unknown>): SettingsSearch {
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = search[key];
      return typeof value === 'string' && value !== '' ? [[key, value]] : [];
    }),
  );
}
