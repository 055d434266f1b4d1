import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { listening, tunnelProxy } from '@release-train/testing/loopback-proxy';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { testCertificate } from '@release-train/testing/test-certificate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, type HttpAnswer } from './exchange.ts';
import { fetchLikeIn } from './fetch-like.ts';

const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

const by = (port: number) => {
  const proxy = `http://me:p%40ss@127.0.0.1:${port}`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
};

const through = (port: number, url: string, more = {}): Promise<HttpAnswer> =>
  exchange({
    method: 'POST',
    url,
    body: 'x',
    headers: { authorization: 'Bearer t' },
    environment: by(port),
    ...more,
  });

describe('an exchange through the proxy of the environment', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([testCertificate.cert]));
  afterAll(() => setDefaultCACertificates(trusted));

  it('asks for http:// in absolute form, with the login of the proxy', async () => {
    await using proxy = await loopbackServer((_request, response) => response.end('by proxy'));
    const port = Number(new URL(proxy.url).port);
    expect((await through(port, 'http://api.test/g?x=1')).body.toString()).toBe('by proxy');
    expect(proxy.requests).toMatchObject([
      {
        path: 'http://api.test/g?x=1',
        headers: { host: 'api.test', 'proxy-authorization': login },
      },
    ]);
  });

  it('shows the proxy nothing of what goes to https://', async () => {
    const requests: IncomingMessage[] = [];
    const app = createServer(testCertificate, (request, response) => {
      requests.push(request);
      response.end('safe');
    });
    await using server = await listening(app);
    await using proxy = await tunnelProxy(server.port);
    expect((await through(proxy.port, 'https://localhost/g')).body.toString()).toBe('safe');
    expect((await fetchLikeIn(by(proxy.port))('https://localhost/f')).status).toBe(200);
    expect(proxy.seen.map(({ url, headers }) => [url, headers['proxy-authorization']])).toEqual([
      ['localhost:443', login],
      ['localhost:443', login],
    ]);
    expect(proxy.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(requests.map(({ method, url, headers }) => [method, url, headers.host])).toEqual([
      ['POST', '/g', 'localhost'],
      ['GET', '/f', 'localhost'],
    ]);
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer t' });
    expect(requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('still verifies who is at the other end', async () => {
    await using server = await listening(createServer(testCertificate));
    await using proxy = await tunnelProxy(server.port);
    await expect(through(proxy.port, 'https://api.test/')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining("does not match certificate's altnames"),
    });
  });

  it.each(['http://api.test/', 'https://api.test/'])(
    'says that it is the proxy which refuses or fails: %s',
    async (url) => {
      await using refusing = await loopbackSocket((socket) => {
        socket.once('data', () => socket.end('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'));
      });
      await expect(through(refusing.port, url)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('the proxy of the environment: answered 407'),
      });
      await using silent = await loopbackSocket(() => {});
      await expect(through(silent.port, url, { timeoutMs: 60 })).rejects.toMatchObject({
        code: 'timeout',
      });
      const socks = {
        environment: { http_proxy: 'socks5://a:hunter2@b', https_proxy: 'socks5://a:hunter2@b' },
      };
      const refused = await through(0, url, socks).catch(String);
      expect(refused).toContain('is not an http:// or https:// URL');
      expect(refused).not.toContain('hunter2');
    },
  );
});
