import { useState } from 'react';
import { type Base, nextBase } from './base';

/** The version that one's own change began from: that one is sent, so that the server notices what others saved meanwhile. */
export function useBase(read: Base | undefined, changing: boolean) {
  const [kept, setKept] = useState<Base>();
  const base = nextBase(kept, read, changing);
  if (base !== kept) setKept(base);
  return {
    version: base?.version,
    /** Goes on from a version that was just saved, or taken over on purpose. */
    moveOn: ({ id, version }: Base) => setKept({ id, version }),
  };
}
