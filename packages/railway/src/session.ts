/** Questions to Railway with one token: as which type it is sent, what is counted and retried. */
import { HttpError } from '@release-train/http';
import { backoffMs, type Clock, retry } from '@release-train/polling';
import type * as z from 'zod/mini';
import type { TokenType } from './place.ts';
import { projectTokenScope, tokenWorkspaces } from './queries.ts';
import type { Usage } from './railway.ts';
import { RailwayError } from './railway-error.ts';
import { type Ask, shaped } from './shape.ts';
import { httpTransport, type Question, type TokenHeader } from './transport.ts';

export interface RailwayOptions {
  readonly token: string;
  readonly tokenType: TokenType;
  readonly apiUrl: URL;
  /** The action that asks, for Railway's logs. */
  readonly client: string;
  readonly clock: Clock;
  /** Monotonic milliseconds after which nothing is retried. */
  readonly giveUpAtMs: number;
  /** Requests in all; absent: no ceiling. */
  readonly maxRequests?: number | undefined;
  /** Real milliseconds for one request. Default 15 s: 30 s of silence must not eat the wait. */
  readonly requestTimeoutMs?: number;
}

export interface Session {
  readonly tokenType: TokenType;
  /** A read, retried where it failed in passing. */
  readonly ask: Ask;
  /** An order, sent once. */
  readonly askOnce: Ask;
  /** A read that sends the token as this type, as everything after it does. */
  readonly askAs: <T extends z.ZodMiniType>(
    header: TokenHeader,
    shape: T,
    query: string,
  ) => Promise<z.infer<T>>;
  usage(): Usage;
}

/** A token of unknown type goes as a project token until `askAs` is told otherwise. */
export function openSession(options: RailwayOptions): Session {
  const transport = httpTransport(options);
  const token: { header: TokenHeader } = {
    header: options.tokenType === 'account' ? 'account' : 'project',
  };
  const sendOnce = (query: string, variables: Question['variables'] = {}): Promise<unknown> =>
    transport.ask({ query, variables, as: token.header, timeoutMs: requestTimeout(options) });
  const send: typeof sendOnce = (query, variables) =>
    retry(options.clock, retryPolicy(options), () => sendOnce(query, variables));
  const probe = (): Promise<unknown> =>
    send(token.header === 'project' ? projectTokenScope : tokenWorkspaces);
  const asking =
    (sending: typeof sendOnce): Ask =>
    async (shape, query, variables) =>
      shaped(shape, await sending(query, variables).catch((error) => explained(error, probe)));
  return {
    tokenType: options.tokenType,
    ask: asking(send),
    askOnce: asking(sendOnce),
    askAs: async (header, shape, query) => {
      token.header = header;
      return shaped(shape, await send(query));
    },
    usage: transport.usage,
  };
}

const backoff = { firstMs: 1000, factor: 2, mostMs: 10_000 };

const retryPolicy = ({ clock, giveUpAtMs }: RailwayOptions) => ({
  ...backoff,
  tries: 4,
  retryInMs: (error: unknown, attempt: number): number | undefined => {
    if (!isTransient(error)) return undefined;
    const asked = error instanceof HttpError ? error.retryAfterMs : undefined;
    const pauseMs = asked ?? backoffMs(backoff, attempt);
    return clock.monotonic() + pauseMs < giveUpAtMs ? pauseMs : undefined;
  },
});

const lastLookMs = 1000;
const graceMs = 2000;

/** No request outlasts the deadline, but for one last look and its evidence: 2 s in all. */
function requestTimeout({ clock, giveUpAtMs, requestTimeoutMs = 15_000 }: RailwayOptions): number {
  const leftMs = Math.round(giveUpAtMs - clock.monotonic());
  const allowedMs = leftMs > lastLookMs ? leftMs : Math.min(lastLookMs, leftMs + graceMs);
  return Math.min(requestTimeoutMs, Math.max(50, allowedMs));
}

/** The same read may succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RailwayError) return error.code === 'internal' || error.code === 'no-data';
  return (
    error instanceof HttpError &&
    ['unreachable', 'timeout', 'server-error', 'rate-limited', 'unreadable'].includes(error.code)
  );
}

/**
 * Whether an order that ended with this error may have been carried out all the same: the answer
 * was lost, unreadable or of another shape. A refusal, a rate limit included, was not.
 */
export function mayHaveHappened(error: unknown): boolean {
  if (error instanceof HttpError && error.code === 'rate-limited') return false;
  const isOdd = error instanceof RailwayError && error.code === 'unexpected-answer';
  return isOdd || isTransient(error);
}

/**
 * "Not Authorized" is Railway's word for a dead token, a missing right and a missing thing alike.
 * Asking the token about itself tells which.
 */
async function explained(error: unknown, probe: () => Promise<unknown>): Promise<never> {
  if (!(error instanceof RailwayError) || error.code !== 'no-access') throw error;
  const isAlive = await probe().then(
    () => true,
    (failure: unknown) => !(failure instanceof RailwayError) && undefined,
  );
  if (isAlive === undefined) throw error;
  throw isAlive
    ? new RailwayError('no-access', `${error.message}; Railway accepts the token itself`, {
        hint: 'What was asked for does not exist or is outside of what this token may see: check the inputs "project", "environment" and "services". The environment of a pull request goes when that is closed.',
        cause: error,
      })
    : new RailwayError('wrong-token', `${error.message}; Railway does not accept the token`, {
        hint: 'The token was revoked or is of another type: check the secret and input "token-type".',
        cause: error,
      });
}
