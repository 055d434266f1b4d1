/** Through a proxy that is itself spoken to over TLS. */
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { listening, tunnelProxy } from '@release-train/testing/loopback-proxy';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodCertificate, otherCertificate, testAuthority } from './certificates.suite.ts';
import { probeOver } from './http-probe.ts';
import { thisNetwork } from './network.ts';
import { requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

/** Answers http:// itself and connects every name to the given port of this machine. */
const secureProxy = (certificate: typeof goodCertificate | typeof otherCertificate, port = 0) =>
  tunnelProxy(
    port,
    createServer(certificate, (_request, response) => response.end('by proxy')),
  );

const through = (
  proxy: string,
  url: string,
  part: Partial<ProbeRequest> = {},
): Promise<ProbeResult> => {
  const environment = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  const probe = probeOver({ ...thisNetwork, environment });
  return probe(requestTo(new URL(url), { timeoutMs: 2_000, ...part }));
};

const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
const plain = 'http://app.test/h';

describe('through a proxy over TLS', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([testAuthority]));
  afterAll(() => setDefaultCACertificates(trusted));

  it.each(['localhost', '127.0.0.1'])('at %s, http:// is asked in absolute form', async (host) => {
    await using proxy = await secureProxy(goodCertificate);
    const result = await through(`https://me:p%40ss@${host}:${proxy.port}`, plain);
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: 'by proxy' });
    expect(result).not.toHaveProperty('certificateDays');
    expect(proxy.seen).toMatchObject([
      { url: plain, headers: { host: 'app.test', 'proxy-authorization': login } },
    ]);
  });

  it('https:// goes through a tunnel, and each end proves itself', async () => {
    const app = createServer(goodCertificate, (_request, response) => response.end('safe'));
    await using server = await listening(app);
    await using proxy = await secureProxy(goodCertificate, server.port);
    const address = `https://me:p%40ss@127.0.0.1:${proxy.port}`;
    const result = await through(address, 'https://localhost/h');
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: 'safe' });
    expect(result).toHaveProperty('certificateDays');
    expect(proxy.seen).toMatchObject([
      { url: 'localhost:443', headers: { 'proxy-authorization': login } },
    ]);
    expect(await through(address, 'https://app.test/h')).toMatchObject({
      failure: 'tls',
      side: 'app',
      message: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it.each([plain, 'https://localhost/h'])(
    'whose certificate is another’s is the probing side’s failure, also unverified: %s',
    async (url) => {
      await using proxy = await secureProxy(otherCertificate);
      const address = `https://me:p%40ss@localhost:${proxy.port}`;
      expect(await through(address, url, { tlsVerify: false })).toMatchObject({
        failure: 'proxy',
        side: 'probe',
        message: 'the proxy of the environment: ERR_TLS_CERT_ALTNAME_INVALID',
      });
      expect(proxy.seen).toEqual([]);
    },
  );

  it.each([plain, 'https://localhost/h'])(
    'that is silent ends at the deadline: %s',
    async (url) => {
      await using proxy = await loopbackSocket(() => {});
      const address = `https://127.0.0.1:${proxy.port}`;
      expect(await through(address, url, { timeoutMs: 150 })).toMatchObject({ failure: 'timeout' });
    },
  );
});
