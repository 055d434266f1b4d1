/** A release on a GitHub and a Railway that fails, or not: what is done about it, and recorded. */
import { lostAnswer, serverError } from '@release-train/sandbox/faults';
import { app } from '@release-train/sandbox/railway-world';
import {
  openReleaseWorld,
  type ReleaseWorld,
  releaseState,
} from '@release-train/testing/release-world';
import { type Played, played, type Scenario } from './scenario.ts';

type Watch = NonNullable<Parameters<ReleaseWorld['watch']>[0]>;

const always = Number.POSITIVE_INFINITY;
const gitHubApi = /^\/api\/v3\//;
const place = { owner: 'acme', repo: 'shop' };

/** The release before serves again, or the new one still does; and what is on record. */
async function traces(world: ReleaseWorld) {
  const { deployments, pulls, claims, verdict } = await releaseState(world);
  const serving = Object.values(deployments).map((each) => each.at(-1)?.split(' ')[0]);
  return {
    serving: [...new Set(serving)].join(', '),
    orders: Object.values(deployments).map((each) => each.length - 2),
    reverts: pulls.filter((pull) => pull.startsWith('Revert ')).length,
    claims: claims.length,
    recorded: verdict ?? 'nothing',
  };
}

interface Setting {
  /** What the release changes besides its worker, which dies. */
  readonly also?: Readonly<Record<string, string>>;
  readonly prepare?: (world: ReleaseWorld) => void | Promise<void>;
  readonly watch?: Watch;
}

const acting =
  ({ also, prepare, watch }: Setting = {}) =>
  async (): Promise<Played> => {
    await using world = await openReleaseWorld(also);
    await prepare?.(world);
    const seen = played(await world.watch(watch));
    world.faults.beginRun();
    return { ...seen, also: await traces(world) };
  };

const keepsRunning = 'setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(0));';
const works = { 'worker.mjs': keepsRunning };
const failsAtOnce = app('v2').replace("path === '/broken'", "path !== '/health'");

/** Another word on the release before, after the one that it was healthy. */
const judgedBefore =
  (state: 'success' | 'failure', word: string) => async (world: ReleaseWorld) => {
    const { repos } = world.repository.person.rest;
    const at = { ...place, ref: world.first };
    const { data } = await repos.listCommitStatusesForRef(at);
    const { context = '', description } = data[0] ?? {};
    await repos.createCommitStatus({
      ...{ ...place, sha: world.first, state, context },
      description: description?.replace('healthy (clean)', word) ?? '',
    });
  };

const race = async (): Promise<Played> => {
  await using world = await openReleaseWorld();
  const ids = ['1', '2'];
  const runs = await Promise.all(ids.map((id) => world.watch({ env: { GITHUB_RUN_ID: id } })));
  const taken = runs.map(({ outputs }) => outputs['action-taken']).toSorted();
  const [first] = runs.toSorted((a) => (a.outputs['action-taken'] === 'rolled-back' ? -1 : 1));
  if (!first) throw new Error('nobody ran');
  return { ...played(first), also: { taken, ...(await traces(world)) } };
};

/** A schedule finds what no trigger told of; the next one finds the verdict. */
const reconciling = async (): Promise<Played> => {
  await using world = await openReleaseWorld(works);
  const schedule = { inputs: { mode: 'reconcile' }, env: { GITHUB_EVENT_NAME: 'schedule' } };
  const seen = played(await world.watch(schedule));
  const { recorded } = await traces(world);
  const next = played(await world.watch(schedule));
  return { ...seen, also: { recorded, next: next.verdict, probes: next.probes } };
};

const crashed = { verdict: 'failed', reason: 'crashed', exitCode: 1 };
const good = { verdict: 'healthy', reason: 'clean', exitCode: 0 };
const back = {
  ...{ serving: 'first', orders: [1, 1, 1], reverts: 1, claims: 1 },
  recorded: 'failed (crashed)',
};
const left = {
  ...{ serving: 'second', orders: [0, 0, 0], reverts: 1, claims: 0 },
  recorded: 'failed (crashed)',
};

export const actingScenarios: readonly Scenario[] = [
  {
    name: 'rollback',
    situation: 'a worker died, and `on-failure: rollback, revert-pr`',
    expected: { ...crashed, action: 'rolled-back', also: back },
    play: acting(),
  },
  {
    name: 'migration',
    situation: 'a rollback is asked for, and the release changed a path of `guard-paths`',
    expected: { ...crashed, action: 'rollback-refused', also: left },
    play: acting({
      also: { 'db/migrations/2.sql': 'alter' },
      watch: { inputs: { 'guard-paths': 'db/migrations/**' } },
    }),
  },
  {
    name: 'nothing-good',
    situation: 'a rollback is asked for, and no earlier release is on record as healthy',
    expected: { ...crashed, action: 'rollback-refused', also: { ...left, claims: 1 } },
    play: acting({ prepare: judgedBefore('success', 'degraded (errors)') }),
  },
  {
    name: 'pre-existing',
    situation: 'a rollback is asked for, and the release before is on record as failed, too',
    expected: {
      ...{ verdict: 'failed', reason: 'errors', exitCode: 1, action: 'rollback-refused' },
      also: { ...left, reverts: 0, recorded: 'failed (errors)' },
    },
    play: acting({
      also: { ...works, 'server.mjs': failsAtOnce },
      prepare: judgedBefore('failure', 'failed (errors)'),
    }),
  },
  {
    name: 'two-monitors',
    situation: 'a rollback is asked for by two runs at once',
    expected: {
      ...{ ...crashed, action: 'rolled-back' },
      also: { taken: ['already-acted', 'rolled-back'], ...back },
    },
    play: race,
  },
  {
    name: 'lost-answer',
    situation: "a rollback is asked for, and Railway's answer to the order is lost",
    expected: { ...crashed, action: 'rolled-back', also: back },
    play: acting({
      prepare: ({ faults }) =>
        faults.order({ at: { operation: 'deploymentRollback' }, harm: lostAnswer }),
    }),
  },
  {
    name: 'railway-refuses',
    situation: 'a rollback is asked for, and Railway answers 503 to every order',
    expected: {
      ...{ ...crashed, action: 'rollback-failed' },
      also: { ...left, claims: 1 },
    },
    play: acting({
      prepare: ({ faults }) =>
        faults.order({
          at: { operation: 'deploymentRollback', times: always },
          harm: serverError(503),
        }),
    }),
  },
  {
    name: 'github-down-acting',
    situation: 'a rollback is asked for, and GitHub is down: no claim, so nothing is done',
    expected: {
      ...{ ...crashed, action: 'rollback-refused' },
      also: { ...left, reverts: 0, recorded: 'nothing' },
    },
    play: acting({
      prepare: ({ faults }) =>
        faults.order({ at: { path: gitHubApi, times: always }, harm: serverError(503) }),
    }),
  },
  {
    name: 'github-down',
    situation: 'the release works, and GitHub is down: nothing is recorded',
    expected: { ...good, also: { ...left, reverts: 0, recorded: 'nothing' } },
    play: acting({
      also: works,
      prepare: ({ faults }) =>
        faults.order({ at: { path: gitHubApi, times: always }, harm: serverError(503) }),
    }),
  },
  {
    name: 'reconcile',
    situation: 'no trigger fired: a schedule with `mode: reconcile` judges what serves, once',
    expected: {
      ...good,
      also: { recorded: 'healthy (clean)', next: 'already-judged', probes: 0 },
    },
    play: reconciling,
  },
];
