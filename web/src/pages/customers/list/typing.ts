/** What stands in the field of the search, and what was asked for last. */
export interface Typing {
  typed: string;
  sent: string;
}

/** The same under the address: its text is taken over unless it is the one that was asked for, so that typing may go on. */
export function underAddress(typing: Typing, address: string): Typing {
  return address === typing.sent ? typing : { typed: address, sent: address };
}

/** Whether something else was typed than what was asked for last. */
export function isUnsent({ typed, sent }: Typing): boolean {
  return typed.trim() !== sent;
}

/** What was typed is asked for now; spaces around it stay in the field. */
export function asSent({ typed }: Typing): Typing {
  return { typed, sent: typed.trim() };
}
