import type { Problem } from './types';

/** An answer that is not a success, with what is wrong and what to do, in both languages. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The server was not reached, or went away before its answer was complete. */
export class NoConnection extends Error {
  constructor(cause?: unknown) {
    super('the server cannot be reached', { cause });
    this.name = 'NoConnection';
  }
}

/** HTTP: what was edited is not the version that is there now. */
const CHANGED_ELSEWHERE = 412;

/** Whether a write was refused because somebody else was first. */
export function changedElsewhere(error: unknown): boolean {
  return error instanceof ApiError && error.status === CHANGED_ELSEWHERE;
}

const OFFLINE: Problem = {
  type: 'about:blank',
  title: 'no connection',
  status: 0,
  detail: 'the server cannot be reached',
  code: 'no-connection',
  problem: { zh: '连接不上服务器。', en: 'The server cannot be reached.' },
  remedy: { zh: '检查网络，或稍后重试。', en: 'Check the network, or try again later.' },
};

/** A part of the pages that is loaded when it is needed: it is not there any more after an update, or the server is away. */
const PART_MISSING: Problem = {
  type: 'about:blank',
  title: 'a part of the page is missing',
  status: 0,
  detail: 'a module could not be loaded',
  code: 'part-missing',
  problem: { zh: '页面的一部分没有加载成功。', en: 'A part of the page could not be loaded.' },
  remedy: { zh: '检查网络，再刷新页面。', en: 'Check the network, then reload the page.' },
};

/** How browsers say so. */
const PART_MISSING_WORDS = /dynamically imported module|importing a module script failed/i;

/** Makes a problem of whatever an answer held: a proxy in between may answer with a page of its own. */
export function problemOf(status: number, body: unknown, requestId?: string | null): Problem {
  if (isProblem(body)) return { ...body, status };
  return {
    type: 'about:blank',
    title: `HTTP ${status}`,
    status,
    detail: `HTTP ${status}`,
    code: `http-${status}`,
    ...(requestId ? { request_id: requestId } : {}),
    problem: {
      zh: `服务器的答复不能理解（HTTP ${status}）。`,
      en: `The answer of the server was not understood (HTTP ${status}).`,
    },
    remedy: { zh: '请重试；若仍如此，请告知管理员。', en: 'Try again; if it persists, tell your administrator.' },
  };
}

/** The problem behind anything that was thrown. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  if (error instanceof NoConnection) return OFFLINE;
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof TypeError && PART_MISSING_WORDS.test(detail)) return PART_MISSING;
  return {
    type: 'about:blank',
    title: detail,
    status: 0,
    code: 'unexpected',
    detail,
    problem: { zh: `页面出错：${detail}`, en: `The page failed: ${detail}` },
    remedy: { zh: '刷新页面。', en: 'Reload the page.' },
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'problem' in body && 'remedy' in body;
}
