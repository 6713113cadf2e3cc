import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChurnRule, Definitions } from '@/api/data';
import { keyOf, useWrite } from '@/api/use';
import { useToast } from '@/components/Toast';
import { withDefault } from './data';

type Kept = { id: string; rule: ChurnRule }[];

/** How the server says that the file is not the one that was read. */
const CHANGED = 'config-changed';

/** Keeps definitions, all at once, in place of the version that was read; nothing of anybody else's is overwritten. */
export function useSave(definitions: Definitions) {
  const { t } = useTranslation('data');
  const client = useQueryClient();
  const toast = useToast();
  const [conflict, setConflict] = useState(false);
  const write = useWrite('PUT /definitions', ['/workspace', '/overview', '/metrics/{id}']);
  const keep = (items: Kept, then?: () => void) =>
    write.mutate(
      { body: { items }, ifMatch: definitions.version },
      {
        onSuccess: (answer) => {
          client.setQueryData(keyOf('/definitions'), answer);
          setConflict(false);
          toast.done(t('definitions.saved'));
          then?.();
        },
        onError: (error) => {
          if (error.code === CHANGED || error.status === 412) setConflict(true);
          else toast.failed(error);
        },
      },
    );
  const kept: Kept = definitions.items.map(({ id, rule }) => ({ id, rule }));
  return {
    pending: write.isPending,
    conflict,
    /** Reads what the other has kept; what is being edited stays in the editor. */
    reload: () => {
      setConflict(false);
      void client.invalidateQueries({ queryKey: ['/definitions'] });
    },
    put: (old: string | undefined, id: string, rule: ChurnRule, then: () => void) => {
      const known = old !== undefined && kept.some((item) => item.id === old);
      keep(known ? kept.map((item) => (item.id === old ? { id, rule } : item)) : [...kept, { id, rule }], then);
    },
    makeDefault: (id: string) =>
      keep(withDefault(definitions.items, id).map((item) => ({ id: item.id, rule: item.rule }))),
    remove: (id: string, then: () => void) =>
      keep(
        kept.filter((item) => item.id !== id),
        then,
      ),
  };
}
