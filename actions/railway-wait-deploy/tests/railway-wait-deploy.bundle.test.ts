import type { ServerResponse } from 'node:http';
import type { RailwayWorld } from '@release-train/testing/fake-railway';
import { type RailwayApiOptions, railwayApi } from '@release-train/testing/fake-railway-api';
import { type BundleRun, runBundle } from '@release-train/testing/run-bundle';
import { describe, expect, it } from 'vitest';

const ours = 'a'.repeat(40);
const token = 'secret-token-0123456789';
const trigger = { repository: 'octo/shop', branch: 'main', waitsForCi: false };

const world: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: [
    { name: 'web', trigger, healthcheckPath: '/health', domains: ['shop.up.railway.app'] },
    { name: 'worker', trigger, healthcheckPath: '/health' },
  ],
  deployments: [
    { id: 'web-1', service: 'web', commit: ours, history: [[0, 'SUCCESS']] },
    { id: 'worker-1', service: 'worker', commit: ours, history: [[0, 'SUCCESS']] },
  ],
};

/** Waits inside the bundle pass 100 times faster; see packages/sandbox/src/scale-time.ts. */
const hurried = {
  NODE_OPTIONS: `--import=${new URL('../../../packages/sandbox/src/scale-time.ts', import.meta.url)}`,
  RELEASE_TRAIN_SANDBOX_CLOCK: `${Date.now()},${Date.now()},100`,
};

const job = {
  GITHUB_REPOSITORY: 'octo/shop',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: ours,
};

interface Stage {
  readonly api?: Partial<RailwayApiOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function play({ api = {}, inputs = {} }: Stage) {
  await using server = await railwayApi({
    world,
    startMs: Date.UTC(2026, 0, 5),
    nowMs: () => Date.UTC(2026, 0, 5, 1),
    projectToken: token,
    ...api,
  });
  const run = await runBundle('railway-wait-deploy', {
    inputs: { 'railway-token': token, 'api-url': `${server.url}/graphql/v2`, ...inputs },
    env: { ...job, ...hurried },
  });
  return { run, requests: server.requests };
}

const errorOf = ({ stdout }: BundleRun): string =>
  /^::error::(?<text>.*)$/m.exec(stdout)?.groups?.['text']?.replaceAll('%0A', '\n') ?? '';

it('finds every service live with three requests', async () => {
  const { run, requests } = await play({});
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toBe('');
  expect(requests.map(({ body }) => JSON.parse(body).operationName)).toEqual([
    'ProjectTokenScope',
    'Preflight',
    'FindDeployments',
  ]);
  const { deployments = '', 'duration-ms': durationMs, ...outputs } = run.outputs;
  expect(outputs).toEqual({
    verdict: 'success',
    url: 'https://shop.up.railway.app',
    commit: ours,
    'live-commit': ours,
    requests: '3',
  });
  expect(Number(durationMs)).toBeGreaterThan(0);
  expect(JSON.parse(deployments)).toEqual({
    web: {
      id: 'web-1',
      status: 'SUCCESS',
      verdict: 'success',
      reason: 'is live',
      url: 'https://shop.up.railway.app',
      commit: ours,
      'live-id': 'web-1',
      'live-commit': ours,
    },
    worker: {
      id: 'worker-1',
      status: 'SUCCESS',
      verdict: 'success',
      reason: 'is live',
      commit: ours,
      'live-id': 'worker-1',
      'live-commit': ours,
    },
  });
  expect(run.summary).toContain('### Railway shop / production: success');
});

it('sets outputs and a summary on failure too', async () => {
  const failed: RailwayWorld = {
    ...world,
    deployments: [
      ...world.deployments.slice(0, 1),
      {
        id: 'worker-1',
        service: 'worker',
        commit: ours,
        history: [[0, 'FAILED']],
        failure: {
          step: 'HEALTHCHECK',
          error: 'no answer',
          logs: ['listening', '::stop-commands::x'],
        },
      },
    ],
  };
  const { run } = await play({ api: { world: failed } });
  expect(run.exitCode).toBe(1);
  expect(run.outputs['verdict']).toBe('failed');
  expect(errorOf(run).split('\n').slice(0, 2)).toEqual([
    'commit aaaaaaa is not live on "shop / production": failed',
    '- service "worker" failed at HEALTHCHECK: no answer',
  ]);
  expect(run.summary).toContain('listening');
  expect(run.stdout).not.toContain('\n::stop-commands');
});

it('names every bad input in one message', async () => {
  const { run, requests } = await play({
    inputs: {
      'railway-token': '',
      'token-type': 'team',
      commit: 'main',
      timeout: 'soon',
      settle: 'later',
      'max-requests': '3',
      'api-url': 'backboard',
      'on-skipped': 'ignore',
    },
  });
  expect(run.exitCode).toBe(1);
  expect(requests).toEqual([]);
  expect(run.stdout.match(/^::error::/gm)).toHaveLength(1);
  expect(errorOf(run).split('\n')).toEqual([
    '8 inputs are wrong:',
    expect.stringMatching(/^- input "railway-token" is required but not set: pass a secret/),
    '- input "token-type" is "team": must be one of auto, project, account',
    '- input "commit" is "main": must be a full commit SHA of 40 hexadecimal digits',
    '- input "timeout" is "soon": must be a duration such as 500ms, 30s, 10m or 1h30m',
    '- input "on-skipped" is "ignore": must be one of by-reason, success, fail',
    '- input "settle" is "later": must be auto or a duration such as 30s',
    '- input "max-requests" is "3": must be auto or a whole number of at least 8',
    '- input "api-url" is "backboard": must be an absolute http(s) URL',
  ]);
  expect(run.stdout).not.toMatch(/\n\s+at /);
});

const answer =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): boolean => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
    return true;
  };

describe('one line for a Railway that does not answer as it should', () => {
  it.each([
    ['401', answer(401, '{"errors":[{"message":"bad token"}]}'), /: 401: bad token$/],
    ['403', answer(403, 'error code: 1020', { 'content-type': 'text/plain' }), /: 403: /],
    ['404', answer(404, '{"message":"no such path"}'), /: 404: /],
    ['422', answer(422, '{"errors":[{"message":"odd"}]}'), /: 422: odd$/],
    ['429', answer(429, '{"errors":[{"message":"slow down"}]}'), /: 429: slow down$/],
    ['500', answer(500, '{"errors":[{"message":"oops"}]}'), /: 500: oops$/],
    [
      'HTML',
      answer(200, '<h1>Hello</h1>', { 'content-type': 'text/html' }),
      /: 200: the answer is not JSON \(text\/html\): Hello$/,
    ],
    [
      'a refusal',
      answer(200, '{"errors":[{"message":"Not Authorized"}],"data":null}'),
      /: 200: Not Authorized$/,
    ],
  ])('%s', async (_name, fault, line) => {
    const { run } = await play({ api: { fault }, inputs: { 'appear-timeout': '5s' } });
    const [message = '', ...hint] = errorOf(run).split('\n');
    expect(run.exitCode).toBe(1);
    expect(message).toMatch(/POST http:\/\/127\.0\.0\.1:\d+\/graphql\/v2: /);
    expect(message).toMatch(line);
    expect(hint).toHaveLength(1);
    expect(run.stdout.replaceAll(`::add-mask::${token}`, '')).not.toContain(token);
    expect(run.stdout + run.stderr).not.toMatch(/\n\s+at /);
  });

  it('nobody there', async () => {
    const { run } = await play({
      inputs: { 'api-url': 'http://127.0.0.1:9/graphql/v2', 'appear-timeout': '5s' },
    });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /^POST http:\/\/127\.0\.0\.1:9\/graphql\/v2: no answer: .*\nCheck /,
    );
  });
});

const building: RailwayWorld = {
  ...world,
  deployments: world.deployments.map((one) => ({ ...one, history: [[0, 'BUILDING']] })),
};

it('tells the last known state where the token is revoked in mid-wait', async () => {
  const refusal = answer(200, '{"errors":[{"message":"Not Authorized"}],"data":null}');
  const { run } = await play({
    api: { world: building, fault: (response, count) => count > 4 && refusal(response) },
  });
  expect(run.exitCode).toBe(1);
  expect(run.outputs).toMatchObject({ verdict: 'timed-out', commit: ours, requests: '6' });
  expect(JSON.parse(run.outputs['deployments'] ?? '')).toMatchObject({
    web: { status: 'BUILDING', verdict: 'timed-out' },
  });
  expect(errorOf(run)).toContain('Railway does not accept the token; this is the last known state');
  expect(run.summary).toContain('| `BUILDING` |');
});

describe('a cancelled job', () => {
  /** Sends SIGTERM while this request is without an answer. */
  async function cancelledAt(request: number, inputs: Readonly<Record<string, string>> = {}) {
    const cancel = new AbortController();
    await using server = await railwayApi({
      world: building,
      startMs: Date.UTC(2026, 0, 5),
      nowMs: () => Date.UTC(2026, 0, 5, 1),
      projectToken: token,
      fault: (_response, count, operation) => {
        if (count === request) cancel.abort();
        return count >= request && operation !== 'CancelDeployment';
      },
    });
    const run = await runBundle('railway-wait-deploy', {
      inputs: { 'railway-token': token, 'api-url': `${server.url}/graphql/v2`, ...inputs },
      env: { ...job, ...hurried },
      terminate: cancel.signal,
    });
    const asked = server.requests.map(({ body }): string => JSON.parse(body).operationName);
    return { ...run, asked };
  }

  it('prints the last known state and sets the outputs', async () => {
    const run = await cancelledAt(4);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['verdict']).toBe('timed-out');
    expect(JSON.parse(run.outputs['deployments'] ?? '')).toMatchObject({
      web: { status: 'BUILDING' },
    });
    expect(run.stdout).toMatch(/^cancelled after .*: service "web" is still BUILDING/m);
    expect(run.summary).toContain('this is the last known state');
  });

  it('sets the outputs although nothing is known yet', async () => {
    const run = await cancelledAt(3);
    expect(run.outputs['verdict']).toBe('timed-out');
    expect(run.stdout).toMatch(/^cancelled after /m);
  });

  it('cancels the deployments too where it was asked to', async () => {
    const run = await cancelledAt(4, { 'cancel-on-abort': 'true' });
    expect(run.asked.slice(4)).toEqual(['CancelDeployment', 'CancelDeployment']);
    expect(run.stdout).toContain('worker: deployment worker-1 cancelled on Railway');
    expect(run.outputs['verdict']).toBe('timed-out');
  });

  it('says so where not even the place is known', async () => {
    const run = await cancelledAt(1);
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'timed-out', commit: ours });
    expect(errorOf(run)).toBe('the job was cancelled before anything was known');
  });
});
