import { request as requestHttp } from 'node:http';
import { HttpError } from './http-error.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Real milliseconds for the whole exchange. Default 30 s. */
  readonly timeoutMs?: number;
  /** Bytes of body read at most. Default 32 MiB. */
  readonly mostBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * One HTTP/1.1 exchange over node:http(s), which starts faster than undici (docs/adr/0005). Does
 * not follow redirects and does not retry.
 *
 * @throws HttpError `unreachable`, `timeout` or `unreadable`; any status is an answer
 */
export function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, timeoutMs = 30_000 } = request;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(signal.aborted ? timedOut(request, timeoutMs) : unreachable(request, error));
    const mostBytes = request.mostBytes ?? 32 * 1024 * 1024;
    const send = new URL(url).protocol === 'https:' ? https().request : requestHttp;
    const outgoing = send(
      url,
      { method, headers: { 'user-agent': 'release-train', ...request.headers }, signal },
      (incoming) => {
        const chunks: Buffer[] = [];
        const seen = { bytes: 0 };
        incoming.on('data', (chunk: Buffer) => {
          seen.bytes += chunk.length;
          chunks.push(chunk);
          if (seen.bytes <= mostBytes) return;
          reject(tooLarge(request, incoming.statusCode ?? 0, mostBytes));
          incoming.destroy();
        });
        incoming.on('error', fail);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: flatHeaders(incoming.headers),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}

/** TLS is a good part of a cold start; an import statement cannot wait, this can (docs/adr/0005). */
const https = (): typeof import('node:https') => process.getBuiltinModule('node:https');

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
