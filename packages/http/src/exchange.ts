import type { RequestOptions, request as requestHttp } from 'node:http';
import { HttpError } from './http-error.ts';
import {
  type Environment,
  openTunnel,
  proxyFailure,
  proxyFor,
  requestOf,
  throughProxy,
  throughTunnel,
} from './proxy.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Real milliseconds for the whole exchange. Default 30 s. */
  readonly timeoutMs?: number;
  /** Bytes of body read at most. Default 32 MiB. */
  readonly mostBytes?: number;
  /** Where the proxy variables are looked up. Default `process.env`. */
  readonly environment?: Environment;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * One HTTP/1.1 exchange over node:http(s), which starts faster than undici (docs/adr/0005), through
 * the proxy that the environment names, if any. Does not follow redirects and does not retry.
 *
 * @throws HttpError `unreachable`, `timeout` or `unreadable`; any status is an answer
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { timeoutMs = 30_000 } = request;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await send(request, await routeTo(request, signal), signal);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw signal.aborted ? timedOut(request, timeoutMs) : unreachable(request, error);
  }
}

interface Route {
  readonly begin: typeof requestHttp;
  readonly options: RequestOptions;
  readonly isProxied: boolean;
}

/** @throws ProxyError where the proxy cannot be used */
async function routeTo(
  { url: text, environment = process.env }: HttpRequest,
  signal: AbortSignal,
): Promise<Route> {
  const url = new URL(text);
  const proxy = proxyFor(url, environment);
  if (!proxy) return { begin: requestOf(url), options: {}, isProxied: false };
  if (url.protocol === 'http:') {
    return { begin: requestOf(proxy), options: throughProxy(proxy, url), isProxied: true };
  }
  const options = throughTunnel(await openTunnel(proxy, url, signal), url);
  return { begin: requestOf(url), options, isProxied: false };
}

function send(
  request: HttpRequest,
  { begin, options, isProxied }: Route,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { method, url, mostBytes = 32 * 1024 * 1024 } = request;
  const headers = { 'user-agent': 'release-train', ...request.headers, ...options.headers };
  return new Promise((resolve, reject) => {
    const outgoing = begin(url, { method, signal, ...options, headers }, (incoming) => {
      const { statusCode: status = 0 } = incoming;
      if (isProxied && status === 407) reject(proxyFailure('answered 407'));
      const chunks: Buffer[] = [];
      const seen = { bytes: 0 };
      incoming.on('data', (chunk: Buffer) => {
        seen.bytes += chunk.length;
        chunks.push(chunk);
        if (seen.bytes <= mostBytes) return;
        reject(tooLarge(request, status, mostBytes));
        incoming.destroy();
      });
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status, headers: flatHeaders(incoming.headers), body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

const flatHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );

const timedOut = ({ method, url }: HttpRequest, timeoutMs: number): HttpError =>
  new HttpError({
    method,
    url,
    status: 0,
    code: 'timeout',
    reason: `no complete answer within ${timeoutMs} ms`,
  });

const tooLarge = ({ method, url }: HttpRequest, status: number, mostBytes: number): HttpError =>
  new HttpError({
    method,
    url,
    status,
    code: 'unreadable',
    reason: `the answer is larger than ${mostBytes} bytes`,
  });

// Node's messages name host and port at most; the URL's user info and query never.
const unreachable = ({ method, url }: HttpRequest, error: unknown): HttpError =>
  new HttpError({
    method,
    url,
    status: 0,
    reason: error instanceof Error ? reasonOf(error) : String(error),
    cause: error,
  });

function reasonOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors : [error];
  return causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join('; ');
}
