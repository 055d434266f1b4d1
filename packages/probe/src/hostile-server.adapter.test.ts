import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { describe, expect, it } from 'vitest';
import { httpProbe } from './http-probe.ts';
import { requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

/** Real milliseconds; the only real waiting here. */
const limitMs = 150;

const probing = (server: { url: string } | string, part: Partial<ProbeRequest> = {}) =>
  httpProbe(requestTo(new URL(typeof server === 'string' ? server : server.url), part));

const failureOf = (result: ProbeResult): string =>
  result.kind === 'failure' ? result.failure : `answered ${result.status}`;

const answering = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<LoopbackServer> =>
  loopbackServer((_request, response) => {
    response.writeHead(status, headers).end(body);
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
      await using server = await answering(200, { 'content-encoding': encoding }, 'as it is');
      expect(await probing(server)).toMatchObject({ status: 200, body: 'as it is' });
    },
  );

  it('may announce a compressed body it does not send', async () => {
    const headers = { 'content-encoding': 'gzip' };
    await using server = await answering(200, headers, '');
    await using empty = await answering(204, headers, '');
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

  it.each([
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    [
      'an upgrade with a good answer',
      'HTTP/1.1 200 OK\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a few early hints', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(20)],
    ['thousands of headers', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(5_000)}\r\n`],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'length and chunks at once',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('sending %s ends before the deadline or at it', async (_what, bytes) => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () => socket.write(bytes, 'latin1'));
    });
    const url = `http://127.0.0.1:${server.port}`;
    const start = performance.now();
    const result = await probing(url, { timeoutMs: limitMs });
    expect(result).toMatchObject({ kind: 'failure', side: 'app' });
    expect(performance.now() - start).toBeLessThan(20 * limitMs);
  });

  it('that switches protocols unasked has not answered, which is known at once', async () => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
        ),
      );
    });
    expect(await probing(`http://127.0.0.1:${server.port}`)).toMatchObject({
      failure: 'reset',
      message: 'closed without an answer',
    });
  });

  it('cannot stretch the limit of a phase by redirects: they add up', async () => {
    await using server = await loopbackServer((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.path}x` }).end(), 300);
    });
    const result = await probing(server, {
      redirects: 'same-origin',
      phaseLimitsMs: { 'first-byte': 500 },
    });
    expect(result).toMatchObject({ failure: 'timeout', phase: 'first-byte' });
  });

  it('that sends more than its length says is read to that length', async () => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () =>
        socket.end(`${ok}content-length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n`),
      );
    });
    const result = await probing(`http://127.0.0.1:${server.port}`);
    expect(result).toMatchObject({ status: 200, body: 'ok' });
  });

  it('that closes its half before the answer, or keeps it open after, is heard out', async () => {
    await using early = await loopbackSocket((socket) => {
      socket.once('data', () => socket.end(`${ok}\r\nall of it`));
    });
    await using late = await loopbackSocket((socket) => {
      socket.once('data', () => socket.write(`${ok}content-length: 4\r\n\r\nsaid`));
    });
    const [one, other] = await Promise.all(
      [early, late].map(({ port }) => probing(`http://127.0.0.1:${port}`)),
    );
    expect(one).toMatchObject({ status: 200, body: 'all of it' });
    expect(other).toMatchObject({ status: 200, body: 'said' });
  });

  const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(21);
  it.each([
    ['that it does not finish', `${ok}content-length: 9\r\n\r\nhalf`, 'timeout'],
    ['that is too large', `${ok}\r\n${'x'.repeat(1024 * 1024 + 1)}`, 'body-too-large'],
    ['of interim answers alone', hints, 'decode'],
  ])('cannot keep a connection open with an answer %s', async (...[, bytes, failure]) => {
    await using server = await loopbackSocket((socket) => {
      socket.once('data', () => socket.write(bytes));
    });
    const url = `http://127.0.0.1:${server.port}`;
    const limit = failure === 'timeout' ? { timeoutMs: limitMs } : {};
    expect(failureOf(await probing(url, limit))).toBe(failure);
    const [socket] = server.sockets;
    if (socket && !socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
    expect(socket?.destroyed).toBe(true);
  });

  it.each([
    ['connect', 'tls', 'https:', 'waited 60 ms for the TLS handshake'],
    ['first-byte', 'first-byte', 'http:', 'waited 60 ms for the first byte of the answer'],
    ['body', 'body', 'http:', 'waited 60 ms for the rest of the body'],
  ])(
    'that hangs after %s is cut by the limit of the phase',
    async (...[, phase, protocol, message]) => {
      await using server = await loopbackSocket((socket) => {
        if (phase !== 'body') return;
        socket.once('data', () => socket.write(`${ok}content-length: 9\r\n\r\nhalf`));
      });
      const result = await probing(`${protocol}//127.0.0.1:${server.port}`, {
        phaseLimitsMs: { [phase]: 60 },
      });
      expect(result).toMatchObject({ failure: 'timeout', side: 'app', phase, message });
    },
  );
});
