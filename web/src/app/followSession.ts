import type { QueryClient } from '@tanstack/react-query';
import { onSignedOut } from './client';
import type { router as appRouter } from './router';
import { sessionQuery } from './session';

/** Leads to the sign-in, and back to the same address afterwards, when a session ends while pages are open. */
export function followSession(router: typeof appRouter, client: QueryClient): void {
  onSignedOut(() => {
    if (client.getQueryData(sessionQuery.queryKey) == null) return;
    const to = router.state.location.href;
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
    void router.navigate({ to: '/sign-in', search: { to, ended: true } });
  });
}
