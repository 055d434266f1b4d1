/** Real requests and log lines as a second source of evidence, in virtual time. */
import { HttpError } from '@release-train/http';
import type { SeenRequest } from '@release-train/railway';
import type { FakeDeployment, RailwayWorld } from '@release-train/testing/fake-railway';
import type { FakeLogs } from '@release-train/testing/fake-traffic';
import { describe, expect, it } from 'vitest';
import { good, monitor, sha } from './monitor.suite.ts';

const deployment = (id: string, change: Partial<FakeDeployment>): FakeDeployment => ({
  id,
  service: 'web',
  imageDigest: 'sha256:1',
  history: [],
  ...change,
});

const world: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: [
    {
      name: 'web',
      domains: ['app.test'],
      trigger: { repository: 'acme/shop', branch: 'main', waitsForCi: false },
    },
  ],
  deployments: [
    deployment('old', {
      commit: 'd'.repeat(40),
      history: [
        [-7_200_000, 'SUCCESS'],
        [-1000, 'REMOVED'],
      ],
    }),
    deployment('new', { commit: sha, history: [[-1000, 'SUCCESS']] }),
  ],
};

interface Users {
  readonly from: number;
  readonly to: number;
  /** Whether the request of a second fails. */
  readonly fails?: (second: number) => boolean;
  readonly client?: (second: number) => string;
}

/** Three requests a second. */
const users = ({ from, to, fails = () => false, client }: Users): SeenRequest[] =>
  Array.from({ length: (to - from) * 3 }, (_, index) => {
    const second = from + Math.floor(index / 3);
    return {
      id: `${from}-${index}`,
      atMs: second * 1000 + (index % 3) * 100,
      status: fails(second) ? 500 : 200,
      method: 'GET',
      path: `/item/${index % 7}`,
      client: client ? client(second) : `203.0.113.${index % 50}`,
      userAgent: 'browser',
    };
  });

const probes: SeenRequest[] = Array.from({ length: 300 }, (_, second) => ({
  id: `probe-${second}`,
  atMs: second * 1000,
  status: 200,
  method: 'GET',
  path: '/health',
  client: '198.51.100.1',
  userAgent: 'release-train-probe',
}));

const watched = (
  logs: Readonly<Record<string, FakeLogs>>,
  more: Parameters<typeof monitor>[1] = {},
) => monitor(() => good, { railway: world, logs, ...more });

const healthyBefore = users({ from: -300, to: -1 });

describe('real requests', () => {
  it('that fail behind a healthy health page make the release degraded, never failed', async () => {
    const { outputs, failure, runner } = await watched({
      new: { requests: [...probes, ...users({ from: 0, to: 300, fails: (s) => s > 100 })] },
      old: { requests: healthyBefore },
    });
    expect(outputs).toMatchObject({
      verdict: 'degraded',
      reason: 'traffic-errors',
      'bad-probes': 0,
    });
    expect(failure).toBeUndefined();
    expect(runner.log.at(-1)).toContain(
      'service "web": 597 of 900 requests failed with 5xx (0 of 897 before the deploy)',
    );
  });

  it('that work leave it healthy, and the summary tells how many of our probes they saw', async () => {
    const { outputs, summary } = await watched({
      new: { requests: [...probes, ...users({ from: 0, to: 300 })] },
      old: { requests: healthyBefore },
    });
    expect(outputs.verdict).toBe('healthy');
    expect(summary).toContain(
      'Traffic logs of these deployments show 300 of our probes, the last request 800ms before the end.',
    );
  });

  it('that failed as often before the deploy are not held against it', async () => {
    const fails = (second: number) => second % 20 === 0;
    const { outputs } = await watched({
      new: { requests: [...probes, ...users({ from: 0, to: 300, fails })] },
      old: { requests: users({ from: -300, to: -1, fails }) },
    });
    expect(outputs.verdict).toBe('healthy');
  });

  it('of one broken client are not an outage', async () => {
    const one = users({ from: 0, to: 300, fails: () => true, client: () => '192.0.2.9' }).map(
      (request) => ({ ...request, id: `one-${request.id}`, path: '/broken' }),
    );
    const { outputs } = await watched({
      new: { requests: [...probes, ...users({ from: 0, to: 300 }), ...one] },
      old: { requests: healthyBefore },
    });
    expect(outputs.verdict).toBe('healthy');
  });

  it('that there are none of say nothing', async () => {
    const { outputs } = await watched({ new: { requests: probes }, old: {} });
    expect(outputs.verdict).toBe('healthy');
  });

  it.each([
    ['in the middle of the window', users({ from: 0, to: 120 }), 'from 2m of the window on'],
    ['with the deploy', [], 'from 0ms of the window on'],
  ])('that stop %s, after people came all the time, leave nothing proven', async (...given) => {
    const [, requests, words] = given;
    const { outputs, runner } = await watched({
      new: { requests: [...probes, ...requests] },
      old: { requests: healthyBefore },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'traffic-stopped' });
    expect(runner.log.at(-1)).toContain(words);
    expect(runner.log.at(-1)).toMatch(/people came in 29 of 29 blocks before the deploy/);
  });

  const rare = (from: number, to: number) =>
    users({ from, to }).filter(({ atMs }) => Math.floor(atMs / 10_000) % 3 === 0);

  it.each([
    ['were rare before as well', { now: users({ from: 0, to: 120 }), before: rare(-300, -1) }],
    ['stopped before the deploy', { now: [], before: users({ from: -300, to: -60 }) }],
    ['came for a moment before', { now: [], before: users({ from: -100, to: -1 }) }],
    ['pause for less than a minute', { now: users({ from: 0, to: 240 }), before: healthyBefore }],
  ])('that %s are no silence', async (_, { now, before }) => {
    const { outputs } = await watched({
      new: { requests: [...probes, ...now] },
      old: { requests: before },
    });
    expect(outputs).toMatchObject({ verdict: 'healthy', reason: 'clean' });
  });

  it('that the log does not show yet are no silence', async () => {
    const { outputs } = await watched(
      { new: { requests: users({ from: 0, to: 120 }) }, old: { requests: healthyBefore } },
      {},
    );
    expect(outputs.verdict).toBe('healthy');
  });
});

describe('logs that arrive late', () => {
  const logs = {
    new: { requests: [...probes, ...users({ from: 0, to: 300, fails: (s) => s > 250 })] },
    old: { requests: healthyBefore },
  };

  it('are waited for until our own last probes show', async () => {
    const { outputs, seconds, report } = await watched(logs, { logsLateMs: 18_000 });
    expect(outputs.reason).toBe('traffic-errors');
    expect(seconds).toBeGreaterThanOrEqual(310);
    expect(report.release?.logs?.lagMs).toBeLessThan(5000);
  });

  it('are not waited for longer than half a minute, and the lag is told', async () => {
    const { outputs, seconds, report } = await watched(logs, { logsLateMs: 120_000 });
    expect(outputs.verdict).toBe('healthy');
    expect(seconds).toBeLessThanOrEqual(331);
    expect(report.release?.logs?.lagMs).toBeGreaterThan(60_000);
  });

  it('are not waited for where the probes do not go through Railway', async () => {
    const { seconds } = await watched(
      { new: {}, old: {} },
      { inputs: { url: 'https://cdn.test/health' } },
    );
    expect(seconds).toBeLessThan(301);
  });
});

describe('lines of the log', () => {
  const inputs = { 'log-error-pattern': 'ERROR|panic', 'log-ignore-pattern': 'ERROR 404' };
  const lines = (from: number, to: number, message: (second: number) => string) =>
    Array.from({ length: to - from }, (_, index) => ({
      atMs: (from + index) * 1000,
      message: message(from + index),
    }));
  const calm = lines(-3600, -1, () => 'ready');

  it('that come more often than before the deploy make it degraded', async () => {
    const { outputs, runner } = await watched(
      {
        new: { requests: probes, lines: lines(0, 300, (s) => (s % 15 === 0 ? 'ERROR x' : 'ok')) },
        old: { lines: calm },
      },
      { inputs },
    );
    expect(outputs).toMatchObject({ verdict: 'degraded', reason: 'log-errors' });
    expect(runner.log.at(-1)).toMatch(
      /service "web": 20 of 30 blocks have lines that count \(0 of 360/,
    );
  });

  it.each([
    ['are ignored', 'ERROR 404 not found'],
    ['do not match', 'nothing'],
  ])('that %s do not count', async (_, message) => {
    const { outputs } = await watched(
      { new: { requests: probes, lines: lines(0, 300, () => message) }, old: { lines: calm } },
      { inputs },
    );
    expect(outputs.verdict).toBe('healthy');
  });

  it('that came as often before do not count', async () => {
    const often = (s: number) => (s % 30 === 0 ? 'ERROR again' : 'ok');
    const { outputs } = await watched(
      {
        new: { requests: probes, lines: lines(0, 300, often) },
        old: { lines: lines(-3600, -1, often) },
      },
      { inputs },
    );
    expect(outputs.verdict).toBe('healthy');
  });

  it('are kept beside the report, harmless for a terminal, since this deployment only', async () => {
    const { saved } = await watched(
      {
        new: { requests: probes, lines: lines(0, 3, (s) => `\u001b[31m::error::${s}`) },
        old: { lines: calm },
      },
      { inputs: { 'report-dir': 'out' } },
    );
    expect(saved['out/web.log']?.split('\n')).toHaveLength(4);
    expect(saved['out/web.log']).toMatch(/^2026-01-05T09:00:00\.000Z [^\u001b]*error::0$/m);
    expect(saved['out/web.log']).not.toContain('ready');
  });
});

it('logs that cannot be read change no verdict, and are told', async () => {
  const failure = new HttpError({
    method: 'POST',
    url: 'https://r.test',
    status: 503,
    reason: 'x',
  });
  const { outputs, runner } = await watched(
    { new: {}, old: {} },
    { meddleLogs: (traffic) => Object.assign(traffic, { failure }) },
  );
  expect(outputs.verdict).toBe('healthy');
  expect(runner.log.join('\n')).toContain('a log on Railway cannot be read');
});
