import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { loopbackSocket } from '@release-train/testing/loopback-socket';
import { testCertificate } from '@release-train/testing/test-certificate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expiredCertificate,
  goodCertificate,
  otherCertificate,
  testAuthority,
} from './certificates.suite.ts';
import { httpProbe } from './http-probe.ts';
import { requestTo } from './probe.suite.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

async function tlsServer(options: ServerOptions) {
  const sessions: boolean[] = [];
  const server = createServer(options, (request, response) => {
    if (request.socket instanceof TLSSocket) sessions.push(request.socket.isSessionReused());
    response.end('safe');
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    sessions,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const probing = (url: string, part: Partial<ProbeRequest> = {}): Promise<ProbeResult> =>
  httpProbe(requestTo(new URL(url), { ipFamily: '4', ...part }));

describe('TLS, with an authority that this machine trusts,', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([testAuthority]));
  afterAll(() => setDefaultCACertificates(trusted));

  it('brings answer, phases and the days that the certificate is valid for', async () => {
    await using server = await tlsServer(goodCertificate);
    const result = await probing(server.url);
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: 'safe' });
    if (result.kind !== 'answer') throw new Error('no answer');
    expect(result.certificateDays).toBeGreaterThan(30_000);
    expect(Object.keys(result.phasesMs ?? {})).toEqual([
      'dns',
      'connect',
      'tls',
      'first-byte',
      'body',
    ]);
    const spent = Object.values(result.phasesMs ?? {}).reduce((sum, ms) => sum + ms, 0);
    expect(spent).toBeLessThanOrEqual(result.totalMs);
  });

  it.each([
    ['that is expired', expiredCertificate, 'CERT_HAS_EXPIRED'],
    ['for another name', otherCertificate, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that vouches for itself', testCertificate, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('refuses a certificate %s, which waiting does not heal', async (_what, certificate, code) => {
    await using server = await tlsServer(certificate);
    expect(await probing(server.url)).toMatchObject({
      failure: 'tls',
      side: 'app',
      permanent: true,
      phase: 'tls',
      message: code,
    });
    expect(await probing(server.url, { tlsVerify: false })).toMatchObject({ status: 200 });
  });

  it('counts the days of an expired certificate below zero where nobody verifies', async () => {
    await using server = await tlsServer(expiredCertificate);
    const result = await probing(server.url, { tlsVerify: false });
    expect(result.kind === 'answer' && result.certificateDays).toBeLessThan(0);
  });

  it('begins a new session with every probe', async () => {
    await using server = await tlsServer(goodCertificate);
    for (let count = 1; count <= 3; count += 1) await probing(server.url);
    expect(server.sessions).toEqual([false, false, false]);
  });
});

describe('TLS', () => {
  it('refuses a certificate of an authority nobody knows', async () => {
    await using server = await tlsServer(goodCertificate);
    expect(await probing(server.url)).toMatchObject({
      failure: 'tls',
      side: 'app',
      permanent: true,
      message: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('that is too old to be spoken is a failure of the handshake', async () => {
    const old = { ...goodCertificate, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' } as const;
    await using server = await tlsServer({ ...old, ciphers: 'DEFAULT@SECLEVEL=0' });
    const result = await probing(server.url);
    expect(result).toMatchObject({ kind: 'failure', side: 'app', permanent: false, phase: 'tls' });
  });

  it.each([
    ['goes silent', () => {}, 'timeout', 'no complete answer in time, still waiting for the TLS'],
    ['resets', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(), 'reset', 'ECON'],
    ['hangs up', (socket: { end(): void }) => socket.end(), 'reset', 'ECON'],
  ])(
    'with a server that %s in the handshake ends in time',
    async (...[, act, failure, message]) => {
      await using server = await loopbackSocket((socket) => {
        socket.once('data', () => act(socket));
      });
      const result = await probing(`https://127.0.0.1:${server.port}`, { timeoutMs: 150 });
      expect(result).toMatchObject({ failure, side: 'app', phase: 'tls' });
      expect(result.kind === 'failure' && result.message).toContain(message);
    },
  );
});
