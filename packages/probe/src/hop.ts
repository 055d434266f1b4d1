import { lookup } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './address-guard.ts';
import { readBody } from './body.ts';
import { ProbeRefusal } from './failure.ts';
import type { ProbeAnswer, ProbeRequest } from './probe.ts';

/** One request, one connection of its own, no redirect. */
export function hop(
  request: ProbeRequest,
  signal: AbortSignal,
): Promise<Omit<ProbeAnswer, 'kind' | 'totalMs' | 'finalUrl'>> {
  return new Promise((resolve, reject) => {
    const literal = request.url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !request.allowPrivate && !isPublicAddress(literal)) {
      return reject(notPublic(literal));
    }
    const send = request.url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send(request.url, requestOptions(request, signal), (incoming) => {
      readBody(incoming, request.method).then((body) => resolve(answerOf(incoming, body)), reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const requestOptions = (request: ProbeRequest, signal: AbortSignal): RequestOptions => ({
  method: request.method,
  headers: {
    'user-agent': 'release-train-probe',
    'accept-encoding': 'identity',
    'cache-control': 'no-cache',
    connection: 'close',
    ...request.headers,
  },
  // No pool and no TLS session to resume: each probe meets whoever would serve a new visitor.
  agent: false,
  signal,
  lookup: guardedLookup(request.allowPrivate),
  ...(request.ipFamily === 'auto' ? {} : { family: Number(request.ipFamily) }),
  ...(request.url.protocol === 'https:' ? { rejectUnauthorized: request.tlsVerify } : {}),
});

/** Checks the very address that is connected to, so an answer cannot change in between. */
const guardedLookup =
  (allowPrivate: boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => allowPrivate || isPublicAddress(address));
      const [first] = allowed;
      if (!first) return callback(notPublic(addresses[0]?.address ?? hostname), []);
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };

const notPublic = (address: string): ProbeRefusal =>
  new ProbeRefusal(
    'address-blocked',
    `${address} is not a public address; set input "allow-private" to true if you mean to probe it`,
    true,
  );

const answerOf = (
  incoming: IncomingMessage,
  body: string,
): Omit<ProbeAnswer, 'kind' | 'totalMs' | 'finalUrl'> => ({
  status: incoming.statusCode ?? 0,
  headers: Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]),
  ),
  body,
  remoteAddress: incoming.socket.remoteAddress ?? '',
});
