import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpLog } from './http-logs.ts';
import type { Deployment } from './model.ts';

export interface Edge {
  readonly port: number;
  close(): Promise<void>;
}

interface Exchange {
  readonly requestId: string;
  readonly startedAt: number;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

type Fallback = { readonly status: 404 | 502; readonly message: string; readonly error: string };

/**
 * The proxy before a public domain. Every request goes to the deployment `target` names at that
 * moment; each is logged with the deployment that got it.
 */
export async function startEdge(
  port: number,
  target: () => Promise<Deployment | undefined>,
): Promise<Edge> {
  const server = createServer(async (incoming, outgoing) => {
    const exchange = { requestId: randomUUID(), startedAt: Date.now(), incoming, outgoing };
    const deployment = await target().catch(() => undefined);
    if (deployment?.container) forward(exchange, deployment, deployment.container.port);
    else answer(exchange, { status: 404, message: 'Application not found', error: '' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, // A listening TCP server has an AddressInfo.
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(exchange: Exchange, deployment: Deployment, port: number): void {
  const { incoming, outgoing } = exchange;
  const headers = {
    ...incoming.headers,
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'http',
    'x-railway-request-id': exchange.requestId,
  };
  const { method, url: path } = incoming;
  const upstream = request(
    { host: '127.0.0.1', port, method, path, headers, agent: false },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, {
        ...response.headers,
        'x-railway-request-id': exchange.requestId,
      });
      response.pipe(outgoing);
      response.on('end', () => log(exchange, deployment, ''));
      response.on('error', () => outgoing.destroy());
    },
  );
  upstream.on('error', (error) => {
    if (outgoing.headersSent) return void outgoing.destroy();
    answer(exchange, {
      status: 502,
      message: 'Application failed to respond',
      error: error.message,
    });
    log(exchange, deployment, error.message);
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

/** Railway's own answer where no application gives one. */
function answer({ requestId, outgoing }: Exchange, { status, message }: Fallback): void {
  const body = { status: 'error', code: status, message, request_id: requestId };
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'x-railway-fallback': 'true',
    'x-railway-request-id': requestId,
  });
  outgoing.end(JSON.stringify(body));
}

function log(exchange: Exchange, deployment: Deployment, upstreamError: string): void {
  const { incoming, outgoing, requestId, startedAt } = exchange;
  const entry: HttpLog = {
    requestId,
    at: startedAt,
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?')[0] ?? '/',
    host: incoming.headers.host ?? '',
    clientUa: incoming.headers['user-agent'] ?? '',
    srcIp: incoming.socket.remoteAddress ?? '',
    httpStatus: outgoing.statusCode,
    durationMs: Math.max(0, Date.now() - startedAt),
    rxBytes: incoming.socket.bytesRead,
    txBytes: incoming.socket.bytesWritten,
    upstreamError,
  };
  deployment.httpLogs.push(entry);
}
