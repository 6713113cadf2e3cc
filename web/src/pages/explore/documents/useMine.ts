import { useMe } from '@/app/session';

/** Whether a document is one's own: only then may it be changed. */
export function useMine(): (document: { owner: string }) => boolean {
  const { user } = useMe();
  return ({ owner }) => owner === user.id || owner === user.login;
}
