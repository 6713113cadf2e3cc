import { ApiError } from './problem';
import type { Me } from './types';

type Known = Pick<Me, 'csrf'> & { user: Pick<Me['user'], 'id'> };

let kept: { user: string; csrf: string } | null = null;

/** Keeps for whom the page was made, and what writes have to show; null: for nobody. */
export function keepSession(me: Known | null): void {
  kept = me && { user: me.user.id, csrf: me.csrf };
}

/** The header that a write has to carry. */
export function csrfHeaders(): Record<string, string> {
  return kept === null ? {} : { 'X-CSRF-Token': kept.csrf };
}

/** Keeps what the session says now; false where that is no longer the person whom the page was made for. */
export function follows(me: Known | null): boolean {
  if (kept !== null && kept.user !== me?.user.id) return false;
  keepSession(me);
  return true;
}

/** Sends a write, and once more where its token is no longer good and `renew` could get the new one of the same person. */
export async function sendGuarded<Answer>(send: () => Promise<Answer>, renew: () => Promise<boolean>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    const refused = error instanceof ApiError && error.status === 403 && error.code === 'csrf';
    if (!refused || !(await renew())) throw error;
  }
  return send();
}
