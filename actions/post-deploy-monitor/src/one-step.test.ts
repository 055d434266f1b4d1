/** With a Railway token one step is enough: wait for the release, prove it, watch all of it. */
import { HttpError } from '@release-train/http';
import { RailwayError } from '@release-train/railway';
import type { FakeDeployment, RailwayWorld } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { bad, good, monitor, sha } from './monitor.suite.ts';

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const seconds = (at: number): number => at * 1000;

/** `[second, status]` pairs. */
const deployment = (
  service: string,
  history: readonly (readonly [number, string])[],
  change: Partial<FakeDeployment> = {},
): FakeDeployment => ({
  id: `${service}-new`,
  service,
  commit: sha,
  imageDigest: 'sha256:1',
  ...change,
  history: history.map(([at, status]) => [seconds(at), status] as const),
});

const web = deployment('web', [[-10, 'SUCCESS']]);
const worker = deployment('worker', [[-10, 'SUCCESS']]);

const world = (...deployments: readonly FakeDeployment[]): RailwayWorld => ({
  project: 'shop',
  environment: 'production',
  services: [
    { name: 'web', trigger, domains: ['app.test'] },
    { name: 'worker', trigger },
    { name: 'elsewhere', trigger: { ...trigger, repository: 'acme/other' } },
  ],
  deployments,
});

describe('a release that Railway shows', () => {
  it('is waited for until it is live on every service, and proven without a change to the app', async () => {
    const { outputs, seconds, fake, report, summary, runner } = await monitor(() => good, {
      railway: world(
        deployment('web', [
          [20, 'BUILDING'],
          [90, 'SUCCESS'],
        ]),
        deployment('worker', [
          [20, 'BUILDING'],
          [200, 'SUCCESS'],
        ]),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'healthy', reason: 'clean', probes: 300 });
    expect(fake.seen[0]?.atMs).toBeGreaterThanOrEqual(200_000);
    expect(fake.seen[0]?.atMs).toBeLessThan(212_000);
    expect(seconds).toBeLessThan(520);
    expect(report.release?.stretches).toHaveLength(1);
    expect(summary).toContain('| `worker` | `worker-new` | SUCCESS |');
    expect(runner.log.join('\n')).toContain('waiting: service "web" is BUILDING');
  });

  it('asks Railway no more than every 15 s while it watches', async () => {
    const { railway } = await monitor(() => good, { railway: world(web, worker) });
    expect(railway?.usage().requests).toBeLessThanOrEqual(3 + 20 + 2);
  });

  it('is failed when the worker crashes behind a healthy web', async () => {
    const { outputs, seconds, failure } = await monitor(() => good, {
      railway: world(
        web,
        deployment('worker', [
          [0, 'SUCCESS'],
          [100, 'CRASHED'],
        ]),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'crashed', 'bad-probes': 0 });
    expect(failure?.message).toContain('service "worker" is CRASHED on Railway');
    expect(failure?.message).not.toContain('web');
    expect(seconds).toBeLessThan(140);
  });

  it('is failed when the beat is removed and nothing replaces it', async () => {
    const { outputs, failure } = await monitor(() => good, {
      railway: world(
        web,
        deployment('worker', [
          [0, 'SUCCESS'],
          [100, 'REMOVED'],
        ]),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'removed' });
    expect(failure?.message).toContain('"worker" is REMOVED');
  });

  it('is degraded when a service crashed for a moment and came back', async () => {
    const { outputs } = await monitor(() => good, {
      railway: world(
        web,
        deployment('worker', [
          [0, 'SUCCESS'],
          [104, 'CRASHED'],
          [106, 'SUCCESS'],
        ]),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'degraded', reason: 'crash-recovered' });
  });

  it('is looked at once more when the last look is the first to see a crash', async () => {
    const { outputs } = await monitor(() => good, {
      railway: world(
        web,
        deployment('worker', [
          [0, 'SUCCESS'],
          [297, 'CRASHED'],
        ]),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'crashed' });
  });

  it('is superseded, and no longer judged, when a newer deployment becomes active', async () => {
    const newer = deployment(
      'web',
      [
        [60, 'BUILDING'],
        [120, 'SUCCESS'],
      ],
      { id: 'web-newer', commit: 'e'.repeat(40) },
    );
    const { outputs, failure, seconds, runner } = await monitor(
      (second) => (second < 115 ? good : bad),
      {
        railway: world(
          deployment('web', [
            [0, 'SUCCESS'],
            [125, 'REMOVED'],
          ]),
          worker,
          newer,
        ),
      },
    );
    expect(outputs).toMatchObject({ verdict: 'superseded', reason: 'superseded' });
    expect(failure).toBeUndefined();
    expect(seconds).toBeLessThan(160);
    expect(runner.log.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('is not superseded by a newer deployment that fails to build', async () => {
    const newer = deployment('web', [[60, 'FAILED']], { id: 'web-newer', commit: 'e'.repeat(40) });
    const { outputs } = await monitor(() => good, { railway: world(web, worker, newer) });
    expect(outputs.verdict).toBe('healthy');
  });

  it('is inconclusive while the old deployment stays active beside it', async () => {
    const old = deployment('web', [[-600, 'SUCCESS']], { id: 'web-old', commit: 'd'.repeat(40) });
    const { outputs } = await monitor(() => good, { railway: world(old, web, worker) });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'railway-unseen' });
  });
});

describe('a service that crashes at its start', () => {
  it('makes the release failed although the web answers', async () => {
    const { outputs, seconds } = await monitor(() => good, {
      railway: world(web, deployment('worker', [[30, 'CRASHED']])),
    });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'crashed', 'bad-probes': 0 });
    expect(seconds).toBeLessThan(60);
  });
});

describe('a release that never becomes live', () => {
  const cases: Readonly<Record<string, readonly [FakeDeployment[], string]>> = {
    'failed to build': [[web, deployment('worker', [[30, 'FAILED']])], 'failed deploy-failed'],
    'has no record': [[web], 'inconclusive not-deployed'],
    'was skipped for its CI': [
      [web, deployment('worker', [[0, 'SKIPPED']], { skippedReason: 'CI check suite failed' })],
      'inconclusive not-deployed',
    ],
    'builds for ever': [
      [web, deployment('worker', [[0, 'BUILDING']])],
      'inconclusive not-deployed',
    ],
    'was already replaced': [
      [web, worker, deployment('web', [[0, 'SUCCESS']], { id: 'web-2', commit: 'e'.repeat(40) })],
      'superseded superseded',
    ],
  };

  it.each(Object.entries(cases))('because it %s is not probed at all', async (_, given) => {
    const [deployments, expected] = given;
    const { outputs, fake, seconds } = await monitor(() => good, {
      railway: world(...deployments),
    });
    expect(`${outputs.verdict} ${outputs.reason}`).toBe(expected);
    expect(outputs).toMatchObject({ probes: 0, 'action-taken': 'none' });
    expect(fake.seen).toEqual([]);
    expect(seconds).toBeLessThanOrEqual(20 * 60 + 15);
  });

  it('is not applicable where the commit changed the files of no service', async () => {
    const skipped = { skippedReason: 'No changes to watched files' };
    const { outputs, failure } = await monitor(() => good, {
      railway: world(
        deployment('web', [[0, 'SKIPPED']], skipped),
        deployment('worker', [[0, 'SKIPPED']], skipped),
      ),
    });
    expect(outputs).toMatchObject({ verdict: 'not-applicable', reason: 'unchanged' });
    expect(failure).toBeUndefined();
  });

  it('is judged by the services it changed', async () => {
    const skipped = { skippedReason: 'No changes to watched files' };
    const { outputs, report } = await monitor(() => good, {
      railway: world(web, deployment('worker', [[0, 'SKIPPED']], skipped)),
    });
    expect(outputs.verdict).toBe('healthy');
    expect(report.release?.stretches[0]?.services.map(({ name }) => name)).toEqual(['web']);
  });

  it('says that Railway waits for the very run that waits for it', async () => {
    const gated = { ...trigger, waitsForCi: true };
    const { outputs, runner, seconds } = await monitor(() => good, {
      railway: {
        ...world(deployment('web', [[0, 'WAITING']])),
        services: [{ name: 'web', trigger: gated }],
      },
      event: { eventName: 'push' },
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'not-deployed' });
    expect(runner.log.at(-1)).toContain('waits for CI, and so for this very workflow run');
    expect(seconds).toBeLessThan(60);
  });

  it('is not applicable after a workflow that failed, and Railway is not even asked', async () => {
    const { outputs, failure, fake, railway } = await monitor(() => good, {
      railway: world(web, worker),
      event: {
        eventName: 'workflow_run',
        payload: { workflow_run: { name: 'deploy', conclusion: 'failure', head_sha: sha } },
      },
    });
    expect(outputs).toMatchObject({ verdict: 'not-applicable', reason: 'nothing-deployed' });
    expect([failure, fake.seen.length, railway?.usage().requests]).toEqual([undefined, 0, 0]);
  });
});

describe('while Railway fails', () => {
  const passing = () =>
    new HttpError({ method: 'POST', url: 'https://r.test', status: 503, reason: 'down' });

  it('the watch goes on, and is proven by the looks that succeed', async () => {
    const { outputs } = await monitor(() => good, {
      railway: world(web, worker),
      meddle: (railway, clock) => {
        void clock.sleep(30_000).then(() => railway.failures.push(passing(), passing(), passing()));
      },
    });
    expect(outputs.verdict).toBe('healthy');
  });

  it('a release that is not seen to the end is not called healthy', async () => {
    const { outputs, runner } = await monitor(() => good, {
      railway: world(web, worker),
      meddle: (railway, clock) => {
        const refusal = new RailwayError('no-access', 'Not Authorized');
        void clock.sleep(30_000).then(() => railway.failures.push(refusal));
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'inconclusive',
      reason: 'railway-unseen',
      probes: 300,
    });
    expect(runner.log.join('\n')).toContain('Railway cannot be asked any more: Not Authorized');
  });

  it('the probes alone still find an outage', async () => {
    const { outputs } = await monitor(() => bad, {
      railway: world(web, worker),
      meddle: (railway, clock) => {
        const refusal = new RailwayError('no-access', 'Not Authorized');
        void clock.sleep(10_000).then(() => railway.failures.push(refusal));
      },
    });
    expect(outputs).toMatchObject({ verdict: 'failed', reason: 'errors' });
  });

  it('a wait that is cancelled says what it waited for', async () => {
    const { outputs, runner } = await monitor(() => good, {
      railway: world(web, deployment('worker', [[0, 'BUILDING']])),
      cancelAfterMs: 40_000,
    });
    expect(outputs).toMatchObject({ verdict: 'inconclusive', reason: 'cancelled' });
    expect(runner.log.at(-1)).toContain('service "worker" is BUILDING');
  });
});
