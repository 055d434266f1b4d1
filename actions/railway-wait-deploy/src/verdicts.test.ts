import { describe, expect, it } from 'vitest';
import { deployment, newer, older, ours, play, web, worker } from './scenario.suite.ts';

describe('skipped', () => {
  const live = deployment('web', [[0, 'SUCCESS']], { id: 'live', commit: older });
  const skipped = (skippedReason: string) =>
    deployment('web', [[1000, 'SKIPPED']], { skippedReason });

  it('because nothing it watches changed is green, and tells what serves', async () => {
    const { outputs, outcome } = await play({
      world: {
        services: [{ ...web, watchPatterns: ['web/**', 'lib/**'] }],
        deployments: [live, skipped('No changes to watched files')],
      },
    });
    expect(outputs).toMatchObject({
      deployments: {
        web: {
          reason:
            'was skipped by Railway: "No changes to watched files" (it watches web/**, lib/**)',
        },
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'skipped',
      commit: ours,
      'live-commit': older,
      deployments: { web: { 'live-id': 'live' } },
    });
    expect(outcome.failure).toBeUndefined();
  });

  it.each(['CI check suite failed', 'something new'])('because of "%s" is red', async (reason) => {
    const { outputs, outcome } = await play({ world: { deployments: [live, skipped(reason)] } });
    expect(outputs).toMatchObject({ verdict: 'failed', 'live-commit': older });
    expect(outcome.failure?.message).toContain(`was skipped by Railway: "${reason}"`);
  });

  it('beside a service that is live leaves the whole a success', async () => {
    const { outputs } = await play({
      world: {
        services: [web, worker],
        deployments: [
          skipped('No changes to watched files'),
          deployment('worker', [[0, 'SUCCESS']]),
        ],
      },
    });
    expect(outputs.verdict).toBe('success');
  });

  it.each([
    ['success', 'CI check suite failed', true],
    ['fail', 'No changes to watched files', false],
  ])('with on-skipped: %s and "%s" is decided by the input', async (onSkipped, reason, isGreen) => {
    const { outputs, outcome } = await play({
      inputs: { 'on-skipped': onSkipped },
      world: { deployments: [skipped(reason)] },
    });
    expect([outputs.verdict, outcome.failure === undefined]).toEqual(['skipped', isGreen]);
  });
});

describe('superseded', () => {
  const removed = deployment('web', [
    [0, 'BUILDING'],
    [10_000, 'REMOVED'],
  ]);
  const successor = (commit: string, status = 'SUCCESS') =>
    deployment(
      'web',
      [
        [8000, 'BUILDING'],
        [60_000, status],
      ],
      { id: 'web-2', commit },
    );

  it('follows the newer deployment to its end', async () => {
    const { outputs, outcome } = await play({
      world: { deployments: [removed, successor(newer)] },
    });
    expect(outputs).toMatchObject({
      verdict: 'superseded',
      commit: ours,
      'live-commit': newer,
      'duration-ms': 60_000,
    });
    expect(outcome.failure).toBeUndefined();
    expect(outcome.summary).toContain('whether that contains this commit is not known');
  });

  it('is a failure where the newer deployment fails', async () => {
    const { outputs } = await play({
      world: { deployments: [removed, successor(newer, 'FAILED')] },
    });
    expect(outputs.verdict).toBe('failed');
  });

  it('is red where somebody went back to older code', async () => {
    const before = deployment('web', [[-60_000, 'REMOVED']], { id: 'web-0', commit: older });
    const { outputs, outcome } = await play({
      world: { deployments: [before, removed, successor(older)] },
    });
    expect(outputs.verdict).toBe('superseded');
    expect(outcome.failure?.message).toContain('somebody went back');
  });

  it.each([
    ['success', true],
    ['fail', false],
  ])('with on-superseded: %s ends at once', async (onSuperseded, isGreen) => {
    const { outputs, outcome } = await play({
      inputs: { 'on-superseded': onSuperseded },
      world: { deployments: [removed, successor(newer)] },
    });
    expect(outputs).toMatchObject({ verdict: 'superseded', 'duration-ms': 10_000 });
    expect(outcome.failure === undefined).toBe(isGreen);
  });

  it('is no word for a deployment that was removed without another', async () => {
    const { outputs, outcome } = await play({ world: { deployments: [removed] } });
    expect(outputs.verdict).toBe('failed');
    expect(outcome.failure?.message).toContain('was removed, and nothing has taken its place');
  });

  it('does not apply to a cron service whose run is over', async () => {
    const { outputs } = await play({
      world: {
        services: [{ ...worker, cronSchedule: '* * * * *' }],
        deployments: [deployment('worker', [[0, 'REMOVED']], { imageDigest: 'sha256:1' })],
      },
    });
    expect(outputs.verdict).toBe('success');
  });
});

describe('needs approval', () => {
  const blocked = deployment('web', [
    [0, 'NEEDS_APPROVAL'],
    [300_000, 'SUCCESS'],
  ]);

  it('is red at once', async () => {
    const { outputs, outcome } = await play({ world: { deployments: [blocked] } });
    expect(outputs).toMatchObject({ verdict: 'needs-approval', 'duration-ms': 0 });
    expect(outcome.failure?.hint).toContain('Approve it on Railway');
  });

  it('is waited for when asked', async () => {
    const { outputs } = await play({
      inputs: { 'on-needs-approval': 'wait' },
      world: { deployments: [blocked] },
    });
    expect(outputs.verdict).toBe('success');
  });
});

describe('not found', () => {
  it('is never a success, and tells why Railway made no deployment', async () => {
    const { outputs, outcome, log } = await play({
      inputs: { services: 'web, worker' },
      world: {
        services: [
          { ...web, autoDeploy: { enabled: false, reason: 'paused by ada' }, isLeftOut: true },
          { ...worker, trigger: { repository: 'octo/other', branch: 'dev', waitsForCi: false } },
        ],
        incident: { message: 'Webhooks are late', url: 'https://status.railway.com/1' },
      },
    });
    expect(outputs).toMatchObject({ verdict: 'not-found', 'duration-ms': 300_000 });
    expect(log[1]).toBe('worker: it deploys repository "octo/other", not "octo/shop"');
    expect(outcome.failure?.message.split('\n').slice(1)).toEqual([
      '- service "web" has no deployment of the commit: this pull request environment is focused on other services: include it there; autodeploy is off: paused by ada; Railway reports an incident: Webhooks are late (https://status.railway.com/1)',
      '- service "worker" has no deployment of the commit: it deploys repository "octo/other", not "octo/shop"; it deploys branch "dev", not "main"; Railway reports an incident: Webhooks are late (https://status.railway.com/1)',
    ]);
  });

  it('stands even where the reason cannot be read, and says that', async () => {
    const { outputs, outcome } = await play({
      obstaclesFailure: new Error('POST x: 502: down'),
      world: {},
    });
    expect(outputs.verdict).toBe('not-found');
    expect(outcome.summary).toContain('Not readable: autodeploy and incidents: POST x: 502: down');
  });

  it('ends with the shorter of the two timeouts', async () => {
    const { outputs } = await play({ inputs: { timeout: '1m' }, world: {} });
    expect(outputs).toMatchObject({ verdict: 'not-found', 'duration-ms': 60_000 });
  });

  it('is not the end while another service still moves', async () => {
    const { outputs } = await play({
      world: {
        services: [web, worker],
        deployments: [
          deployment('web', [
            [0, 'BUILDING'],
            [400_000, 'SUCCESS'],
          ]),
          deployment('worker', [[350_000, 'SUCCESS']]),
        ],
      },
    });
    expect(outputs.verdict).toBe('success');
  });
});

describe('timed out', () => {
  it('names the status it ended in', async () => {
    const { outputs, outcome, clock } = await play({
      inputs: { timeout: '10m' },
      world: { deployments: [deployment('web', [[0, 'BUILDING']])] },
    });
    expect(outputs.verdict).toBe('timed-out');
    expect(clock.monotonic()).toBe(600_000);
    expect(outcome.failure?.message).toContain('service "web" is still BUILDING');
  });

  it('names a status this version does not know', async () => {
    const { outcome, outputs } = await play({
      world: { deployments: [deployment('web', [[0, 'THAWING']])] },
    });
    expect(outputs.verdict).toBe('timed-out');
    expect(outcome.failure?.message).toContain(
      'status "THAWING", which this version does not know',
    );
  });

  it('gives a sign of life every 30 seconds and no more', async () => {
    const { log } = await play({
      inputs: { timeout: '2m' },
      world: { deployments: [deployment('web', [[0, 'BUILDING']])] },
    });
    expect(log.slice(2, -1)).toEqual([
      'after 30s: web is BUILDING',
      'after 1m: web is BUILDING',
      'after 1m 30s: web is BUILDING',
      'after 2m: web is BUILDING',
    ]);
  });
});

describe('deadlocked', () => {
  const gated = { ...web, trigger: { repository: 'octo/shop', branch: 'main', waitsForCi: true } };
  const waiting = deployment('web', [[0, 'WAITING']]);

  it('is found in 30 seconds when Railway waits for this very run', async () => {
    const { outputs, outcome } = await play({
      world: { services: [gated], deployments: [waiting] },
    });
    expect(outputs).toMatchObject({ verdict: 'deadlocked', 'duration-ms': 30_000 });
    expect(outcome.failure?.hint).toContain('on: deployment_status');
  });

  it('is not claimed where another run is waited for', async () => {
    const payload = { deployment: { sha: ours } };
    const { outputs } = await play({
      context: { eventName: 'deployment_status', payload },
      world: {
        services: [gated],
        deployments: [
          deployment('web', [
            [0, 'WAITING'],
            [200_000, 'SUCCESS'],
          ]),
        ],
      },
    });
    expect(outputs.verdict).toBe('success');
  });

  it('is not claimed where Wait for CI is off', async () => {
    const { outputs } = await play({ world: { deployments: [waiting] } });
    expect(outputs.verdict).toBe('timed-out');
  });
});
