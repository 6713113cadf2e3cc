import type { User } from '@/api/people';

/** What an administrator changes about a user. */
export type Edits = Pick<User, 'name' | 'roles' | 'rows' | 'disabled'>;

const FIELDS = ['name', 'roles', 'rows', 'disabled'] as const;

/** A user that is being changed, and as what the change began. */
export interface UserDraft {
  base: User;
  edits: Edits;
}

/** Begins with a user as it is. */
export function draftOf(base: User): UserDraft {
  return { base, edits: editsOf(base) };
}

/**
 * The draft after the user was read again. It goes on from there where nothing would be lost: nothing was changed here, or the same was
 * saved, or something else is different there (a new password or theme is another version too). Otherwise it stays, and the server says
 * so when it is saved.
 */
export function afterReading(draft: UserDraft, read: User): UserDraft {
  if (read.version <= draft.base.version) return draft;
  if (sameEdits(draft.edits, draft.base) || sameEdits(draft.edits, read)) return draftOf(read);
  return sameEdits(draft.base, read) ? { ...draft, base: read } : draft;
}

/** The draft on top of what somebody else saved meanwhile: own changes stay, whatever was not touched is theirs. */
export function onTopOf({ base, edits }: UserDraft, theirs: User): UserDraft {
  const own = FIELDS.filter((field) => !same(edits[field], base[field]));
  return {
    base: theirs,
    edits: { ...editsOf(theirs), ...Object.fromEntries(own.map((field) => [field, edits[field]])) },
  };
}

function editsOf({ name, roles, rows, disabled }: User): Edits {
  return { name, roles, rows, disabled };
}

function sameEdits(a: Edits, b: Edits): boolean {
  return FIELDS.every((field) => same(a[field], b[field]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
