import type { Problem, Setup } from '@/api/types';

/** Where somebody is on the way in. */
export interface SignInState {
  step: 'password' | 'code';
  /** Until when nothing can be tried, in milliseconds since the epoch. */
  lockedUntil: number | null;
  lockedWhy: 'locked' | 'tooMany' | null;
  problem: Problem | null;
}

export const AT_THE_DOOR: SignInState = { step: 'password', lockedUntil: null, lockedWhy: null, problem: null };

/** Time to wait where the server does not say how long. */
const PATIENCE_S = 30;

/** What a refusal means for the next try. */
export function afterRefusal(state: SignInState, problem: Problem, now: number): SignInState {
  if (problem.code === 'second-factor-needed') return { ...AT_THE_DOOR, step: 'code' };
  if (problem.status === 423 || problem.status === 429) {
    return {
      ...state,
      problem: null,
      lockedUntil: now + (problem.retry_after_s ?? PATIENCE_S) * 1000,
      lockedWhy: problem.status === 423 ? 'locked' : 'tooMany',
    };
  }
  return { ...state, problem };
}

/** Seconds that are still to wait. */
export function waitSeconds(state: SignInState, now: number): number {
  return state.lockedUntil === null ? 0 : Math.max(0, Math.ceil((state.lockedUntil - now) / 1000));
}

/** Why a sign-in through the provider failed, where people can do something about it. */
const PROVIDER_PROBLEMS = [
  'sign-in-expired',
  'no-role',
  'auditor-alone',
  'login-taken',
  'bad-login',
  'wrong-login',
  'not-set-up',
] as const;

/** Which text tells a problem that the server names in the address; whatever else stands there has one text. */
export function providerProblem(code: string): (typeof PROVIDER_PROBLEMS)[number] | 'other' {
  return PROVIDER_PROBLEMS.find((known) => known === code) ?? 'other';
}

export type RuleId = 'length' | 'login' | 'same' | 'again';

/** A rule for passwords and whether what was typed keeps it. */
export interface Rule {
  id: RuleId;
  met: boolean;
}

interface Typed {
  password: string;
  again: string;
  login?: string;
  current?: string;
}

/** Which rules a new password keeps. The server checks again, and knows more (common passwords). */
export function passwordRules(typed: Typed, rules: Setup['password_rules']): Rule[] {
  const { password, again, login, current } = typed;
  const length = [...password].length;
  const made: Rule[] = [{ id: 'length', met: length >= rules.min_length && length <= rules.max_length }];
  if (login) made.push({ id: 'login', met: length > 0 && !password.toLowerCase().includes(login.toLowerCase()) });
  if (current !== undefined) made.push({ id: 'same', met: length > 0 && password !== current });
  made.push({ id: 'again', met: length > 0 && password === again });
  return made;
}

/** Whether an address stays on this server: a sign-in must not lead elsewhere. */
export function isInside(address: string): boolean {
  return address.startsWith('/') && !address.startsWith('//') && !address.startsWith('/\\');
}
