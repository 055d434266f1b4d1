import type { ProbeRequest } from '@release-train/probe';
import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { FakeProbe } from './fake-probe.ts';

const request: ProbeRequest = {
  url: new URL('https://app.test/health'),
  method: 'GET',
  headers: {},
  timeoutMs: 1000,
  allowPrivate: false,
  tlsVerify: true,
  redirects: 'none',
  ipFamily: 'auto',
};

describe('a fake probe', () => {
  it('answers by script and remembers what it was asked, and when', async () => {
    const clock = new FakeClock();
    const fake = new FakeProbe(clock, ({ atMs }) => ({ status: atMs < 10 ? 503 : 200 }));
    const first = await fake.probe(request);
    const second = await fake.probe(request);
    expect([first, second]).toMatchObject([{ status: 503, totalMs: 20 }, { status: 200 }]);
    expect(fake.seen.map(({ atMs }) => atMs)).toEqual([0, 20]);
  });

  it('times out when the script takes longer than the request allows', async () => {
    const clock = new FakeClock();
    const fake = new FakeProbe(clock, () => ({ takesMs: 5000 }));
    expect(await fake.probe(request)).toMatchObject({ failure: 'timeout', totalMs: 1000 });
    expect(clock.elapsed()).toBe(1000);
  });

  it('ends at once when it is aborted', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const probing = new FakeProbe(clock, () => ({})).probe(request, abort.signal);
    abort.abort();
    expect(await probing).toMatchObject({ kind: 'failure' });
    expect(clock.elapsed()).toBe(0);
  });
});
