import { HttpError } from '@release-train/http';
import { describe, expect, it } from 'vitest';
import { deployment, ours, play, push, trigger, web, worker } from './scenario.suite.ts';

describe('success', () => {
  it('comes at once where the commit is live already', async () => {
    const { outcome, outputs, clock } = await play({
      world: { deployments: [deployment('web', [[0, 'SUCCESS']])] },
    });
    expect(outputs).toMatchObject({
      verdict: 'success',
      url: 'https://shop.up.railway.app',
      commit: ours,
      'live-commit': ours,
      'duration-ms': 0,
      requests: 3,
      deployments: {
        web: { id: 'web-1', status: 'SUCCESS', verdict: 'success', 'live-commit': ours },
      },
    });
    expect(outcome.failure).toBeUndefined();
    expect(clock.slept).toEqual([]);
  });

  it('waits for every service: a worker without an address counts as much as the web', async () => {
    const { outputs, clock, log } = await play({
      world: {
        services: [web, worker],
        deployments: [
          deployment('web', [
            [2000, 'BUILDING'],
            [20_000, 'SUCCESS'],
          ]),
          deployment('worker', [
            [2000, 'BUILDING'],
            [40_000, 'DEPLOYING'],
            [50_000, 'SUCCESS'],
          ]),
        ],
      },
    });
    expect(outputs.verdict).toBe('success');
    expect(outputs['duration-ms']).toBe(50_000);
    expect(clock.slept).toEqual(Array.from({ length: 10 }, () => 5000));
    expect(log).toEqual([
      `waiting for commit ${ours} (from GITHUB_SHA) on "shop / production": web, worker`,
      'web: BUILDING (deployment web-1)',
      'worker: BUILDING (deployment worker-1)',
      'web: SUCCESS',
      'worker: DEPLOYING',
      'worker: SUCCESS',
      'success after 50s: service "web" is live; service "worker" is live',
    ]);
  });

  it('of one service is enough where one is required', async () => {
    const { outputs, clock } = await play({
      inputs: { require: 'any' },
      world: {
        services: [web, worker],
        deployments: [deployment('web', [[0, 'SUCCESS']]), deployment('worker', [[0, 'BUILDING']])],
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'success',
      deployments: { worker: { verdict: 'open', status: 'BUILDING' } },
    });
    expect(clock.slept).toEqual([]);
  });

  it('without a health check must hold for 30 seconds', async () => {
    const { outputs, outcome } = await play({
      world: {
        services: [{ name: 'worker', trigger }],
        deployments: [deployment('worker', [[0, 'SUCCESS']])],
      },
    });
    expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 30_000 });
    expect(outcome.summary).toContain('SUCCESS only means that the container started');
  });

  it('that crashes while it settles is a crash', async () => {
    const { outputs } = await play({
      inputs: { settle: '1m' },
      world: {
        deployments: [
          deployment('web', [
            [0, 'SUCCESS'],
            [40_000, 'CRASHED'],
          ]),
        ],
      },
    });
    expect(outputs).toMatchObject({ verdict: 'crashed', 'duration-ms': 45_000 });
  });

  it('survives an outage of Railway in the middle', async () => {
    const down = new HttpError({ method: 'POST', url: 'https://x/y', status: 502, reason: 'down' });
    const { outputs, log } = await play({
      failures: [down, down],
      world: { deployments: [deployment('web', [[0, 'SUCCESS']])] },
    });
    expect(outputs.verdict).toBe('success');
    expect(log).toContain(
      'warning: Railway did not answer, asking again: POST https://x/y: 502: down',
    );
  });
});

it.each([
  ['is named when it lasts until the end', 30, true],
  ['is not named when it is over by then', 1, false],
])('an outage of Railway %s', async (_name, failures, isNamed) => {
  const down = new HttpError({ method: 'POST', url: 'https://x/y', status: 502, reason: 'down' });
  const { outputs, outcome } = await play({
    inputs: { timeout: '2m' },
    failures: Array.from({ length: failures }, () => down),
    world: { deployments: [deployment('web', [[0, 'BUILDING']])] },
  });
  expect(outputs.verdict).toBe('timed-out');
  expect(outcome.failure?.message.includes('the last look failed')).toBe(isNamed);
});

it('an outage over the appear-timeout is not "nothing found"', async () => {
  const down = new HttpError({ method: 'POST', url: 'https://x/y', status: 502, reason: 'down' });
  const { outputs } = await play({
    inputs: { 'appear-timeout': '20s' },
    failures: Array.from({ length: 6 }, () => down),
    world: { deployments: [deployment('web', [[15_000, 'SUCCESS']])] },
  });
  expect(outputs).toMatchObject({ verdict: 'success', 'duration-ms': 30_000 });
});

describe('failure', () => {
  it('names the failing step, its error and the last log lines', async () => {
    const { outcome, outputs } = await play({
      world: {
        deployments: [
          deployment('web', [[0, 'FAILED']], {
            failure: {
              step: 'BUILD_IMAGE',
              error: 'exit code 1',
              logs: ['npm ERR!', '::error::injected', '\u001b[31mred'],
            },
          }),
        ],
      },
    });
    expect(outputs.verdict).toBe('failed');
    expect(outcome.failure?.message).toBe(
      'commit aaaaaaa is not live on "shop / production": failed\n- service "web" failed at BUILD_IMAGE: exit code 1',
    );
    expect(outcome.failure?.hint).toContain(
      'https://railway.com/project/project-1/service/service-web?environmentId=environment-1&id=web-1',
    );
    expect(outcome.summary).toContain('```text\nnpm ERR!\n:\u200b:error::injected\nred\n```');
  });

  it('waits until nothing is in motion any more', async () => {
    const { outputs } = await play({
      world: {
        services: [web, worker],
        deployments: [
          deployment('web', [[0, 'FAILED']]),
          deployment('worker', [
            [0, 'BUILDING'],
            [30_000, 'SUCCESS'],
          ]),
        ],
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'failed',
      'duration-ms': 30_000,
      deployments: { worker: { verdict: 'success' } },
    });
  });

  it('follows a redeploy of the same commit', async () => {
    const { outputs } = await play({
      world: {
        services: [web, worker],
        deployments: [
          deployment('web', [[0, 'FAILED']]),
          deployment(
            'web',
            [
              [10_000, 'BUILDING'],
              [25_000, 'SUCCESS'],
            ],
            { id: 'web-2' },
          ),
          deployment('worker', [
            [0, 'BUILDING'],
            [30_000, 'SUCCESS'],
          ]),
        ],
      },
    });
    expect(outputs).toMatchObject({
      verdict: 'success',
      deployments: { web: { id: 'web-2', status: 'SUCCESS' } },
    });
  });

  it('by a crash is confirmed by a second look', async () => {
    const { outputs } = await play({
      world: { deployments: [deployment('web', [[0, 'CRASHED']])] },
    });
    expect(outputs).toMatchObject({ verdict: 'crashed', 'duration-ms': 5000 });
  });

  it('is not a crash that has passed by the second look', async () => {
    const { outputs } = await play({
      world: {
        deployments: [
          deployment('web', [
            [0, 'CRASHED'],
            [3000, 'SUCCESS'],
          ]),
        ],
      },
    });
    expect(outputs.verdict).toBe('success');
  });
});

describe('services', () => {
  it('of other branches and repositories are left alone', async () => {
    const { outputs } = await play({
      world: {
        services: [
          web,
          { name: 'staging', trigger: { ...trigger, branch: 'staging' } },
          { name: 'foreign', trigger: { ...trigger, repository: 'octo/other' } },
          { name: 'postgres' },
        ],
        deployments: [deployment('web', [[0, 'SUCCESS']])],
      },
    });
    expect(Object.keys(outputs.deployments as object)).toEqual(['web']);
  });

  it('none of which deploys this branch are an error, not a success', async () => {
    await expect(play({ context: { ref: 'refs/heads/dev' }, world: {} })).rejects.toThrow(
      'no service in "shop / production" deploys repository "octo/shop" branch "dev"',
    );
  });

  it('misspelt bring the nearest name', async () => {
    await expect(play({ inputs: { services: 'wbe' }, world: {} })).rejects.toThrow(
      'input "services": "wbe" does not exist in "shop / production"; did you mean "web"?',
    );
  });
});

it('without any commit is bad input', async () => {
  await expect(play({ context: { ...push, sha: '' }, world: {} })).rejects.toMatchObject({
    code: 'bad-input',
    message: 'input "commit" is empty, and the event that started this workflow names no commit',
  });
});

it('spends at most 100 requests on 77 services in 20 minutes', async () => {
  const services = Array.from({ length: 77 }, (_, index) => ({ ...web, name: `s${index}` }));
  const { outputs } = await play({
    world: {
      services,
      deployments: services.map(({ name }) => deployment(name, [[0, 'BUILDING']])),
    },
  });
  expect(outputs.verdict).toBe('timed-out');
  expect(outputs.requests).toBeLessThanOrEqual(100);
});

it('keeps to the ceiling on requests until the end', async () => {
  const { outputs, clock } = await play({
    inputs: { 'max-requests': '12' },
    world: { deployments: [deployment('web', [[0, 'BUILDING']])] },
  });
  expect(outputs.verdict).toBe('timed-out');
  expect(outputs.requests).toBeLessThanOrEqual(12);
  expect(clock.monotonic()).toBe(1_200_000);
});
