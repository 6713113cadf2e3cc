import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '@/api/client';
import type { User } from '@/api/people';
import { changedElsewhere } from '@/api/problem';
import { keyOf, useWrite } from '@/api/use';
import { useMe } from '@/app/session';
import { useToast } from '@/components/Toast';
import { afterReading, draftOf, type Edits, onTopOf } from './draft';

/** Keeps what is changed about a user until it is saved, whatever is read or saved by others meanwhile. */
export function useUserDraft(user: User, onSaved: () => void) {
  const client = useQueryClient();
  const toast = useToast();
  const isMe = useMe().user.id === user.id;
  const [kept, setKept] = useState(() => draftOf(user));
  const draft = afterReading(kept, user);
  if (draft !== kept) setKept(draft);
  // Whoever changes their own roles sees at once what they still may do.
  const save = useWrite('PATCH /users/{id}', ['/users', '/users/{id}', ...(isMe ? (['/session'] as const) : [])]);
  const readAgain = async () => {
    const params = { path: { id: user.id } };
    try {
      const theirs = await get('/users/{id}', params);
      setKept((before) => onTopOf(before, theirs));
      client.setQueryData(keyOf('/users/{id}', params), theirs);
    } catch (error) {
      toast.failed(error);
    }
  };
  return {
    edits: draft.edits,
    change: (edits: Partial<Edits>) => setKept((before) => ({ ...before, edits: { ...before.edits, ...edits } })),
    save: () =>
      save.mutate(
        { body: draft.edits, path: { id: user.id }, ifMatch: draft.base.version },
        {
          onSuccess: onSaved,
          onError: (error) => {
            if (changedElsewhere(error)) void readAgain();
          },
        },
      ),
    busy: save.isPending,
    /** Why the last save was refused. */
    error: save.error,
    isMe,
  };
}
