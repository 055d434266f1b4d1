import type { IncomingMessage, RequestOptions } from 'node:http';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  codeOf,
  openTunnel,
  proxyFailure,
  proxyFor,
  requestOf,
  throughProxy,
  throughTunnel,
} from '@release-train/http/proxy';
import { readBody } from './body.ts';
import { ProbeRefusal } from './failure.ts';
import type { Network } from './network.ts';
import type { PhaseWatch } from './phase-watch.ts';
import type { ProbeAnswer, ProbeRequest } from './probe.ts';

export interface Trip {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly watch: PhaseWatch;
}

export type HopAnswer = Omit<ProbeAnswer, 'kind' | 'totalMs' | 'finalUrl' | 'phasesMs'>;

/** One request, one connection of its own, no redirect. */
export async function hop(request: ProbeRequest, trip: Trip): Promise<HopAnswer> {
  const host = bareHost(request.url);
  const { isPublic, environment } = trip.network;
  if (isIP(host) && !request.allowPrivate && !isPublic(host)) throw notPublic(host);
  trip.watch.enter(isIP(host) ? 'connect' : 'dns');
  const proxy = proxyFor(request.url, environment);
  if (!proxy) return send(request, directly(request, trip), trip);
  if (!request.allowPrivate && !isIP(host)) await refusePrivateName(host, trip.network);
  trip.watch.enter('connect');
  if (request.url.protocol === 'http:') {
    return send(request, { ...throughProxy(proxy, request.url), proxied: proxy }, trip);
  }
  const tunnel = await openTunnel(proxy, request.url, trip.signal);
  trip.watch.enter('tls');
  const tls = { rejectUnauthorized: request.tlsVerify };
  return send(request, throughTunnel(tunnel, request.url, tls), trip);
}

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

type Route = RequestOptions & { readonly proxied?: URL };

const directly = (request: ProbeRequest, { network }: Trip): Route => ({
  // No pool and no TLS session to resume: each probe meets whoever would serve a new visitor.
  agent: false,
  lookup: guardedLookup(request.allowPrivate, network),
  ...(request.ipFamily === 'auto' ? {} : { family: Number(request.ipFamily) }),
  ...(request.url.protocol === 'https:' ? { rejectUnauthorized: request.tlsVerify } : {}),
});

function send(
  request: ProbeRequest,
  { proxied, ...route }: Route,
  { signal, watch }: Trip,
): Promise<HopAnswer> {
  return new Promise((resolve, reject) => {
    const start = requestOf(proxied ?? request.url);
    const isThere = proxied?.protocol === 'https:' ? 'secureConnect' : 'connect';
    const reached = { proxy: proxied === undefined, answer: false };
    const outgoing = start(request.url, {
      method: request.method,
      signal,
      ...route,
      headers: { ...ownHeaders, ...request.headers, ...route.headers },
    });
    outgoing.on('socket', (socket) => {
      timeSocket(socket, request.url, watch);
      socket.on(isThere, () => Object.assign(reached, { proxy: true }));
    });
    const early = { count: 0 };
    outgoing.on('information', () => {
      early.count += 1;
      if (early.count > mostEarly) reject(tooMuchInformation());
    });
    outgoing.on('response', (incoming) => {
      watch.enter('body');
      Object.assign(reached, { answer: true });
      if (proxied && incoming.statusCode === 407) reject(proxyFailure('answered 407'));
      const head = headOf(incoming, request.url);
      readBody(incoming, request.method).then((body) => resolve({ ...head, body }), reject);
      incoming.on('error', reject);
    });
    outgoing.on('error', (error) =>
      reject(reached.proxy || signal.aborted ? error : proxyFailure(codeOf(error))),
    );
    // A server that switches protocols unasked ends in a close without error or response.
    outgoing.on('close', () => {
      if (!reached.answer) reject(new ProbeRefusal('reset', 'closed without an answer', false));
    });
    outgoing.end();
  });
}

/** Interim answers (1xx) that come before the answer. */
const mostEarly = 20;

const tooMuchInformation = (): ProbeRefusal =>
  new ProbeRefusal('decode', `more than ${mostEarly} interim answers`, false);

const ownHeaders = {
  'user-agent': 'release-train-probe',
  'accept-encoding': 'identity',
  'cache-control': 'no-cache',
  connection: 'close',
};

function timeSocket(socket: Socket, url: URL, watch: PhaseWatch): void {
  const isTls = url.protocol === 'https:';
  socket.once('lookup', () => watch.enter('connect'));
  socket.once('connect', () => watch.enter(isTls ? 'tls' : 'first-byte'));
  if (isTls) socket.once('secureConnect', () => watch.enter('first-byte'));
}

/** Checks the very address that is connected to, so an answer cannot change in between. */
const guardedLookup =
  (allowPrivate: boolean, network: Network): LookupFunction =>
  (hostname, options, callback) => {
    network.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const isAllowed = (address: string) => allowPrivate || network.isPublic(address);
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (!first) return callback(notPublic(addresses[0]?.address ?? hostname), []);
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };

/** A proxy resolves names itself; what can be known here is what the name stands for here. */
const refusePrivateName = (hostname: string, network: Network): Promise<void> =>
  new Promise((resolve, reject) => {
    network.lookup(hostname, { all: true }, (_error, addresses = []) => {
      const hidden = addresses.find(({ address }) => !network.isPublic(address));
      if (hidden) reject(notPublic(hidden.address));
      else resolve();
    });
  });

const notPublic = (address: string): ProbeRefusal =>
  new ProbeRefusal(
    'address-blocked',
    `${address} is not a public address; set input "allow-private" to true if you mean to probe it`,
    true,
  );

// Read before the body: afterwards the socket may be gone.
const headOf = (incoming: IncomingMessage, url: URL): Omit<HopAnswer, 'body'> => ({
  status: incoming.statusCode ?? 0,
  headers: Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]),
  ),
  remoteAddress: incoming.socket.remoteAddress ?? '',
  // Through a proxy an http:// page comes with the proxy's certificate, or with none.
  ...(url.protocol === 'https:' ? certificateOf(incoming.socket) : {}),
});

function certificateOf(socket: Socket): { certificateDays?: number } {
  const until = isTls(socket) ? socket.getPeerCertificate().valid_to : undefined;
  if (!until) return {};
  return { certificateDays: Math.floor((Date.parse(until) - Date.now()) / 86_400_000) };
}

const isTls = (socket: Socket): socket is TLSSocket => 'encrypted' in socket;
