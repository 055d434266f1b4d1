import type { Endpoint, ProbeRequest } from '@release-train/probe';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeProbe, type ScriptedAnswer } from '@release-train/testing/fake-probe';
import { describe, expect, it } from 'vitest';
import type { WatchPlan } from './flights.ts';
import { type Seen, watch } from './watch.ts';

const request: ProbeRequest = {
  url: new URL('https://app.test/health'),
  method: 'GET',
  headers: {},
  timeoutMs: 300_000,
  allowPrivate: false,
  tlsVerify: true,
  redirects: 'none',
  ipFamily: 'auto',
};
const endpoint: Endpoint = { name: 'app', request, expectations: { status: [[200, 299]] } };
const plan: WatchPlan = {
  endpoints: [endpoint],
  graceMs: 0,
  windowMs: 60_000,
  intervalMs: 1000,
  blockMs: 10_000,
};

/** A machine that is suspended for a while at some time. */
class SuspendedClock extends FakeClock {
  readonly #at: number;
  readonly #forMs: number;

  constructor(atMs: number, forMs: number) {
    super();
    this.#at = atMs;
    this.#forMs = forMs;
  }

  override monotonic(): number {
    return super.monotonic() + (this.elapsed() >= this.#at ? this.#forMs : 0);
  }
}

const watched = async (
  script: (atMs: number) => ScriptedAnswer,
  change: Partial<WatchPlan> = {},
  { clock = new FakeClock(), isEnough = (_: Seen): boolean => false } = {},
) => {
  const fake = new FakeProbe(clock, ({ atMs }) => script(atMs));
  const ports = { clock, probe: fake.probe, signal: new AbortController().signal };
  return { seen: await watch({ ...plan, ...change }, ports, isEnough), fake, clock };
};

const kinds = ({ outcomes }: Seen): Record<string, number> => {
  const grouped = Map.groupBy(outcomes, ({ kind, counts }) => `${kind} ${counts}`);
  return Object.fromEntries([...grouped].map(([key, all]) => [key, all.length]));
};

describe('a watch', () => {
  it('looks once at every block that closes, in order', async () => {
    const closed: number[] = [];
    const isEnough = (seen: Seen): boolean => {
      closed.push(seen.closed);
      return false;
    };
    const { seen } = await watched(() => ({}), {}, { isEnough });
    expect(closed).toEqual([1, 2, 3, 4, 5]);
    expect([seen.closed, seen.end]).toEqual([6, 'complete']);
  });

  it('closes no block while one of its probes is on its way', async () => {
    const closed: string[] = [];
    const clock = new FakeClock();
    const isEnough = (seen: Seen): boolean => {
      closed.push(`${seen.closed} at ${clock.elapsed() / 1000}`);
      return false;
    };
    const script = (atMs: number) => ({ takesMs: atMs === 5000 ? 26_500 : 20 });
    await watched(script, {}, { isEnough, clock });
    expect(closed).toEqual(['3 at 32', '4 at 40', '5 at 50']);
  });

  it('waits at the end for the probes that are still on their way', async () => {
    const { seen, clock } = await watched(() => ({ takesMs: 90_000 }));
    expect(kinds(seen)).toEqual({ 'ok ok': 60 });
    expect(clock.elapsed()).toBe(149_000);
  });

  it('ends at once when it has seen enough, and drops the probes it cuts off', async () => {
    // Block 3 closes at 32 s, when the probe of 5 s lands; those of 30 s and 31 s are on their way.
    const script = (atMs: number) => {
      if (atMs === 5000) return { takesMs: 26_500 };
      return { takesMs: atMs >= 30_000 ? 90_000 : 20 };
    };
    const isEnough = ({ closed }: Seen): boolean => closed === 3;
    const { seen, clock, fake } = await watched(script, {}, { isEnough });
    expect([seen.end, clock.elapsed(), fake.seen.length]).toEqual(['stopped', 32_000, 32]);
    await clock.sleep(200_000);
    expect(kinds(seen)).toEqual({ 'ok ok': 30 });
  });

  it('counts a probe it cannot start against an app that answers none of a hundred', async () => {
    const { seen, fake } = await watched(() => ({ takesMs: 250_000 }), { intervalMs: 500 });
    expect(fake.seen).toHaveLength(100);
    expect(kinds(seen)).toEqual({ 'late bad': 20, 'ok ok': 100 });
  });

  it('does not count probes it could not start because the machine slept', async () => {
    const clock = new SuspendedClock(30_000, 25_000);
    const { seen } = await watched(() => ({}), {}, { clock });
    expect(kinds(seen)).toMatchObject({ 'late lost': 15 });
    expect(seen.outcomes).toHaveLength(60);
  });
});

describe('the control address', () => {
  const control = { ...request, url: new URL('https://control.test/') };

  it.each<[string, ScriptedAnswer, boolean]>([
    ['is well when it answers', {}, true],
    ['is well when it answers "not found": the network works', { status: 404 }, true],
    ['has failed when it answers with a server error', { status: 503 }, false],
    ['has failed when it does not answer', { failure: 'connect' }, false],
  ])('%s', async (_, answer, isOk) => {
    const { seen } = await watched(() => answer, { control });
    expect(seen.control).toHaveLength(60);
    expect(new Set(seen.control.map((one) => one.isOk))).toEqual(new Set([isOk]));
  });
});
