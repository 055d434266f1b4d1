import { ActionError } from '@release-train/action-kit/action-error';
import { oneLine } from '@release-train/action-kit/text';

export type HttpErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'rate-limited'
  | 'server-error'
  | 'unreadable';

interface HttpFailure {
  readonly method: string;
  readonly url: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** The service's own words. */
  readonly reason: string;
  readonly hint?: string;
  readonly cause?: unknown;
  readonly code?: HttpErrorCode;
  /** From `Retry-After`, milliseconds. */
  readonly retryAfterMs?: number;
}

/** A request that did not bring what was asked: one line with method, URL, status and reason. */
export class HttpError extends ActionError<HttpErrorCode> {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(failure: HttpFailure) {
    const status = failure.status === 0 ? 'no answer' : String(failure.status);
    const where = `${failure.method} ${publicUrl(failure.url)}`;
    super(
      failure.code ?? codeOf(failure.status),
      `${where}: ${status}: ${oneLine(failure.reason, 300) || 'no reason given'}`,
      {
        hint: failure.hint ?? hintFor(failure.status),
        ...(failure.cause === undefined ? {} : { cause: failure.cause }),
      },
    );
    this.status = failure.status;
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/** The URL without what may be secret: user info, query and fragment. */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return '(unreadable URL)';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function codeOf(status: number): HttpErrorCode {
  if (status === 0) return 'unreachable';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server-error' : 'invalid';
}

function hintFor(status: number): string {
  if (status === 0) return 'Check that the address is right and the service is up.';
  if (status === 401) return 'The token is missing, wrong or expired: check the secret.';
  if (status === 403) return 'The token lacks a permission: check the `permissions:` of the job.';
  if (status === 404) return 'It does not exist, or the token may not see it.';
  if (status === 429) return 'The rate limit is used up: run less often or wait for its reset.';
  return status >= 500
    ? 'The service failed: run the job again later.'
    : 'The request was refused: see the reason above.';
}
