/** One safe action: all services together, at most once, or a refusal with its reason. */
import { HttpError } from '@release-train/http';
import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type FakeDeployment,
  FakeRailway,
  type RailwayWorld,
} from '@release-train/testing/fake-railway';
import { describe, expect, it } from 'vitest';
import { callCounter } from '../call-counter.suite.ts';
import { placeOf } from '../identity.ts';
import { statusOf } from '../judgement.ts';
import { FakeClaims, FakeJudgements, FakeRevert, good, monitor, sha } from '../monitor.suite.ts';

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };
const goodSha = 'd'.repeat(40);
const names = ['web', 'worker', 'beat'] as const;
/** The worker crashes a minute into the watch. */
const deploymentsOf = (service: string): FakeDeployment[] => [
  {
    id: `${service}-old`,
    service,
    commit: goodSha,
    imageDigest: `sha256:old-${service}`,
    canRollback: true,
    history: [
      [-7_200_000, 'SUCCESS'],
      [-10_000, 'REMOVED'],
    ],
  },
  {
    id: `${service}-bad`,
    service,
    commit: sha,
    imageDigest: `sha256:bad-${service}`,
    canRollback: true,
    history:
      service === 'worker'
        ? [
            [-10_000, 'SUCCESS'],
            [60_000, 'CRASHED'],
          ]
        : [[-10_000, 'SUCCESS']],
  },
];
const world: RailwayWorld = {
  project: 'shop',
  environment: 'production',
  services: names.map((name) => ({
    name,
    trigger,
    ...(name === 'web' ? { domains: ['app.test'] } : {}),
  })),
  deployments: names.flatMap(deploymentsOf),
};

const inputs = { 'on-failure': 'rollback', 'github-token': 'github-secret' };

/** A repository in which the earlier commit is on record as healthy. */
async function scene(options: { readonly isGoodKnown?: boolean } = {}) {
  const clock = new FakeClock();
  const railway = new FakeRailway(world, clock);
  const judgements = new FakeJudgements();
  if (options.isGoodKnown ?? true) {
    const place = placeOfEnvironment();
    const status = statusOf({ verdict: 'healthy', identity: { place, key: '0123456789ab' } });
    judgements.statuses.push({ ...status, commit: goodSha, createdAtMs: 0 });
  }
  const claims = new FakeClaims();
  const orders = () => railway.stage.records().filter(({ id }) => !/-(old|bad)$/.test(id));
  return { clock, railway, judgements, claims, revert: new FakeRevert(), orders };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const placeOfEnvironment = (): string =>
  placeOf({
    projectId: 'project-1',
    projectName: 'shop',
    environmentId: 'environment-1',
    environmentName: 'production',
  });

const watch = (
  { clock, railway, judgements, claims, revert }: Scene,
  more: Parameters<typeof monitor>[1] = {},
) =>
  monitor(() => good, {
    shared: { clock, railway },
    judgements,
    claims,
    revert,
    ...more,
    inputs: { ...inputs, ...more.inputs },
  });

describe('a worker that crashes behind a healthy web', () => {
  it('takes all services back together, to the commit on record as good, and proves it', async () => {
    const here = await scene();
    const { outputs, failure, summary } = await watch(here);
    expect(outputs).toMatchObject({
      verdict: 'failed',
      reason: 'crashed',
      'action-taken': 'rolled-back',
      rollback: Object.fromEntries(
        names.map((name) => [name, { from: `${name}-bad`, to: goodSha, isVerified: true }]),
      ),
    });
    expect(here.orders().map(({ commit, status }) => [commit, status])).toEqual(
      names.map(() => [goodSha, 'SUCCESS']),
    );
    expect(failure?.message).toContain('the endpoints answer well');
    expect(summary).toContain('**rolled back** (`rolled-back`)');
    expect(summary).toContain('| `worker` | `worker-bad` | `dddddddddddd` | `rollback-2` | yes |');
    expect([...here.claims.refs.values()].map(({ content }) => content?.state)).toEqual(['acted']);
  });

  it('is left alone by default', async () => {
    const here = await scene();
    const { outputs } = await watch(here, { inputs: { 'on-failure': 'observe' } });
    expect(outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'none' });
    expect([here.orders(), here.claims.refs.size]).toEqual([[], 0]);
  });

  it('is only told of in a dry run', async () => {
    const here = await scene();
    const { outputs, failure } = await watch(here, { inputs: { 'dry-run': 'true' } });
    expect(outputs['action-taken']).toBe('none');
    expect(failure?.message).toContain('dry run: would roll back "web", "worker", "beat"');
    expect([here.orders(), here.claims.refs.size]).toEqual([[], 0]);
  });

  it('says so loudly where the earlier release fails as well', async () => {
    const here = await scene();
    const { outputs, failure } = await monitor(
      () => (here.orders().length > 0 ? { status: 500 } : good),
      {
        shared: here,
        judgements: here.judgements,
        claims: here.claims,
        inputs,
      },
    );
    expect(outputs['action-taken']).toBe('rollback-failed');
    expect(failure?.message).toContain('still fails');
  });
});

describe('a revert pull request', () => {
  const both = { 'on-failure': 'rollback, revert-pr' };

  it('follows the rollback and tells of it, and the failure', async () => {
    const here = await scene();
    const { outputs, failure, summary } = await watch(here, { inputs: both });
    expect(outputs).toMatchObject({ 'action-taken': 'rolled-back', 'revert-pr-url': 'url-9' });
    expect(here.revert.orders).toMatchObject([
      { commit: sha, branch: 'main', language: 'en', isDryRun: false },
    ]);
    const story = here.revert.orders[0]?.story;
    expect(story).toMatchObject({ verdict: 'failed', reason: 'crashed' });
    expect(story?.why).toContain('service "worker" is CRASHED');
    expect(story?.done).toContain('service "beat" is rolled back to commit');
    expect(failure?.message).toContain('revert pull request #9 is opened');
    expect(summary).toContain('[revert pull request](url-9)');
  });

  it('is opened without a rollback and without Railway, where nothing else is asked for', async () => {
    const revert = new FakeRevert();
    const { outputs } = await monitor(() => ({ status: 500 }), {
      revert,
      inputs: { 'on-failure': 'revert-pr', 'github-token': 'github-secret' },
    });
    expect(outputs).toMatchObject({ 'action-taken': 'revert-pr', 'revert-pr-url': 'url-9' });
    expect(revert.orders[0]?.story.done).toBeUndefined();
    expect(revert.orders[0]?.story.why).toContain('status: expected 200-299, got 500');
  });

  it('is opened where the rollback is refused because a migration shipped', async () => {
    const here = await scene();
    here.claims.paths = ['db/migrations/7.sql'];
    const inputs = { ...both, 'guard-paths': 'db/migrations/**' };
    const { outputs } = await watch(here, { inputs });
    expect(outputs).toMatchObject({ 'action-taken': 'rollback-refused', 'revert-pr-url': 'url-9' });
    expect(here.revert.orders[0]?.story.done).toContain('db/migrations/7.sql');
    expect(here.orders()).toEqual([]);
  });

  it('is not opened where the earlier release fails as well', async () => {
    const here = await scene();
    const { claims, judgements, revert } = here;
    const { outputs } = await monitor(() => (here.orders().length > 0 ? { status: 500 } : good), {
      shared: here,
      claims,
      judgements,
      revert,
      inputs: { ...inputs, ...both },
    });
    expect(outputs).toMatchObject({
      'action-taken': 'rollback-failed',
      'revert-pr-url': undefined,
    });
    expect(revert.orders).toEqual([]);
  });

  it('is not opened where the application works, or was never reached', async () => {
    const revert = new FakeRevert();
    const inputs = { 'on-failure': 'revert-pr', 'github-token': 'x' };
    await monitor(() => good, { revert, inputs });
    await monitor(() => ({ status: 429 }), { revert, inputs });
    expect(revert.orders).toEqual([]);
  });

  it('is opened by the run that finishes a rollback which was cut off before it', async () => {
    const here = await scene();
    const names = await namesOf(both);
    const atRevert = callCounter(names.lastIndexOf('open') + 1);
    await watch(here, { inputs: both, between: atRevert.between }).catch(() => {});
    expect(here.orders()).toHaveLength(3);
    expect(here.revert.orders).toEqual([]);
    const { outputs } = await watch(here, { inputs: both });
    expect(outputs).toMatchObject({
      reason: 'rollback-resumed',
      'action-taken': 'rolled-back',
      'revert-pr-url': 'url-9',
    });
    expect(here.revert.orders[0]).toMatchObject({ commit: sha, branch: 'main' });
    expect(here.revert.orders[0]?.story.why).toContain('service "worker" is CRASHED');
    expect(here.orders()).toHaveLength(3);
  });
});

/** What a run for another deployment came to, half an hour ago. */
const earlierClaim = (here: Scene, outcome: string) =>
  here.claims.create(`release-train/claims/${placeOfEnvironment()}/ffffffffffff`, {
    ...{ version: 1, state: 'acted', run: 'x', commit: sha, services: [], knownGood: [] },
    ...{ requireKnownGood: true, atMs: here.clock.now() - 1_800_000, outcome },
  });

describe('a rollback is refused, with the reason, and nothing is ordered', () => {
  const refusedWith = async (
    here: Scene,
    change: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const { outputs, failure } = await watch(here, { inputs: change });
    expect(outputs['action-taken']).toBe('rollback-refused');
    expect(here.orders()).toEqual([]);
    return failure?.message ?? '';
  };

  it('when a migration shipped', async () => {
    const here = await scene();
    here.claims.paths = ['app/a.ts', 'db/migrations/2026/7.sql'];
    const message = await refusedWith(here, { 'guard-paths': 'db/migrations/**' });
    expect(message).toContain('the release changed "db/migrations/2026/7.sql"');
    expect(message).toContain('mend forward, or roll back by hand');
  });

  it('when it cannot be told whether one shipped', async () => {
    const here = await scene();
    here.claims.paths = undefined;
    expect(await refusedWith(here, { 'guard-paths': 'db/**' })).toContain('cannot be told');
  });

  it('when no earlier commit is on record as good', async () => {
    const message = await refusedWith(await scene({ isGoodKnown: false }));
    expect(message).toContain('no earlier deployment is known to have been healthy');
  });

  it('within the cooldown of another', async () => {
    const here = await scene();
    await earlierClaim(here, 'rolled-back');
    expect(await refusedWith(here)).toContain('another release was rolled back here 31 min ago');
  });

  it('with every reason there is, what will not pass first', async () => {
    const here = await scene();
    here.claims.paths = ['db/migrations/2026/7.sql'];
    await earlierClaim(here, 'rolled-back');
    const hours = 'Sun 03:00-04:00';
    const guards = { 'guard-paths': 'db/migrations/**', 'rollback-hours': hours };
    expect(await refusedWith(here, guards)).toMatch(
      /the release changed "db.*"rollback-hours".*\(input "cooldown"\)/,
    );
  });

  it('when the claim cannot be made', async () => {
    const here = await scene();
    const url = 'https://api.test/git/refs';
    here.claims.failure = new HttpError({ method: 'POST', url, status: 403, reason: 'no' });
    expect(await refusedWith(here)).toContain('permissions: contents: write');
  });

  it('without a token to order or to claim with', async () => {
    await expect(monitor(() => good, { inputs: { 'on-failure': 'rollback' } })).rejects.toThrow(
      '2 inputs are wrong',
    );
  });
});

describe('the cooldown', () => {
  it.each([
    ['is over in time', 'rolled-back', '5m'],
    ['does not begin where nothing was changed', 'rollback-refused', '60m'],
  ])('%s', async (_, outcome, cooldown) => {
    const here = await scene();
    await earlierClaim(here, outcome);
    const { outputs } = await watch(here, { inputs: { cooldown } });
    expect(outputs['action-taken']).toBe('rolled-back');
  });
});

describe('at most once', () => {
  it('of two monitors at once one acts', async () => {
    const here = await scene();
    const runs = await Promise.all(
      [1, 2].map((run) => watch(here, { event: { runUrl: `https://github.test/runs/${run}` } })),
    );
    const taken = runs.map(({ outputs }) => outputs['action-taken']).toSorted();
    expect(taken).toEqual(['already-acted', 'rolled-back']);
    expect(here.orders()).toHaveLength(3);
  });

  it('and never half: killed at every request in turn, the next run ends in the same state', async () => {
    const counted = await scene();
    const whole = callCounter(Number.POSITIVE_INFINITY);
    await watch(counted, { between: whole.between });
    const ends = new Map<string, number>();
    for (let at = 1; at <= whole.calls(); at += 1) {
      for (const isCarriedOut of [false, true]) {
        const here = await scene();
        const killer = callCounter(at, isCarriedOut);
        await watch(here, { between: killer.between }).catch(() => {});
        await watch(here).catch((error: Error) => error.message);
        const orders = here.orders();
        const perService = Map.groupBy(orders, ({ serviceId }) => serviceId);
        expect(Math.max(0, ...[...perService.values()].map(({ length }) => length))).toBeLessThan(
          2,
        );
        const end = `${orders.length} rolled back`;
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    }
    expect([...ends]).toEqual([['3 rolled back', 2 * whole.calls()]]);
    expect(whole.calls()).toBeGreaterThan(20);
  });

  it('a claim whose run died is left alone while it is fresh, and finished once it is stale', async () => {
    const here = await scene();
    const firstOrder = callCounter(await callsUntil('rollBack'), true);
    await watch(here, { between: firstOrder.between }).catch(() => {});
    expect(here.orders()).toHaveLength(1);
    const other = { event: { runUrl: 'https://github.test/runs/2' } };
    await watch(here, other);
    expect(here.orders()).toHaveLength(1);
    await here.clock.sleep(900_000);
    const { outputs } = await watch(here, other);
    expect(outputs).toMatchObject({ reason: 'rollback-resumed', 'action-taken': 'rolled-back' });
    expect(here.orders()).toHaveLength(3);
  });
});

/** Number of the first call of that name in a run that nobody disturbs. */
const callsUntil = async (name: string): Promise<number> => (await namesOf({})).indexOf(name) + 1;

async function namesOf(change: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const undisturbed = callCounter(Number.POSITIVE_INFINITY);
  await watch(await scene(), { inputs: change, between: undisturbed.between });
  return undisturbed.names();
}
