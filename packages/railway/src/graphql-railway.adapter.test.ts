import type { ServerResponse } from 'node:http';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeRailway } from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { answer, open, startMs, token } from './opened.suite.ts';
import { railwaySuite, suiteWorld } from './railway.suite.ts';

describe('graphqlRailway', () => {
  railwaySuite({ startMs, open: () => open() });
});

describe('FakeRailway', () => {
  railwaySuite({
    startMs,
    open: async () => {
      const clock = new FakeClock(startMs);
      const railway = new FakeRailway(suiteWorld, clock);
      clock.advance(120_000);
      return { railway, [Symbol.asyncDispose]: async () => {} };
    },
  });
});

describe('the token', () => {
  it('is sent as a project token first, with a source and a user agent', async () => {
    await using opened = await open();
    await opened.railway.readPlace({});
    expect(opened.server.requests).toMatchObject([
      {
        method: 'POST',
        path: '/graphql/v2?source=railway-wait-deploy',
        headers: {
          'project-access-token': token,
          'user-agent': 'release-train/railway-wait-deploy',
        },
      },
    ]);
    expect(opened.server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is tried as an account token where Railway knows no such project token', async () => {
    await using opened = await open({ accountToken: token });
    const place = await opened.railway.readPlace({ project: 'shop' });
    expect(place.environmentName).toBe('production');
    await opened.railway.readDeployments(place, []);
    expect(opened.server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      ...Array.from({ length: 4 }, () => `Bearer ${token}`),
    ]);
  });

  it('of no type at all is refused with what was tried', async () => {
    await using opened = await open({});
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({
      code: 'wrong-token',
      message: expect.stringMatching(
        /neither as a project token nor as an account or workspace token: .*Not Authorized \(trace trace-1\)/,
      ),
    });
  });

  it('said to be a project token is not tried otherwise', async () => {
    await using opened = await open({ accountToken: token }, { tokenType: 'project' });
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({
      code: 'wrong-token',
      hint: expect.stringContaining('"token-type"'),
    });
    expect(opened.server.requests).toHaveLength(1);
  });

  it('never shows up in an error, even where Railway repeats it', async () => {
    const body = { errors: [{ message: `Bad token ${token}` }], data: null };
    await using opened = await open(answer(200, body));
    const error = await opened.railway.readPlace({}).catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token);
    expect(error).toMatchObject({ message: expect.stringContaining('Bad token ***') });
  });
});

describe('names', () => {
  it('of a project that does not exist bring the nearest one and the list', async () => {
    await using opened = await open({ accountToken: token });
    await expect(opened.railway.readPlace({ project: 'shpo' })).rejects.toMatchObject({
      message:
        'input "project": "shpo" does not exist in the workspaces of this token; did you mean "shop"?',
      hint: 'There is: shop.',
    });
  });

  it('are required with an account token', async () => {
    await using opened = await open({ accountToken: token });
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({
      message: 'input "project" is required with an account or workspace token',
    });
  });

  it('that contradict a project token are refused', async () => {
    await using opened = await open();
    await expect(opened.railway.readPlace({ environment: 'staging' })).rejects.toMatchObject({
      message:
        'input "environment" is "staging", but the project token is bound to "shop / production"',
    });
  });
});

describe('"Not Authorized"', () => {
  const other = { projectId: 'x', projectName: 'x', environmentId: 'x', environmentName: 'x' };

  it('with a living token means that the thing is out of sight', async () => {
    await using opened = await open();
    await opened.railway.readPlace({});
    await expect(opened.railway.readServices(other)).rejects.toMatchObject({
      code: 'no-access',
      message: expect.stringContaining('Railway accepts the token itself'),
    });
  });

  it('with a token that died in between says so', async () => {
    const life = { isOver: false };
    const refusal = answer(200, { errors: [{ message: 'Not Authorized' }], data: null });
    await using opened = await open({
      projectToken: token,
      fault: (response) => life.isOver && refusal.fault(response),
    });
    const place = await opened.railway.readPlace({});
    life.isOver = true;
    await expect(opened.railway.readDeployments(place, [])).rejects.toMatchObject({
      code: 'wrong-token',
      message: expect.stringContaining('Railway does not accept the token'),
    });
  });
});

describe('a read that fails in passing', () => {
  it.each([
    ['502 with HTML', answer(502, '<html>Bad gateway</html>'), [1000]],
    ['200 with HTML', answer(200, '<html>Just a moment</html>'), [1000]],
    [
      '429 with Retry-After',
      answer(429, { errors: [{ message: 'slow' }] }, { 'retry-after': '7' }),
      [7000],
    ],
    ['429 of Cloudflare', answer(429, 'error code: 1015', { 'retry-after': '30' }), [30_000]],
    ['no data and no error', answer(200, { data: null }), [1000]],
    [
      'a failing resolver',
      answer(200, { errors: [{ message: 'Problem processing request' }] }),
      [1000],
    ],
    ['a reset', { fault: (response: ServerResponse) => Boolean(response.destroy()) }, [1000]],
  ])('is repeated after %s', async (_name, { fault }, pauses) => {
    await using opened = await open({
      projectToken: token,
      fault: (response, count) => count === 1 && fault(response),
    });
    expect((await opened.railway.readPlace({})).projectName).toBe('shop');
    expect(opened.clock.slept).toEqual(pauses);
    expect(opened.railway.usage().requests).toBe(2);
  });

  it('is given up after four tries, in one line', async () => {
    await using opened = await open(answer(503, 'down'));
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({
      code: 'server-error',
      message: expect.stringMatching(/^POST http:\/\/127\.0\.0\.1:\d+\/graphql\/v2: 503: [^\n]+$/),
    });
    expect(opened.clock.slept).toEqual([1000, 2000, 4000]);
  });

  it('is not repeated beyond the deadline', async () => {
    await using opened = await open(answer(429, {}, { 'retry-after': '3600' }));
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({ code: 'rate-limited' });
    expect(opened.clock.slept).toEqual([]);
  });
});

describe('a read that would fail again', () => {
  it.each([
    ['401', answer(401, { message: 'no' }), 'unauthorized'],
    ['403 of Cloudflare', answer(403, 'error code: 1020'), 'forbidden'],
    [
      'a validation error',
      answer(400, { errors: [{ message: 'Cannot query field "x"' }] }),
      'refused',
    ],
  ])('fails at once: %s', async (_name, { fault }, code) => {
    await using opened = await open({ fault }, { tokenType: 'project' });
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({ code });
    expect(opened.clock.slept).toEqual([]);
  });

  it('fails with the place that has another shape', async () => {
    await using opened = await open(answer(200, { data: { projectToken: { projectId: 7 } } }));
    await expect(opened.railway.readPlace({})).rejects.toMatchObject({
      code: 'unexpected-answer',
      message: expect.stringContaining('projectToken.projectId'),
    });
  });
});

describe('requests', () => {
  it('stop at the ceiling', async () => {
    await using opened = await open(undefined, { maxRequests: 1 });
    const place = await opened.railway.readPlace({});
    await expect(opened.railway.readDeployments(place, [])).rejects.toMatchObject({
      code: 'request-ceiling',
      message: 'all 1 requests allowed are used',
    });
    expect(opened.server.requests).toHaveLength(1);
  });

  it('tell what the rate limit still allows', async () => {
    const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '42' };
    await using opened = await open({ projectToken: token, headers });
    await opened.railway.readPlace({});
    expect(opened.railway.usage()).toEqual({ requests: 1, limit: 100, remaining: 42 });
  });
});

it('evidence that cannot be read is a gap, never an error', async () => {
  const refused = answer(200, {
    errors: [{ message: 'Deployment does not have an associated build' }],
    data: null,
  });
  await using opened = await open(refused);
  expect(await opened.railway.readFailure('x', 5)).toEqual({
    logs: [],
    gaps: [
      expect.stringMatching(/^events: .*associated build/),
      expect.stringMatching(/^deployment logs: .*associated build/),
    ],
  });
});

it('reads every page of services and triggers', async () => {
  const services = Array.from({ length: 230 }, (_, index) => ({
    name: `service-${index}`,
    trigger: { repository: 'octo/shop', branch: `branch-${index}`, waitsForCi: false },
  }));
  await using opened = await open({
    projectToken: token,
    world: { ...suiteWorld, services, deployments: [] },
  });
  const found = await opened.railway.readServices(await opened.railway.readPlace({}));
  expect(found).toHaveLength(230);
  expect(found.at(-1)?.trigger?.branch).toBe('branch-229');
  expect(opened.server.requests).toHaveLength(4);
});

it('keeps statuses that Railway may add', async () => {
  const node = { id: 'd', status: 'THAWING', createdAt: 'nonsense', meta: '{"commitHash":7}' };
  const page = { data: { deployments: { edges: [{ node }] } } };
  await using opened = await open(answer(200, page));
  const place = { projectId: '', projectName: '', environmentId: '', environmentName: '' };
  expect(await opened.railway.readDeployments(place, [])).toEqual([
    {
      id: 'd',
      serviceId: '',
      status: 'THAWING',
      phase: 'unknown',
      createdAtMs: 0,
      canRollback: false,
      stopped: false,
    },
  ]);
});
