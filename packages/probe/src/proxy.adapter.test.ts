import type { IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { listening, tunnelProxy } from '@release-train/testing/loopback-proxy';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { testCertificate } from '@release-train/testing/test-certificate';
import { describe, expect, it } from 'vitest';
import { probeOver } from './http-probe.ts';
import { type Network, thisNetwork } from './network.ts';
import { requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

const through = (
  port: number,
  url: string,
  { network, ...part }: Partial<ProbeRequest> & { network?: Partial<Network> } = {},
): Promise<ProbeResult> => {
  const proxy = `http://me:p%40ss@127.0.0.1:${port}`;
  const environment = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  const probe = probeOver({ ...thisNetwork, environment, ...network });
  return probe(requestTo(new URL(url), { timeoutMs: 2_000, ...part }));
};

const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

describe('through a proxy', () => {
  it('http:// is asked in absolute form, with the login of the proxy', async () => {
    await using proxy = await loopbackServer((_request, response) => response.end('by proxy'));
    const headers = { 'x-key': 'k' };
    const result = await through(Number(new URL(proxy.url).port), 'http://app.test/h?x=1', {
      headers,
    });
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: 'by proxy' });
    expect(proxy.requests).toMatchObject([
      {
        path: 'http://app.test/h?x=1',
        headers: { host: 'app.test', 'proxy-authorization': login, 'x-key': 'k' },
      },
    ]);
  });

  it('https:// goes through a tunnel that sees no header of the request', async () => {
    const requests: IncomingMessage[] = [];
    const app = createTlsServer(testCertificate, (request, response) => {
      requests.push(request);
      response.end('safe');
    });
    await using server = await listening(app);
    await using proxy = await tunnelProxy(server.port);
    const result = await through(proxy.port, 'https://localhost/h', {
      headers: { 'x-key': 'k' },
      tlsVerify: false,
    });
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: 'safe' });
    expect(proxy.seen).toMatchObject([
      { url: 'localhost:443', headers: { 'proxy-authorization': login } },
    ]);
    expect(proxy.seen[0]?.headers['x-key']).toBeUndefined();
    expect(requests[0]?.headers).toMatchObject({ host: 'localhost', 'x-key': 'k' });
    expect(requests[0]?.headers['proxy-authorization']).toBeUndefined();
    expect(await through(proxy.port, 'https://localhost/h')).toMatchObject({
      failure: 'tls',
      side: 'app',
      message: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  const url = { plain: 'http://app.test/', secure: 'https://app.test/' };
  it.each([
    [
      'refuses the login',
      url.plain,
      'HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n',
      'answered 407',
    ],
    [
      'refuses the login',
      url.secure,
      'HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n',
      'answered 407',
    ],
    ['reaches nobody', url.secure, 'HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n', 'answered 502'],
    ['is no proxy', url.secure, 'hello\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ])('that %s, %s is the probing side’s failure', async (...[, address, bytes, message]) => {
    await using proxy = await loopbackSocket((socket) => {
      socket.once('data', () => socket.end(bytes));
    });
    const result = await through(proxy.port, address);
    expect(result).toMatchObject({ failure: 'proxy', side: 'probe', permanent: false });
    expect(result.kind === 'failure' && result.message).toContain(message);
  });

  it.each([url.plain, url.secure])('that is not there, %s is too', async (address) => {
    const gone = await loopbackSocket(() => {});
    await gone[Symbol.asyncDispose]();
    const result = await through(gone.port, address);
    expect(result).toMatchObject({ failure: 'proxy', side: 'probe' });
    expect(result).toMatchObject({ message: 'the proxy of the environment: ECONNREFUSED' });
  });

  it.each([url.plain, url.secure])('that is silent, %s ends at the deadline', async (address) => {
    await using proxy = await loopbackSocket(() => {});
    expect(await through(proxy.port, address, { timeoutMs: 150 })).toMatchObject({
      failure: 'timeout',
    });
  });

  it('none is asked for a private address, nor for a name that stands for one here', async () => {
    await using proxy = await loopbackSocket(() => {});
    const names: Partial<Network> = {
      lookup: (_name, _options, callback) =>
        callback(null, [
          { address: '203.0.114.1', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    };
    for (const [address, network] of [
      ['http://169.254.169.254/', {}],
      ['https://[::1]/', {}],
      ['http://localhost/', {}],
      ['https://inside.test/', names],
    ] as const) {
      const result = await through(proxy.port, address, { allowPrivate: false, network });
      expect(result).toMatchObject({ failure: 'address-blocked', side: 'probe', permanent: true });
    }
    expect(proxy.sockets).toHaveLength(0);
  });

  it('a name that nobody knows here is left to the proxy', async () => {
    await using proxy = await loopbackServer((_request, response) => response.end('known there'));
    const unknown: Partial<Network> = {
      lookup: (_name, _options, callback) => callback(new Error('ENOTFOUND'), []),
    };
    const port = Number(new URL(proxy.url).port);
    const result = await through(port, 'http://app.test/', {
      allowPrivate: false,
      network: unknown,
    });
    expect(result).toMatchObject({ body: 'known there' });
  });
});
