import { readInputs } from '@release-train/action-kit';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeProbe, type ScriptedAnswer } from '@release-train/testing/fake-probe';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { bad, context, good, monitor, plain, sha } from './monitor.suite.ts';
import { run } from './run.ts';

describe('a release that works', () => {
  it('is healthy after the whole window, with what the clean sheet rules out', async () => {
    const { outputs, summary, failure, seconds, runner } = await monitor(() => good);
    expect(outputs).toMatchObject({
      verdict: 'healthy',
      reason: 'clean',
      'action-taken': 'none',
      probes: 300,
      'bad-probes': 0,
      'p95-ms': 20,
    });
    expect(outputs.evidence).toBeLessThan(1);
    expect(failure).toBeUndefined();
    expect(seconds).toBeGreaterThanOrEqual(299);
    expect(summary).toContain('0 of 300 probes failed (rules out > 1.3 % at 95 %)');
    expect(runner.log.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('stays healthy through a blip of 4 s', async () => {
    const { outputs } = await monitor((second) => (second >= 103 && second < 107 ? bad : good));
    expect(outputs).toMatchObject({ verdict: 'healthy', 'bad-probes': 4 });
  });

  it('is judged on a clock that only jumps, too', async () => {
    const clock = new FakeClock();
    const runner = new FakeRunner(plain);
    const instant = new FakeProbe(new FakeClock(), () => ({ takesMs: 0 }));
    const { outputs } = await run(readInputs(contract, runner), {
      clock,
      probe: instant.probe,
      signal: new AbortController().signal,
      log: runner,
      context,
      save: () => {},
    });
    expect(outputs).toMatchObject({ verdict: 'healthy', probes: 300 });
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(299_000);
  });

  it('is not judged by its cold start: warm-up and grace do not count', async () => {
    const { outputs, report, fake } = await monitor(
      (_, { atMs }) => (atMs < 12_000 ? { status: 502, takesMs: 1000 } : good),
      { inputs: { 'warm-up': '3', grace: '30s' } },
    );
    expect(outputs).toMatchObject({ verdict: 'healthy', probes: 300, 'bad-probes': 0 });
    expect(report.endpoints[0]?.grace).toMatchObject({ bad: 9, ok: 21 });
    expect(fake.seen).toHaveLength(3 + 30 + 300);
  });
});

describe('a release that fails its users', () => {
  it('is failed within a minute when it is hard down, and names the first bad answer', async () => {
    const { outputs, failure, seconds, summary } = await monitor(() => ({ failure: 'connect' }));
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'errors' });
    expect(seconds).toBeLessThan(60);
    expect(failure?.message).toContain('connect: scripted');
    expect(summary).toContain('### post-deploy-monitor: failed');
  });

  it('is failed at 20 % errors, and only degraded where the failed limit allows them', async () => {
    const oneInFive = (second: number) => (second % 5 === 0 ? bad : good);
    expect((await monitor(oneInFive)).outputs.verdict).toBe('failed');
    const lenient = await monitor(oneInFive, { inputs: { 'rollback-error-rate': '50%' } });
    expect(lenient.outputs).toMatchObject({ verdict: 'degraded', reason: 'errors' });
    expect(lenient.seconds).toBeGreaterThan(299);
    expect(lenient.failure).toBeUndefined();
    expect(lenient.runner.log.at(-1)).toMatch(/^warning: degraded \(errors\)/);
  });

  it('fails the step for a degraded release when asked, and never when told so', async () => {
    const recovered = (second: number) => (second < 40 && second % 4 === 0 ? bad : good);
    const strict = await monitor(recovered, { inputs: { 'fail-on': 'degraded' } });
    expect(strict.outputs.verdict).toBe('degraded');
    expect(strict.failure?.message).toMatch(/^degraded/);
    const silent = await monitor(() => bad, { inputs: { 'fail-on': 'never' } });
    expect(silent.outputs.verdict).toBe('failed');
    expect(silent.failure).toBeUndefined();
  });

  it('is found out although it breaks only near the end', async () => {
    const { outputs, seconds } = await monitor((second) => (second < 220 ? good : bad));
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'errors' });
    expect(seconds).toBeGreaterThan(220);
    expect(seconds).toBeLessThan(300);
  });

  it('is failed when every probe hangs: timeouts are outcomes, not gaps', async () => {
    const { outputs, report } = await monitor((second) => ({ takesMs: second < 60 ? 20 : 1e9 }));
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'errors' });
    expect(outputs['bad-probes']).toBeGreaterThanOrEqual(20);
    expect(report.endpoints[0]?.first.bad).toMatchObject({ atMs: 60_000, kind: 'timeout' });
  });

  it('keeps its schedule while a probe hangs', async () => {
    const { fake, outputs } = await monitor((second) => ({ takesMs: second === 50 ? 9000 : 20 }));
    expect(fake.seen.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 300 }, (_, second) => second * 1000),
    );
    expect(outputs.verdict).toBe('healthy');
  });

  it('counts probes it could not even start against an application that holds 100 of them', async () => {
    const { report, outputs } = await monitor(() => ({ takesMs: 1e9 }), {
      inputs: { interval: '100ms', 'request-timeout': '60s' },
    });
    expect(outputs.verdict).toBe('failed');
    expect(report.endpoints[0]?.blocks[1]).toMatchObject({ bad: 100 });
  });

  it('is judged per endpoint: one that is down is not averaged away', async () => {
    const { outputs, report, summary } = await monitor(
      (_, { request }) => (request.url.hostname === 'api.test' ? bad : good),
      { inputs: { url: 'web=https://web.test\napi=https://api.test' } },
    );
    expect(outputs.verdict).toBe('failed');
    expect(report.limits.endpoints).toBe(2);
    expect(summary).toMatch(/`api` \| failed/);
    expect(summary).toMatch(/`web` \| not judged/);
  });

  it('is degraded when it is right but slow', async () => {
    const slow = () => ({ takesMs: 900 });
    const { outputs, failure } = await monitor(slow, { inputs: { 'max-latency-p95': '500ms' } });
    expect(outputs).toMatchObject({ verdict: 'degraded', reason: 'latency', 'p95-ms': 900 });
    expect(failure).toBeUndefined();
    const inTime = await monitor(slow, { inputs: { 'max-latency-p95': '2s' } });
    expect(inTime.outputs.verdict).toBe('healthy');
  });

  it('says how slow its p95 may be where a limit is asked for', async () => {
    const seldomSlow = (second: number) => ({ takesMs: second % 25 === 0 ? 700 : 20 });
    const asked = await monitor(seldomSlow, { inputs: { 'max-latency-p95': '500ms' } });
    expect(asked.summary).toContain('p95 20 ms (at most 700 ms at 95 %) vs limit 500 ms');
    const few = { 'max-latency-p95': '500ms', window: '50s' };
    expect((await monitor(seldomSlow, { inputs: few })).summary).toContain('p95 20 ms vs limit');
    expect((await monitor(seldomSlow, {})).summary).not.toContain('at most');
  });
});

describe('a watch that cannot tell', () => {
  it('is inconclusive, never healthy, when only the probing side fails', async () => {
    const { outputs, runner, failure } = await monitor(() => ({ failure: 'dns', side: 'probe' }));
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'not-attributable' });
    expect(failure).toBeUndefined();
    expect(runner.log.at(-1)).toMatch(/^warning: inconclusive \(not-attributable\)/);
  });

  it('is inconclusive when the application turns the probes away with 429', async () => {
    const { outputs, runner } = await monitor(() => ({ status: 429 }));
    expect(outputs).toMatchObject({ verdict: 'inconclusive', 'bad-probes': 0 });
    expect(runner.log.at(-1)).toContain(
      'first after 0ms: GET https://app.test/health: status: the app answered 429 to the probe',
    );
  });

  it('halves the rate when it is turned away, as far as one probe a block, and is silent as long as asked', async () => {
    const { fake, outputs } = await monitor((second) =>
      second < 60 ? good : { status: 429, headers: second === 60 ? { 'retry-after': '30' } : {} },
    );
    const after = fake.seen.map(({ atMs }) => Math.round(atMs / 1000)).filter((at) => at >= 60);
    const perBlock = Array.from({ length: 19 }, (_, block) => 110 + 10 * block);
    expect(after).toEqual([60, 92, 96, 104, ...perBlock]);
    expect(outputs['bad-probes']).toBe(0);
  });

  it('does not blame the release while the control address fails too', async () => {
    const down = { failure: 'connect' } as const;
    const { outputs, fake } = await monitor(() => down, {
      inputs: { 'control-url': 'https://control.test' },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'not-attributable' });
    expect(fake.seen).toHaveLength(600);
    const alone = await monitor(
      (_, { request }) => (request.url.hostname === 'control.test' ? good : down),
      { inputs: { 'control-url': 'https://control.test' } },
    );
    expect(alone.outputs.verdict).toBe('failed');
  });

  it('says how many outcomes are missing when the window is too short', async () => {
    const { outputs, failure } = await monitor(() => good, {
      inputs: { window: '1m', 'on-inconclusive': 'fail' },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'too-few-outcomes' });
    expect(failure?.message).toContain('60 attributable outcomes, but a verdict needs 73');
  });

  it('leaves outputs and what was seen when the job is cancelled', async () => {
    const { outputs, seconds, report } = await monitor(() => good, { cancelAfterMs: 125_500 });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'cancelled' });
    expect(report.endpoints[0]?.blocks).toHaveLength(12);
    expect(seconds).toBeLessThan(127);
  });
});

describe('a release whose revision is asked', () => {
  const inputs = { 'expect-revision': sha, 'revision-from': 'header:x-revision' };
  const showing = (revision: string): ScriptedAnswer => ({ headers: { 'x-revision': revision } });

  it('is healthy when the expected revision answered in every block', async () => {
    expect((await monitor(() => showing(sha), { inputs })).outputs.verdict).toBe('healthy');
  });

  it('is failed when the old revision still answers at the end', async () => {
    const { outputs, failure } = await monitor(() => showing('b'.repeat(40)), { inputs });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'old-revision', 'bad-probes': 0 });
    expect(failure?.message).toContain(
      'first seen after 0ms: GET https://app.test/health: revision: expected aaaaaaaaaaaa',
    );
  });

  it('is degraded when the old revision outlived the grace but is gone', async () => {
    const script = (second: number) => showing(second > 30 && second < 45 ? 'b'.repeat(40) : sha);
    const { outputs } = await monitor(script, { inputs });
    expect(outputs).toMatchObject({ verdict: 'degraded', reason: 'old-revision-gone' });
  });

  it('has its grace from the first new answer on, however late that comes', async () => {
    const script = (second: number) => showing(second < 145 ? 'b'.repeat(40) : sha);
    const { outputs, seconds, fake } = await monitor(script, { inputs });
    expect(outputs).toMatchObject({ verdict: 'healthy', probes: 300 });
    expect(fake.seen).toHaveLength(146 + 300);
    expect(seconds).toBeGreaterThanOrEqual(444);
  });

  it('is inconclusive when answers show no revision: unknown is never new', async () => {
    const { outputs } = await monitor(() => good, { inputs });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'revision-unproven' });
  });
});

describe('what people see', () => {
  it('is a progress line about every 30 s and at a change of the verdict', async () => {
    const { runner } = await monitor((second) => (second >= 100 && second < 122 ? bad : good));
    const progress = runner.log.filter((line) => line.includes(' so far: '));
    expect(progress.map((line) => line.split(' so far')[0])).toEqual([
      '30s of 5m, nothing found',
      '1m of 5m, nothing found',
      '1m 30s of 5m, nothing found',
      '2m of 5m, nothing found',
      '2m 10s of 5m, degraded',
      '2m 40s of 5m, degraded',
      '3m 10s of 5m, degraded',
      '3m 40s of 5m, degraded',
      '4m 10s of 5m, degraded',
      '4m 40s of 5m, degraded',
    ]);
  });

  it('is a sample without the secret that was sent, and without live markup', async () => {
    const { summary, failure } = await monitor(
      () => ({ body: 'token s3cr3t-t0ken\n::error::<img src=x> @everyone `' }),
      { inputs: { headers: 'x-key: s3cr3t-t0ken', 'expect-body': 'ready' } },
    );
    expect(`${summary}${failure?.message}`).not.toContain('s3cr3t');
    expect(failure?.message).toContain('***');
    expect(summary).not.toMatch(/^::/m);
  });

  it('is the report as a file where a folder is given', async () => {
    const { saved, report } = await monitor(() => good, { inputs: { 'report-dir': 'out' } });
    expect(JSON.parse(saved['out/post-deploy-monitor.json'] ?? '')).toEqual(report);
  });

  it('is an input error at once when the address is one we refuse to probe', async () => {
    const blocked = { failure: 'address-blocked', message: 'private address' } as const;
    await expect(monitor(() => blocked, { inputs: { 'warm-up': '1' } })).rejects.toThrow(
      'input "url" names "app.test/health", which is refused: address-blocked: private address',
    );
  });
});
