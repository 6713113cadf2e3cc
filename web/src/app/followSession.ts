import type { QueryClient } from '@tanstack/react-query';
import { onSignedOut } from './client';
import type { router as appRouter } from './router';
import { sessionQuery } from './session';

/** Leads to the sign-in, and back to the same address afterwards, when a session ends while pages are open. */
export function followSession(router: typeof appRouter, client: QueryClient): void {
  let leaving = false;
  onSignedOut(async () => {
    if (leaving || client.getQueryData(sessionQuery.queryKey) == null) return;
    leaving = true;
    await router.navigate({ to: '/sign-in', search: { to: router.state.location.href, ended: true } });
    forget(client);
    leaving = false;
  });
}

/** Drops everything that somebody has seen; only where no page shows it any more. */
export function forget(client: QueryClient): void {
  client.clear();
  client.setQueryData(sessionQuery.queryKey, null);
}
