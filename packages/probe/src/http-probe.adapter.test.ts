import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { testCertificate } from '@release-train/testing/test-certificate';
import { describe, expect, it } from 'vitest';
import { httpProbe } from './http-probe.ts';
import { type Behaviour, probeSuite, requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

/** Real milliseconds; the only real waiting here. */
const limitMs = 150;

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

describe('a hostile server', () => {
  const compressed = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const;

  it.each(compressed)('may compress with %s unasked', async (encoding, compress) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('word'));
    });
    expect(await probing(server)).toMatchObject({ status: 200, body: 'word' });
  });

  it.each(compressed)('cannot make a bomb of %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(20 * 1024 * 1024));
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
    });
    expect(await probing(server)).toMatchObject({
      failure: 'body-too-large',
      message: 'the body is larger than 1 MiB',
      side: 'app',
    });
  });

  it('cannot send for ever', async () => {
    await using server = await loopbackServer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    });
    expect(failureOf(await probing(server))).toBe('body-too-large');
  });

  it('may send a body of exactly 1 MiB', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.end('x'.repeat(1024 * 1024));
    });
    expect(await probing(server)).toMatchObject({ kind: 'answer', status: 200 });
  });

  it.each(['constructor', 'toString', 'snappy'])(
    'cannot confuse by the content encoding "%s"',
    async (encoding) => {
      await using server = await behaving({
        status: 200,
        headers: { 'content-encoding': encoding },
        body: 'as it is',
      });
      expect(await probing(server)).toMatchObject({ status: 200, body: 'as it is' });
    },
  );

  it('may announce a compressed body it does not send', async () => {
    const headers = { 'content-encoding': 'gzip' };
    await using server = await behaving({ status: 200, headers, body: '' });
    await using empty = await behaving({ status: 204, headers, body: '' });
    expect(await probing(server, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await probing(empty)).toMatchObject({ status: 204, body: '' });
  });

  const ok = 'HTTP/1.1 200 OK\r\n';
  it.each([
    ['damaged gzip', 'decode', `${ok}content-encoding: gzip\r\n\r\nnot gzip at all`],
    ['gzip cut short', 'decode', `${ok}content-encoding: gzip\r\n\r\n\u001f\u008b\u0008`],
    ['a body shorter than announced', 'reset', `${ok}content-length: 100\r\n\r\nshort`],
    ['no HTTP at all', 'decode', 'hello\r\n\r\n'],
    ['headers without end', 'decode', `${ok}x-long: ${'y'.repeat(20_000)}\r\n`],
    ['a line break inside a header', 'decode', `${ok}x-a: 1\rx-b: 2\r\n\r\n`],
    ['a closed connection', 'reset', ''],
    ['half a head', 'reset', 'HTTP/1.1 200 OK\r\nx-a'],
    ['a chunk that is none', 'decode', `${ok}transfer-encoding: chunked\r\n\r\nzz\r\n`],
  ])('sending %s is a failure of kind %s', async (...[, kind, bytes]) => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () => socket.end(bytes, 'latin1'));
    });
    expect(failureOf(await probing(`http://127.0.0.1:${server.port}`))).toBe(kind);
  });

  it.each([
    ['before its headers', ''],
    ['within its headers', 'HTTP/1.1 200 OK\r\nx-'],
    ['within its body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'],
    ['within a compressed body', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\u001f\u008b'],
  ])('that goes silent %s is cut at the deadline', async (_where, bytes) => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () => socket.write(bytes, 'latin1'));
    });
    const result = await probing(`http://127.0.0.1:${server.port}`, { timeoutMs: limitMs });
    expect(failureOf(result)).toBe('timeout');
  });

  it('that drips is cut at the deadline, however often a byte comes', async () => {
    await using server = await loopbackServer((_request, response) => {
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    });
    expect(failureOf(await probing(server, { timeoutMs: limitMs }))).toBe('timeout');
  });

  it.each([
    ['before its headers', ''],
    ['within its body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'],
    ['within a compressed body', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\u001f\u008b'],
  ])('that resets %s is a failure at once', async (_where, bytes) => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () => socket.write(bytes, 'latin1', () => socket.resetAndDestroy()));
    });
    expect(failureOf(await probing(`http://127.0.0.1:${server.port}`))).toBe('reset');
  });
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
