import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { testCertificate } from '@release-train/testing/test-certificate';
import { describe, expect, it } from 'vitest';
import { httpProbe } from './http-probe.ts';
import { type Behaviour, probeSuite, requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

const probing = (server: { url: string } | string, part: Partial<ProbeRequest> = {}) =>
  httpProbe(requestTo(new URL(typeof server === 'string' ? server : server.url), part));

const failureOf = (result: ProbeResult): string =>
  result.kind === 'failure' ? result.failure : `answered ${result.status}`;

async function behaving(behaviour: Behaviour): Promise<LoopbackServer> {
  return loopbackServer((_request, response) => {
    if (behaviour === 'reset') response.socket?.resetAndDestroy();
    else if (behaviour !== 'silence') {
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    }
  });
}

describe('the probe over HTTP', () => {
  probeSuite(async (behaviour) => {
    const server = await behaving(behaviour);
    return {
      probe: httpProbe,
      url: new URL(`${server.url}/`),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  });

  it('opens a new connection for every probe', async () => {
    await using server = await loopbackSocket((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    for (let count = 1; count <= 5; count += 1) {
      await probing(`http://127.0.0.1:${server.port}`);
    }
    expect(server.sockets).toHaveLength(5);
  });

  it('sends method and headers, asks for no compression and no cache', async () => {
    await using server = await behaving({ status: 200, headers: {}, body: '' });
    const result = await probing(`${server.url}/h?x=1`, {
      method: 'POST',
      headers: { 'x-key': 'k' },
    });
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path: '/h?x=1',
        headers: {
          'x-key': 'k',
          'user-agent': 'release-train-probe',
          'accept-encoding': 'identity',
          'cache-control': 'no-cache',
          connection: 'close',
        },
      },
    ]);
    expect(result).toMatchObject({ remoteAddress: '127.0.0.1' });
  });

  it('drops the mark at the start of a body', async () => {
    await using server = await behaving({ status: 200, headers: {}, body: '\ufeff{}' });
    expect(await probing(server)).toMatchObject({ body: '{}' });
  });
});

describe('private addresses', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://localhost:1/',
    'http://169.254.169.254/',
  ])('such as %s are refused by default, and the refusal names the input', async (url) => {
    const result = await probing(url, { allowPrivate: false });
    expect(result).toMatchObject({ failure: 'address-blocked', side: 'probe', permanent: true });
    expect(result).toMatchObject({ message: expect.stringContaining('input "allow-private"') });
  });
});

describe('redirects', () => {
  const redirecting = (location: string, status = 302): Promise<LoopbackServer> =>
    loopbackServer((request, response) => {
      if (request.path === '/final') response.end('final');
      else response.writeHead(status, { location }).end();
    });

  it('are answers where none is to be followed', async () => {
    await using server = await redirecting('/final');
    expect(await probing(server)).toMatchObject({ status: 302 });
    expect(server.requests).toHaveLength(1);
  });

  it('are followed on the same origin with the headers', async () => {
    await using server = await redirecting('/final');
    const result = await probing(server, { redirects: 'same-origin', headers: { 'x-key': 'k' } });
    expect(result).toMatchObject({
      status: 200,
      body: 'final',
      finalUrl: new URL(`${server.url}/final`),
    });
    expect(server.requests[1]?.headers['x-key']).toBe('k');
  });

  it('to another origin are refused where only the same one is allowed', async () => {
    await using other = await behaving({ status: 200, headers: {}, body: '' });
    await using server = await redirecting(`${other.url}/final?token=k3y`);
    const result = await probing(server, { redirects: 'same-origin' });
    expect(result).toMatchObject({
      failure: 'redirect-blocked',
      side: 'app',
      message: `redirected to another origin (${other.url}); input "redirects" allows only the same one`,
    });
    expect(other.requests).toEqual([]);
  });

  it('to another origin carry no header of the caller, not even back again', async () => {
    const home = { url: '' };
    await using other = await loopbackServer((_request, response) => {
      response.writeHead(302, { location: `${home.url}/final` }).end();
    });
    await using server = await redirecting(other.url);
    home.url = server.url;
    const headers = { authorization: 'Bearer t', 'x-api-key': 'k' };
    const result = await probing(server, { redirects: 'any', headers });
    expect(result).toMatchObject({ status: 200, body: 'final' });
    expect(server.requests[0]?.headers).toMatchObject(headers);
    for (const request of [other.requests[0], server.requests[1]]) {
      expect(request?.headers['authorization']).toBeUndefined();
      expect(request?.headers['x-api-key']).toBeUndefined();
    }
  });

  it.each([
    [303, 'GET'],
    [307, 'POST'],
  ])('of status %d go on with %s', async (status, method) => {
    await using server = await redirecting('/final', status);
    await probing(server, { redirects: 'any', method: 'POST' });
    expect(server.requests.map((request) => request.method)).toEqual(['POST', method]);
  });

  it('without end are cut', async () => {
    await using server = await redirecting('/again');
    const result = await probing(server, { redirects: 'any' });
    expect(result).toMatchObject({ failure: 'redirect-blocked', message: 'more than 5 redirects' });
    expect(server.requests).toHaveLength(6);
  });

  it.each(['ftp://127.0.0.1/', 'javascript:alert(1)', 'http://'])(
    'to %s are refused',
    async (location) => {
      await using server = await redirecting(location);
      expect(failureOf(await probing(server, { redirects: 'any' }))).toBe('redirect-blocked');
    },
  );
});

describe('what cannot be reached', () => {
  it('is a failure to connect where nobody listens', async () => {
    const port = await loopbackSocket(() => {}).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server.port;
    });
    expect(await probing(`http://127.0.0.1:${port}`)).toMatchObject({
      failure: 'connect',
      side: 'app',
      message: 'ECONNREFUSED',
    });
  });

  it('tells no secret of the request', async () => {
    await using server = await behaving('reset');
    const result = await probing(`${server.url}/?token=k3y`, { headers: { 'x-key': 'hunter2' } });
    expect(JSON.stringify(result)).not.toMatch(/k3y|hunter2/);
  });
});

describe('TLS', () => {
  async function tlsServer() {
    const server = createTlsServer(testCertificate, (_request, response) => response.end('safe'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `https://127.0.0.1:${port}`,
      [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
    };
  }

  it('with a certificate nobody vouches for is a failure that waiting cannot heal', async () => {
    await using server = await tlsServer();
    expect(await probing(server)).toMatchObject({
      failure: 'tls',
      side: 'app',
      permanent: true,
      message: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('is not verified where that is switched off', async () => {
    await using server = await tlsServer();
    expect(await probing(server, { tlsVerify: false })).toMatchObject({
      status: 200,
      body: 'safe',
    });
  });

  it('against a server that speaks plain HTTP is a failure of the app', async () => {
    await using server = await behaving({ status: 200, headers: {}, body: '' });
    const result = await probing(server.url.replace('http:', 'https:'));
    expect(result).toMatchObject({ kind: 'failure', failure: 'tls', side: 'app' });
  });
});
