/** The version of a document that a change began from. */
export interface Base {
  id: string;
  version: number;
}

/** The base after a document was read: while something is being changed it stays what it was, whatever others save meanwhile. */
export function nextBase(base: Base | undefined, read: Base | undefined, changing: boolean): Base | undefined {
  if (read === undefined) return undefined;
  const stays = base?.id === read.id && (changing || base.version === read.version);
  return stays ? base : { id: read.id, version: read.version };
}
