import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Upload } from '@/api/data';
import { problemFrom } from '@/api/problem';
import type { Problem } from '@/api/types';
import { sendFile } from '@/api/upload';
import { keyOf } from '@/api/use';

/** A file on its way. */
export interface Sending {
  id: number;
  name: string;
  bytes: number;
  /** Share that has gone. */
  share: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  upload?: Upload;
  problem?: Problem;
}

interface Sender {
  sending: Sending[];
  send: (files: readonly File[]) => void;
  cancel: (id: number) => void;
  dismiss: (id: number) => void;
}

/** Sends files one after the other; each can be cancelled. Leaving the page cancels those under way. */
export function useSending(onDone: (upload: Upload, alone: boolean) => void): Sender {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending[]>([]);
  const controls = useRef(new Map<number, AbortController>());
  const tail = useRef<Promise<void>>(Promise.resolve());
  const next = useRef(0);
  const done = useRef(onDone);
  done.current = onDone;
  const change = useCallback((id: number, part: Partial<Sending>) => {
    setSending((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }, []);
  const sendOne = useCallback(
    async (id: number, file: File, alone: boolean) => {
      const control = controls.current.get(id);
      if (control === undefined || control.signal.aborted) return;
      change(id, { state: 'sending' });
      try {
        const upload = await sendFile(file, { signal: control.signal, onProgress: (share) => change(id, { share }) });
        client.setQueryData(keyOf('/uploads/{id}', { path: { id: upload.id } }), upload);
        void client.invalidateQueries({ queryKey: ['/uploads'] });
        change(id, { state: 'done', share: 1, upload });
        done.current(upload, alone);
      } catch (error) {
        if (control.signal.aborted) change(id, { state: 'cancelled' });
        else change(id, { state: 'failed', problem: problemFrom(error) });
      } finally {
        controls.current.delete(id);
      }
    },
    [change, client],
  );
  const send = useCallback(
    (files: readonly File[]) => {
      const added = files.map((file) => ({ file, id: next.current++ }));
      setSending((all) => [
        ...all.filter((one) => one.state === 'sending' || one.state === 'waiting'),
        ...added.map(({ id, file }) => ({
          id,
          name: file.name,
          bytes: file.size,
          share: 0,
          state: 'waiting' as const,
        })),
      ]);
      for (const { id, file } of added) {
        controls.current.set(id, new AbortController());
        tail.current = tail.current.then(() => sendOne(id, file, added.length === 1));
      }
    },
    [sendOne],
  );
  const cancel = useCallback(
    (id: number) => {
      controls.current.get(id)?.abort();
      change(id, { state: 'cancelled' });
    },
    [change],
  );
  const dismiss = useCallback((id: number) => setSending((all) => all.filter((one) => one.id !== id)), []);
  useEffect(() => {
    const open = controls.current;
    return () => {
      for (const control of open.values()) control.abort();
    };
  }, []);
  return { sending, send, cancel, dismiss };
}
