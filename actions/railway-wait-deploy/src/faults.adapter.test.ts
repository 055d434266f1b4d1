/** Every fault at every request in turn, over real HTTP: the verdict stands, or the error is clear. */
import type { ServerResponse } from 'node:http';
import { readInputs } from '@release-train/action-kit';
import { graphqlRailway } from '@release-train/railway';
import { FakeClock } from '@release-train/testing/fake-clock';
import type { RailwayWorld } from '@release-train/testing/fake-railway';
import { railwayApi } from '@release-train/testing/fake-railway-api';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { run } from './run.ts';
import { deployment, fakeAncestry, push, web, worker } from './scenario.suite.ts';

const token = 'secret-token-0123456789';

const world: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: [web, worker],
  deployments: [
    deployment('web', [
      [0, 'BUILDING'],
      [12_000, 'SUCCESS'],
    ]),
    deployment('worker', [
      [0, 'BUILDING'],
      [6_000, 'DEPLOYING'],
      [12_000, 'SUCCESS'],
    ]),
  ],
};

/** Without faults, in order. */
const requests = [
  'ProjectTokenScope',
  'Preflight',
  'FindDeployments',
  'FindDeployments',
  'FindDeployments',
  'FindDeployments',
  'ActiveDeployments',
  'Timelines',
];

type Fault = (response: ServerResponse) => void;

const answer =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault =>
  (response) => {
    const isText = typeof body === 'string';
    const type = isText ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };

const problem = { errors: [{ message: 'Problem processing request', traceId: 't-1' }] };

const passing: Readonly<Record<string, Fault>> = {
  500: answer(500, { errors: [{ message: 'oops' }] }),
  '503 with HTML': answer(503, '<html>Service Unavailable</html>'),
  '429 with Retry-After': answer(429, { errors: [{ message: 'slow' }] }, { 'retry-after': '3' }),
  '429 of Cloudflare': answer(429, 'error code: 1015', { 'retry-after': '3' }),
  'a reset': (response) => response.destroy(),
  'half an answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"data":');
    setImmediate(() => response.destroy());
  },
  'an HTML body': answer(200, '<html>Just a moment</html>'),
  'no data': answer(200, { data: null }),
  'partial errors': answer(200, { ...problem, data: { deployments: null } }),
};

const silence: Fault = () => {};

/** Plays a wait with the fault at some requests. */
async function play(
  fault: Fault,
  isFaulty: (count: number, operation: string) => boolean,
  timeout = '2m',
) {
  const clock = new FakeClock();
  const startMs = clock.now();
  await using server = await railwayApi({
    world,
    startMs,
    nowMs: () => clock.now(),
    projectToken: token,
    fault: (response, count, operation) => {
      if (!isFaulty(count, operation)) return false;
      fault(response);
      return true;
    },
  });
  const runner = new FakeRunner({ 'railway-token': token, timeout });
  const inputs = readInputs(contract, runner);
  const railway = graphqlRailway({
    token,
    tokenType: 'auto',
    apiUrl: new URL(`${server.url}/graphql/v2`),
    client: 'railway-wait-deploy',
    clock,
    giveUpAtMs: inputs.timeout,
    // Real time: only silence uses it up.
    requestTimeoutMs: fault === silence ? 200 : 15_000,
  });
  const { signal } = new AbortController();
  const ports = { railway, ancestry: fakeAncestry(), clock, log: runner, context: push, signal };
  const outcome = await run(inputs, ports).catch((error: unknown) => error as Error);
  const asked = server.requests.map(({ body }): string => JSON.parse(body).operationName);
  return { outcome, asked, elapsedMs: clock.elapsed(), log: runner.log };
}

const failureOf = ({ outcome }: Awaited<ReturnType<typeof play>>): string | undefined =>
  outcome instanceof Error ? undefined : outcome.failure?.message;

const verdictOf = ({ outcome }: Awaited<ReturnType<typeof play>>): unknown =>
  outcome instanceof Error ? outcome.message : outcome.outputs.verdict;

it('without a fault asks what it must', async () => {
  const played = await play(
    () => {},
    () => false,
  );
  expect(verdictOf(played)).toBe('success');
  expect(played.asked).toEqual(requests);
});

/** Once the place and its services are known. */
const isLook = (_count: number, operation: string): boolean =>
  operation !== 'ProjectTokenScope' && operation !== 'Preflight';

describe.each(Object.entries({ ...passing, silence }))('%s', (_name, fault) => {
  it.each(requests.map((operation, index) => [operation, index + 1] as const))(
    'at %s, request %d, leaves the verdict as it is',
    async (_operation, at) => {
      const played = await play(fault, (count) => count === at);
      expect(verdictOf(played)).toBe('success');
      expect(played.elapsedMs).toBeLessThanOrEqual(30_000);
    },
  );

  it('at every look ends at the deadline, and says why', async () => {
    const played = await play(fault, isLook, '30s');
    expect(verdictOf(played)).toBe('timed-out');
    expect(played.elapsedMs).toBeLessThanOrEqual(30_000);
    expect(failureOf(played)).toContain('the last look failed: POST http://127.0.0.1');
    expect(failureOf(played)).not.toContain(token);
  });

  it('from the beginning is one clear line at the deadline, with the outputs set', async () => {
    const played = await play(fault, () => true, '30s');
    expect(verdictOf(played)).toBe('timed-out');
    expect(failureOf(played)).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/graphql\/v2: [^\n]+$/);
    expect(failureOf(played)).not.toContain(token);
    expect(played.elapsedMs).toBeLessThanOrEqual(30_000);
  });
});

describe('a token revoked in mid-wait', () => {
  const revoked = answer(200, { errors: [{ message: 'Not Authorized' }], data: null });

  it.each([1, 2])('before anything is known, at request %d, is told as that', async (at) => {
    const played = await play(revoked, (count) => count >= at);
    expect(played.outcome).toMatchObject({ code: 'wrong-token' });
    expect(verdictOf(played)).toMatch(/Railway (does not accept|accepts) the token/);
  });

  it.each([3, 4, 5, 6, 7])('at request %d is told with the last known state', async (at) => {
    const played = await play(revoked, (count) => count >= at);
    expect(played.outcome).toMatchObject({
      outputs: { verdict: 'timed-out', deployments: { web: { verdict: 'timed-out' } } },
    });
    expect(failureOf(played)).toMatch(/Railway does not accept the token; this is the last known/);
    expect(played.elapsedMs).toBeLessThanOrEqual(15_000);
  });

  it('after the verdict changes nothing', async () => {
    expect(verdictOf(await play(revoked, (count) => count >= 8))).toBe('success');
  });
});

it('does not ask again before Railway wants to be asked', async () => {
  const fault = answer(429, { errors: [{ message: 'slow' }] }, { 'retry-after': '600' });
  const played = await play(fault, isLook, '5m');
  expect(verdictOf(played)).toBe('timed-out');
  expect(played.elapsedMs).toBe(300_000);
  expect(played.asked).toEqual([
    'ProjectTokenScope',
    'Preflight',
    'FindDeployments',
    'FindDeployments',
  ]);
});
