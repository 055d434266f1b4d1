import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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

interface Fallback {
  readonly status: 404 | 502;
  readonly message: string;
}

const CLIENT_CLOSED_REQUEST = 499;

const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

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
    else answer(exchange, { status: 404, message: 'Application not found' });
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
  const { incoming, outgoing, requestId } = exchange;
  const { method, url: path } = incoming;
  const headers = {
    ...endToEnd(incoming.headers),
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'http',
    'x-railway-request-id': requestId,
  };
  const upstream = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  upstream.on('response', (response) => {
    const status = response.statusCode ?? 502;
    const received = endToEnd(response.headers);
    outgoing.writeHead(status, { ...received, 'x-railway-request-id': requestId });
    response.pipe(outgoing);
    response.on('error', () => outgoing.destroy());
    response.on('close', () => {
      const error = response.complete ? '' : 'response cut off';
      log(exchange, deployment, { status, error, upstream: upstream.socket });
    });
  });
  upstream.on('error', ({ message }) => {
    if (outgoing.headersSent) return;
    const status = outgoing.destroyed ? CLIENT_CLOSED_REQUEST : 502;
    log(exchange, deployment, { status, error: message, upstream: upstream.socket });
    answer(exchange, { status: 502, message: 'Application failed to respond' });
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

/** Without the headers that belong to one connection only (RFC 9110, 7.6.1). */
const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

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

function log(
  { incoming, requestId, startedAt }: Exchange,
  deployment: Deployment,
  result: { readonly status: number; readonly error: string; readonly upstream: Socket | null },
): void {
  deployment.httpLogs.push({
    requestId,
    at: startedAt,
    method: incoming.method ?? 'GET',
    path: incoming.url?.split('?')[0] ?? '/',
    host: incoming.headers.host ?? '',
    clientUa: incoming.headers['user-agent'] ?? '',
    srcIp: incoming.socket.remoteAddress ?? '',
    httpStatus: result.status,
    durationMs: Math.max(0, Date.now() - startedAt),
    rxBytes: result.upstream?.bytesWritten ?? 0,
    txBytes: result.upstream?.bytesRead ?? 0,
    upstreamError: result.error,
  });
}
