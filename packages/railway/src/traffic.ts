/** What a deployment's own logs say: the requests it answered and the lines it wrote. */
import type * as z from 'zod/mini';
import type { Session } from './session.ts';
import type { Ask } from './shape.ts';
import { LinesAnswer, RequestsAnswer, trafficQueries } from './traffic-answers.ts';

/** Reads only; every method may be called again. Times in milliseconds since 1970. */
export interface Traffic {
  /** Requests that reached the deployment through Railway's edge, oldest first. */
  readRequests(deploymentId: string, span: Span): Promise<Logs<SeenRequest>>;
  /** Lines the deployment's processes wrote, oldest first. */
  readLines(deploymentId: string, span: Span): Promise<Logs<LogLine>>;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Logs<T> {
  readonly entries: readonly T[];
  /** Where the entries begin: later than asked for where there were more than we read. */
  readonly fromMs: number;
}

export interface SeenRequest {
  readonly id: string;
  readonly atMs: number;
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly client: string;
  readonly userAgent: string;
}

export interface LogLine {
  readonly atMs: number;
  /** Untrusted text. */
  readonly message: string;
}

/**
 * The logs of deployments over Railway's public GraphQL API, once the session has found its place.
 * https://docs.railway.com/guides/logs
 *
 * @throws RailwayError, or HttpError where the answer is not GraphQL
 */
export const railwayTraffic = ({ ask }: Pick<Session, 'ask'>): Traffic => ({
  readRequests: (id, span) => readRequests(ask, id, span),
  readLines: (id, span) => readLines(ask, id, span),
});

/** The most Railway gives in one answer. */
const pageSize = 5000;
/** Enough for 50 requests a second over ten minutes. */
const mostPages = 6;

/** Page by page into the past: an answer holds the newest entries before its anchor. */
async function readRequests(ask: Ask, id: string, span: Span): Promise<Logs<SeenRequest>> {
  const seen = new Map<string, SeenRequest>();
  let toMs = span.toMs;
  for (let page = 0; page < mostPages; page += 1) {
    const variables = { id, from: iso(span.fromMs), to: iso(toMs), limit: pageSize };
    const { httpLogs } = await ask(RequestsAnswer, trafficQueries.requests, variables);
    const requests = httpLogs.map(toRequest).filter(isWithin(span));
    for (const request of requests) seen.set(request.id, request);
    const oldestMs = Math.min(...requests.map(({ atMs }) => atMs));
    if (httpLogs.length < pageSize || oldestMs >= toMs) return logsOf([...seen.values()], span);
    toMs = oldestMs;
  }
  const entries = [...seen.values()];
  return logsOf(entries, { ...span, fromMs: Math.min(...entries.map(({ atMs }) => atMs)) });
}

async function readLines(ask: Ask, id: string, span: Span): Promise<Logs<LogLine>> {
  const variables = { id, from: iso(span.fromMs), to: iso(span.toMs), limit: pageSize };
  const { deploymentLogs } = await ask(LinesAnswer, trafficQueries.lines, variables);
  const lines = deploymentLogs
    .map(({ timestamp, message }) => ({ atMs: Date.parse(timestamp), message }))
    .filter(isWithin(span));
  const isCut = deploymentLogs.length >= pageSize;
  const oldestMs = Math.min(...lines.map(({ atMs }) => atMs));
  return logsOf(lines, isCut ? { ...span, fromMs: oldestMs } : span);
}

const iso = (ms: number): string => new Date(ms).toISOString();

const toRequest = (log: z.infer<typeof RequestsAnswer>['httpLogs'][number]): SeenRequest => ({
  id: log.requestId,
  atMs: Date.parse(log.timestamp),
  status: log.httpStatus,
  method: log.method,
  path: log.path,
  client: log.srcIp,
  userAgent: log.clientUa,
});

const isWithin =
  ({ fromMs, toMs }: Span) =>
  ({ atMs }: { readonly atMs: number }): boolean =>
    atMs >= fromMs && atMs <= toMs;

const logsOf = <T extends { readonly atMs: number }>(
  entries: readonly T[],
  { fromMs }: Span,
): Logs<T> => ({ entries: entries.toSorted((a, b) => a.atMs - b.atMs), fromMs });
