import { describe, expect, it } from 'vitest';
import { deployment, ours, play, trigger, web, worker } from './scenario.suite.ts';

describe('live', () => {
  it('is what Railway lists as active, not what it calls SUCCESS', async () => {
    const { outputs, log, railway } = await play({
      world: {
        deployments: [
          deployment(
            'web',
            [
              [0, 'BUILDING'],
              [10_000, 'SUCCESS'],
            ],
            { activeFromMs: 22_000 },
          ),
        ],
      },
    });
    expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 25_000 });
    expect(log).toContain('web: SUCCESS');
    expect(railway.usage().requests).toBe(2 + 6 + 4 + 1);
  });

  it('that is never listed times out with that word', async () => {
    const { outputs, outcome } = await play({
      inputs: { timeout: '1m' },
      world: { deployments: [deployment('web', [[0, 'SUCCESS']], { activeFromMs: 1e9 })] },
    });
    expect(outputs.verdict).toBe('timed-out');
    expect(outcome.failure?.message).toContain('does not list it among what is active');
  });

  it('with a crashed instance is a crash, if a second look confirms it', async () => {
    const { outputs, outcome } = await play({
      world: {
        deployments: [deployment('web', [[0, 'SUCCESS']], { instances: ['RUNNING', 'CRASHED'] })],
      },
    });
    expect(outputs).toMatchObject({ verdict: 'crashed', 'duration-ms': 5000 });
    expect(outcome.failure?.message).toContain('is up with crashed instances');
  });

  it('is asked for once, whatever the number of services', async () => {
    const services = Array.from({ length: 30 }, (_, index) => ({ ...web, name: `s${index}` }));
    const { outputs, railway } = await play({
      world: {
        services,
        deployments: services.map(({ name }, index) =>
          deployment(name, [
            [0, 'BUILDING'],
            [index * 1000, 'SUCCESS'],
          ]),
        ),
      },
    });
    expect(outputs.verdict).toBe('success');
    expect(railway.usage().requests).toBe(2 + 7 + 1 + 1);
  });

  it('while the old one still serves beside it is live', async () => {
    const old = deployment('web', [[-9000, 'SUCCESS']], { id: 'old', commit: 'c'.repeat(40) });
    const { outputs } = await play({
      world: { deployments: [old, deployment('web', [[0, 'SUCCESS']])] },
    });
    expect(outputs).toMatchObject({ verdict: 'success', 'live-commit': ours });
  });
});

describe('a cron service', () => {
  const nightly = { name: 'nightly', trigger, cronSchedule: '* * * * *' };
  const tick = (id: string, atMs: number) =>
    deployment(
      'nightly',
      [
        [atMs, 'SUCCESS'],
        [atMs + 2000, 'REMOVED'],
      ],
      {
        id,
        imageDigest: 'sha256:1',
        stopped: true,
      },
    );

  it('is live with any of its many records', async () => {
    const ticks = Array.from({ length: 40 }, (_, index) => tick(`t${index}`, index * -60_000));
    const { outputs } = await play({ world: { services: [nightly], deployments: ticks } });
    expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 0 });
  });

  it('is live after its run too', async () => {
    const { outputs } = await play({
      world: { services: [nightly], deployments: [tick('t', -60_000)] },
    });
    expect(outputs.verdict).toBe('success');
  });

  it('that was removed before an image existed is not', async () => {
    const { outputs } = await play({
      world: { services: [nightly], deployments: [deployment('nightly', [[0, 'REMOVED']])] },
    });
    expect(outputs.verdict).toBe('failed');
  });
});

describe('a cancelled job', () => {
  const building = deployment('web', [
    [0, 'QUEUED'],
    [3000, 'BUILDING'],
  ]);

  it('tells the last known state and sets the outputs', async () => {
    const { outputs, outcome, log, clock, railway } = await play({
      cancelAfterMs: 42_000,
      world: { services: [web, worker], deployments: [building] },
    });
    expect(outputs).toMatchObject({
      verdict: 'timed-out',
      deployments: {
        web: { status: 'BUILDING', verdict: 'timed-out' },
        worker: { verdict: 'timed-out' },
      },
    });
    expect(outcome.failure?.message).toContain('this is the last known state, not a finding');
    expect(outcome.summary).toContain('the job was cancelled: this is the last known state');
    expect(log.at(-1)).toBe(
      'cancelled after 42s: service "web" is still BUILDING; service "worker" has no deployment of the commit',
    );
    expect(clock.elapsed()).toBe(42_000);
    expect(railway.usage().requests).toBe(2 + 9);
  });
});

it('the phases of what was waited for are drawn and told', async () => {
  const { outcome } = await play({
    world: {
      services: [web, { ...worker, name: 'work: er;\n%%x' }],
      deployments: [
        deployment(
          'web',
          [
            [0, 'BUILDING'],
            [40_000, 'SUCCESS'],
          ],
          {
            steps: [
              ['SNAPSHOT_CODE', 0, 2_000],
              ['BUILD_IMAGE', 2_000, 20_000],
              ['CREATE_CONTAINER', 21_000, 25_000],
              ['HEALTHCHECK', 25_000, 39_000],
              ['DRAIN_INSTANCES', 40_000, 90_000],
            ],
          },
        ),
        deployment(
          'work: er;\n%%x',
          [
            [0, 'BUILDING'],
            [30_000, 'FAILED'],
          ],
          {
            steps: [['BUILD_IMAGE', 0, 30_000, 'exit code 1']],
          },
        ),
      ],
    },
  });
  const start = Date.UTC(2026, 0, 5, 9);
  expect(outcome.summary).toContain(
    [
      '```mermaid',
      'gantt',
      '  dateFormat x',
      '  axisFormat %H:%M:%S',
      '  section web',
      `  build :${start}, ${start + 20_000}`,
      `  release :${start + 21_000}, ${start + 25_000}`,
      `  health check :${start + 25_000}, ${start + 39_000}`,
      '  section work er x',
      `  build :crit, ${start}, ${start + 30_000}`,
      '```',
    ].join('\n'),
  );
  expect(outcome.summary).toContain('| web | 20s | 4s | 14s |');
  expect(outcome.summary).toMatch(/\| failed after 30s \| {2}\| {2}\|/);
});

it('what was there already has no phases to tell', async () => {
  const { outcome, railway } = await play({
    world: {
      deployments: [deployment('web', [[0, 'SUCCESS']], { steps: [['BUILD_IMAGE', 0, 1]] })],
    },
  });
  expect(outcome.summary).not.toContain('mermaid');
  expect(railway.usage().requests).toBe(3);
});
