import { keepSession } from '@/api/csrf';
import { newQueryClient } from './query';

type Listener = () => unknown;
const listeners = new Set<Listener>();

/** Calls back when a session has ended. */
export function onSignedOut(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The cache of the whole page. */
export const queryClient = newQueryClient(() => {
  keepSession(null);
  for (const listener of listeners) listener();
});
