import { type LoopbackServer, loopbackServer } from '@release-train/testing/loopback-server';
import { describe, expect, it } from 'vitest';
import { probeOver } from './http-probe.ts';
import { type Network, thisNetwork } from './network.ts';
import { requestTo } from './probe.suite.ts';
import type { ProbeRequest } from './probe.ts';

/** Real milliseconds; the only real waiting here. */
const limitMs = 150;

const answering = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<LoopbackServer> =>
  loopbackServer((_request, response) => {
    response.writeHead(status, headers).end(body);
  });

describe('a hostile name', () => {
  const resolving = (...answers: readonly { address: string; family: number }[][]) => {
    const asked: string[] = [];
    const network: Network = {
      ...thisNetwork,
      lookup: (name, _options, callback) => {
        asked.push(name);
        setImmediate(() => callback(null, answers[asked.length - 1] ?? []));
      },
      // Stands for the world: of all that can be reached here, this one address is public.
      isPublic: (address) => address === '127.0.0.1',
    };
    return { asked, probe: probeOver(network) };
  };
  const [open, hidden] = [
    { address: '127.0.0.1', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ];
  const guarded = (url: string, part: Partial<ProbeRequest> = {}): ProbeRequest =>
    requestTo(new URL(url), { allowPrivate: false, redirects: 'any', ...part });

  it('is resolved once: what was checked is what is connected to', async () => {
    await using server = await answering(200, {}, 'open');
    const { asked, probe } = resolving([open], [hidden]);
    const { port } = new URL(server.url);
    expect(await probe(guarded(`http://app.test:${port}/`))).toMatchObject({
      status: 200,
      remoteAddress: '127.0.0.1',
    });
    expect(asked).toEqual(['app.test']);
  });

  it('that stands for something else by the next probe or hop is checked again', async () => {
    await using server = await loopbackServer((request, response) => {
      response.writeHead(302, { location: `http://app.test:${new URL(server.url).port}/next` });
      response.end(request.path);
    });
    const { asked, probe } = resolving([open], [hidden]);
    const result = await probe(guarded(`http://app.test:${new URL(server.url).port}/`));
    expect(result).toMatchObject({ failure: 'address-blocked', side: 'probe' });
    expect(result.kind === 'failure' && result.message).toMatch(/^169\.254\.169\.254 is not/);
    expect(asked).toEqual(['app.test', 'app.test']);
    expect(server.requests).toHaveLength(1);
  });

  it('with a public and a private address is connected to at the public one', async () => {
    await using server = await answering(200, {}, 'open');
    const { probe } = resolving([hidden, open]);
    const result = await probe(guarded(`http://app.test:${new URL(server.url).port}/`));
    expect(result).toMatchObject({ status: 200, remoteAddress: '127.0.0.1' });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
    'http://2130706434/',
  ])('cannot redirect to %s', async (location) => {
    await using server = await answering(302, { location }, '');
    const { probe } = resolving();
    expect(await probe(guarded(server.url))).toMatchObject({
      failure: 'address-blocked',
      side: 'probe',
      permanent: true,
    });
  });

  it('that is not known is the app’s failure; a resolver that is not there is ours', async () => {
    const failing = (code: string) =>
      probeOver({
        ...thisNetwork,
        lookup: (_name, _options, callback) =>
          callback(Object.assign(new Error('queryA app.test'), { code }), []),
      });
    const request = guarded('http://app.test/');
    expect(await failing('ENOTFOUND')(request)).toMatchObject({ failure: 'dns', side: 'app' });
    expect(await failing('EAI_AGAIN')(request)).toMatchObject({ failure: 'dns', side: 'probe' });
  });

  it('whose lookup hangs is cut at the deadline, and by the limit of its phase', async () => {
    const probe = probeOver({ ...thisNetwork, lookup: () => {} });
    const request = guarded('http://app.test/', { timeoutMs: limitMs });
    expect(await probe(request)).toMatchObject({ failure: 'timeout', phase: 'dns' });
    expect(await probe({ ...request, phaseLimitsMs: { dns: 20 } })).toMatchObject({
      message: 'waited 20 ms for the name to be resolved',
    });
  });

  it('without a route over IPv6 is the probing side’s failure', async () => {
    // TCP to a multicast address has no route on any machine.
    const { probe } = resolving([{ address: 'ff02::1', family: 6 }]);
    const request = guarded('http://app.test/', { allowPrivate: true, ipFamily: '6' });
    expect(await probe(request)).toMatchObject({ failure: 'connect', side: 'probe' });
  });
});
