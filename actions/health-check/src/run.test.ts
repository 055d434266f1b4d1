import { loadContract, readInputs } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeProbe, type ScriptedAnswer, type SeenProbe } from '@release-train/testing/fake-probe';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { run } from './run.ts';

const [oldSha, newSha] = ['0ld0000', 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'];

async function check(
  inputs: Record<string, string>,
  script: (seen: SeenProbe, count: number) => ScriptedAnswer,
) {
  const clock = new FakeClock();
  const fake = new FakeProbe(clock, script);
  const runner = new FakeRunner({ url: 'https://app.test', ...inputs });
  const outcome = await run(readInputs(await loadContract(contract, runner), runner), {
    probe: fake.probe,
    clock,
    log: runner,
  });
  return { ...outcome, log: runner.log, seen: fake.seen, tookMs: clock.monotonic() };
}

const up = { status: 200 };
const down = { status: 503 };

describe('a health check', () => {
  it('ends with the probe that proves a healthy app, after ten stable seconds', async () => {
    const { outputs, failure, seen, tookMs } = await check({}, () => up);
    expect(outputs).toMatchObject({
      verdict: 'healthy',
      attempts: 11,
      'revision-proven': 'not-asked',
    });
    expect(failure).toBeUndefined();
    expect(seen.map(({ atMs }) => atMs)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((s) => s * 1000),
    );
    expect(tookMs).toBe(10_020);
  });

  it('needs one probe where one success is asked for', async () => {
    const inputs = { 'consecutive-successes': '1', 'stable-for': '0s' };
    const { outputs, tookMs } = await check(inputs, () => up);
    expect(outputs).toMatchObject({ verdict: 'healthy', attempts: 1 });
    expect(tookMs).toBe(20);
  });

  it('waits through a cold start and begins the row anew after each failure', async () => {
    const { outputs } = await check({ 'stable-for': '2s' }, ({ atMs }) =>
      atMs < 4_000 || atMs === 6_000 ? down : up,
    );
    expect(outputs).toMatchObject({ verdict: 'healthy', attempts: 10, 'duration-ms': 9_020 });
  });

  it('gives up at the deadline with the last reason', async () => {
    const { outputs, failure, tookMs } = await check({ timeout: '20s' }, () => down);
    expect(outputs).toMatchObject({ verdict: 'unhealthy', attempts: 20 });
    expect(failure?.message).toBe(
      'unhealthy after 19s: app.test: status: expected 200-299, got 503',
    );
    expect(tookMs).toBeLessThanOrEqual(20_000);
  });

  it('is not held up by a probe that hangs: the schedule goes on beside it', async () => {
    const { outputs, seen } = await check({ 'stable-for': '2s' }, ({ atMs }) =>
      atMs < 2_000 ? { takesMs: 9_000 } : up,
    );
    expect(seen.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    expect(outputs).toMatchObject({ verdict: 'healthy', attempts: 3, 'duration-ms': 4_020 });
  });

  it('cuts what still hangs at the deadline and takes it for a timeout', async () => {
    const inputs = { timeout: '5s', 'stable-for': '2s' };
    const { outputs, failure, tookMs } = await check(inputs, () => ({ takesMs: 60_000 }));
    expect(tookMs).toBe(5_000);
    expect(outputs).toMatchObject({ verdict: 'unhealthy', attempts: 5 });
    expect(failure?.message).toMatch(/timeout: no complete answer in time$/);
  });

  it('does not flood a server that hangs', async () => {
    const inputs = {
      interval: '100ms',
      'request-timeout': '1h',
      timeout: '10s',
      'stable-for': '1s',
    };
    const { seen } = await check(inputs, () => ({ takesMs: 3_600_000 }));
    expect(seen).toHaveLength(30);
  });

  it('is not robbed of a row that just fits by a timer that is late', async () => {
    const clock = new FakeClock();
    const late: Clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (clock.monotonic() === 0) clock.advance(3);
      },
    };
    const fake = new FakeProbe(clock, () => ({ takesMs: 500 }));
    const runner = new FakeRunner({ url: 'https://app.test', timeout: '11s' });
    const ports = { probe: fake.probe, clock: late, log: runner };
    const { outputs } = await run(readInputs(contract, runner), ports);
    expect(outputs).toMatchObject({ verdict: 'healthy', attempts: 11 });
  });

  it('takes the time between good probes from the schedule, with no burst after a stall', async () => {
    const clock = new FakeClock();
    const fake = new FakeProbe(clock, (_seen, count) => {
      if (count === 2) clock.advance(9_500);
      return up;
    });
    const runner = new FakeRunner({
      url: 'https://app.test',
      'consecutive-successes': '9',
      timeout: '1m',
    });
    await run(readInputs(contract, runner), { probe: fake.probe, clock, log: runner });
    const starts = fake.seen.map(({ atMs }) => atMs);
    expect(starts.slice(0, 5)).toEqual([0, 1_000, 10_500, 11_000, 12_000]);
  });
});

describe('the revision', () => {
  const asked = { 'expect-revision': newSha, 'revision-from': 'json:$.commit', 'stable-for': '2s' };
  const showing = (commit: string): ScriptedAnswer => ({ body: JSON.stringify({ commit }) });

  it('of the old container is not healthy, however well it answers', async () => {
    const { outputs, failure } = await check({ ...asked, timeout: '10s' }, () => showing(oldSha));
    expect(outputs).toMatchObject({
      verdict: 'unhealthy',
      revision: oldSha,
      'revision-proven': 'false',
    });
    expect(failure?.message).toMatch(/revision: expected a1b2c3d4e5f6, the app shows 0ld0000$/);
  });

  it('is proven when only the new one has answered for the whole row', async () => {
    const { outputs } = await check(asked, ({ atMs }) =>
      showing(atMs === 2_000 || atMs >= 4_000 ? newSha : oldSha),
    );
    expect(outputs).toMatchObject({
      verdict: 'healthy',
      attempts: 7,
      revision: newSha,
      'revision-proven': 'true',
    });
  });

  it('that nobody shows is never taken for new', async () => {
    const { outputs } = await check({ ...asked, timeout: '10s' }, () => up);
    expect(outputs).toMatchObject({ verdict: 'unhealthy', 'revision-proven': 'false' });
  });

  it('is read from its own address, which gets the headers only on the same origin', async () => {
    const inputs = {
      ...asked,
      headers: 'X-Key: k3y-value',
      'consecutive-successes': '1',
      'stable-for': '0s',
    };
    for (const [address, key] of [
      ['https://app.test/version', 'k3y-value'],
      ['https://elsewhere.test/version', undefined],
    ] as const) {
      const from = { ...inputs, 'revision-from': `json:$.commit@${address}` };
      const { outputs, seen } = await check(from, ({ request }) =>
        request.url.pathname === '/version' ? showing(newSha) : up,
      );
      expect(outputs['revision-proven']).toBe('true');
      const own = seen.find(({ request }) => request.url.href === address);
      expect(own?.request.headers['x-key']).toBe(key);
    }
  });
});

describe('several endpoints', () => {
  const two = {
    url: 'api=https://api.test, docs=https://docs.test',
    'stable-for': '2s',
    timeout: '10s',
  };
  const docsAre = (answer: ScriptedAnswer) => (seen: SeenProbe) =>
    seen.request.url.host === 'docs.test' ? answer : up;

  it('must all be healthy', async () => {
    const { outputs } = await check(two, docsAre(down));
    expect(outputs).toMatchObject({ verdict: 'unhealthy', attempts: 3 + 10 });
    expect(outputs.results).toMatchObject([
      { name: 'api', healthy: true, failed: 0 },
      { name: 'docs', healthy: false, 'last-failure': { kind: 'status', side: 'app' } },
    ]);
  });

  it('are degraded where only a non-critical one fails, which is green unless asked otherwise', async () => {
    const inputs = { ...two, 'non-critical': 'docs' };
    const degraded = await check(inputs, docsAre(down));
    expect(degraded.outputs.verdict).toBe('degraded');
    expect(degraded.failure).toBeUndefined();
    expect(degraded.log.at(-1)).toMatch(/^warning: degraded after 9s: docs: /);
    const strict = await check({ ...inputs, 'fail-on': 'degraded' }, docsAre(down));
    expect(strict.log.join()).not.toContain('warning');
    expect(strict.failure?.message).toMatch(/^degraded after 9s: docs: /);
  });

  it('end at once when a critical one cannot be healed by waiting', async () => {
    const lost = { failure: 'tls', message: 'CERT_HAS_EXPIRED', permanent: true } as const;
    const { outputs, failure, tookMs } = await check(two, docsAre(lost));
    expect(outputs.verdict).toBe('unhealthy');
    expect(failure?.message).toContain('docs: tls: CERT_HAS_EXPIRED');
    expect(tookMs).toBeLessThan(1_000);
  });

  it('are waited for where the one that cannot heal is not critical', async () => {
    const lost = { failure: 'tls', permanent: true } as const;
    const { outputs, tookMs } = await check({ ...two, 'non-critical': 'docs' }, docsAre(lost));
    expect(outputs.verdict).toBe('degraded');
    expect(tookMs).toBe(2_020);
  });
});

describe('an app that asks to be left alone', () => {
  const busy = (status: number, seconds: number): ScriptedAnswer => ({
    status,
    headers: { 'retry-after': String(seconds) },
  });
  const startsOf = (seen: readonly SeenProbe[]): number[] => seen.map(({ atMs }) => atMs / 1_000);

  it.each([429, 503])('by %d is, for as long as it asks, and then asked on', async (status) => {
    const { outputs, seen, log } = await check({ 'stable-for': '2s' }, (_seen, count) =>
      count === 2 ? busy(status, 5) : up,
    );
    expect(startsOf(seen)).toEqual([0, 1, 7, 8, 9]);
    expect(outputs.verdict).toBe('healthy');
    expect(log[1]).toMatch(/; asks to wait 5s$/);
  });

  it('for longer than there is time is asked again when a row still just fits', async () => {
    const inputs = { 'stable-for': '2s', timeout: '30s' };
    const { outputs, seen } = await check(inputs, (_seen, count) =>
      count === 1 ? busy(503, 3_600) : up,
    );
    expect(startsOf(seen)).toEqual([0, 27, 28, 29]);
    expect(outputs.verdict).toBe('healthy');
  });
});

describe('a status that waiting does not heal', () => {
  it('ends the check at once where it is on the list', async () => {
    const inputs = { 'fail-fast': '401, 403' };
    const { outputs, failure, seen } = await check(inputs, () => ({ status: 403 }));
    expect(seen).toHaveLength(1);
    expect(outputs.verdict).toBe('unhealthy');
    expect(failure?.hint).toBe('Waiting cannot heal this, so the check ended at once.');
  });

  it('is waited for where it is not', async () => {
    const { seen } = await check({ timeout: '20s' }, () => ({ status: 403 }));
    expect(seen).toHaveLength(20);
  });
});

describe('more endpoints than places', () => {
  const many = (endpoints: number): string =>
    Array.from({ length: endpoints }, (_, index) => `e${index}=https://e${index}.test`).join('\n');
  const once = { 'consecutive-successes': '1', 'stable-for': '0s' };

  it('take turns: no more of them are asked at once', async () => {
    const inputs = { ...once, url: many(25), concurrency: '10' };
    const { outputs, seen, tookMs } = await check(inputs, () => ({ takesMs: 300 }));
    expect(outputs).toMatchObject({ verdict: 'healthy', attempts: 25 });
    const starts = seen.map(({ atMs }) => atMs);
    expect([0, 300, 600].map((at) => starts.filter((one) => one === at).length)).toEqual([
      10, 10, 5,
    ]);
    expect(tookMs).toBe(900);
  });

  it('are not held up for ever by some that hang', async () => {
    const inputs = { ...once, url: many(4), concurrency: '2', timeout: '30s' };
    const { outputs } = await check(inputs, ({ request }) =>
      /e[01]\.test/.test(request.url.host) ? { takesMs: 60_000 } : up,
    );
    expect(outputs.results).toMatchObject([
      { name: 'e0', healthy: false },
      { name: 'e1', healthy: false },
      { name: 'e2', healthy: true },
      { name: 'e3', healthy: true },
    ]);
  });

  it('do not keep one from overlapping its own probes, where a place is free', async () => {
    const inputs = { ...once, url: many(2), concurrency: '2' };
    const { outputs } = await check(inputs, ({ request, atMs }) =>
      request.url.host === 'e0.test' && atMs < 2_000 ? { takesMs: 9_000 } : up,
    );
    expect(outputs).toMatchObject({ verdict: 'healthy', 'duration-ms': 2_020 });
  });

  it('do not make up for the probes they missed while they waited', async () => {
    const inputs = {
      ...once,
      url: many(2),
      concurrency: '1',
      'request-timeout': '3s',
      timeout: '20s',
    };
    const { seen } = await check(inputs, ({ request }) =>
      request.url.host === 'e0.test' ? { takesMs: 60_000 } : down,
    );
    const starts = seen.filter(({ request }) => request.url.host === 'e1.test');
    const gaps = starts.slice(1).map(({ atMs }, index) => atMs - (starts[index]?.atMs ?? 0));
    expect(gaps.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThan(500);
  });

  it('that never had their turn are not known to be bad', async () => {
    const inputs = { ...once, url: many(2), concurrency: '1', timeout: '5s', 'non-critical': 'e0' };
    const { outputs } = await check(inputs, () => ({ takesMs: 60_000 }));
    expect(outputs.verdict).toBe('inconclusive');
    expect(outputs.results).toMatchObject([{ failed: 5 }, { attempts: 0 }]);
  });
});

describe('not knowing', () => {
  it('is inconclusive, and red, where only the probing side failed', async () => {
    const offline = { failure: 'connect', side: 'probe', message: 'ENETUNREACH' } as const;
    const { outputs, failure } = await check({ timeout: '20s' }, () => offline);
    expect(outputs.verdict).toBe('inconclusive');
    expect(failure?.hint).toMatch(/network of the runner/);
  });

  it('is what an app’s own limiter leaves us with', async () => {
    const { outputs } = await check({ timeout: '20s' }, (_seen, count) =>
      count % 3 === 0 ? { status: 429 } : up,
    );
    expect(outputs.verdict).toBe('inconclusive');
  });
});

describe('inputs that contradict each other', () => {
  it('are named all at once, before any probe', async () => {
    const inputs = { timeout: '10s', 'non-critical': 'docs, app.test' };
    await expect(check(inputs, () => up)).rejects.toThrow(
      `2 inputs are wrong:
- input "non-critical" names "docs", but the endpoints are "app.test"
- input "timeout" is 10s, too short to see 3 good probes over 10s, one every 1s: raise it, or lower "consecutive-successes", "stable-for" or "interval"`,
    );
  });
});

describe('inputs that contradict each other, one by one,', () => {
  it.each([
    [
      { method: 'HEAD', 'expect-json': 'ok: true' },
      'input "expect-json" reads the body, and an answer to "method" HEAD has none: use GET',
    ],
    [
      { method: 'HEAD', 'expect-revision': newSha, 'revision-from': 'text' },
      'input "revision-from" reads the body',
    ],
    [{ 'request-timeout': '0s' }, 'input "request-timeout" must be longer than 0s'],
    [
      { timeout: '0s', 'consecutive-successes': '1', 'stable-for': '0s' },
      'input "timeout" must be longer than 0s',
    ],
    [
      { 'degraded-latency': '2s', 'max-latency': '2s' },
      'input "degraded-latency" is 2s, which must be less than "max-latency" (2s)',
    ],
  ])('are refused: %j', async (inputs, message) => {
    await expect(check(inputs, () => up)).rejects.toThrow(message);
  });

  it('are not: HEAD with a revision in a header or of its own address', async () => {
    for (const from of ['header:x-rev', 'text@https://app.test/rev']) {
      const inputs = {
        ...{ method: 'HEAD', 'expect-revision': newSha, 'revision-from': from },
        ...{ 'consecutive-successes': '1', 'stable-for': '0s' },
      };
      const { outputs } = await check(inputs, () => ({
        body: newSha,
        headers: { 'x-rev': newSha },
      }));
      expect(outputs['revision-proven']).toBe('true');
    }
  });
});

describe('the log', () => {
  it('is not flooded by an app that changes with every probe', async () => {
    const inputs = { timeout: '60s', interval: '100ms', 'stable-for': '10s' };
    const flapping = await check(inputs, (_seen, count) => (count % 2 === 0 ? up : down));
    expect(flapping.log.length).toBeLessThanOrEqual(60);
    const slow = await check({ ...inputs, 'max-latency': '10ms' }, (_seen, count) => ({
      takesMs: 20 + (count % 70),
    }));
    expect(slow.log.length).toBeLessThanOrEqual(13);
  });

  it('has a line where something changes, and else one in fifteen seconds', async () => {
    const { log } = await check({ timeout: '2m', 'stable-for': '5s' }, ({ atMs }) =>
      atMs < 40_000 ? down : up,
    );
    expect(log).toEqual([
      'app.test: after 20ms: status: expected 200-299, got 503',
      'app.test: after 15s: status: expected 200-299, got 503',
      'app.test: after 30s: status: expected 200-299, got 503',
      'app.test: after 40s: good, 1 of 3 in a row, stable for 0ms of 5s',
      'app.test: after 45s: healthy, 6 good in a row over 5s',
    ]);
  });
});
