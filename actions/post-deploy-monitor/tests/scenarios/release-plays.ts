/** How a release on a GitHub and a Railway is watched, and the traces that leaves there. */
import { type Fault, serverError } from '@release-train/sandbox/faults';
import { app } from '@release-train/sandbox/railway-world';
import { releaseState } from '@release-train/testing/release-state';
import { openReleaseWorld, place, type ReleaseWorld } from '@release-train/testing/release-world';
import { type Played, played } from './scenario.ts';

type Watch = NonNullable<Parameters<ReleaseWorld['watch']>[0]>;

const always = (at: Fault['at']): Fault => ({
  at: { ...at, times: Number.POSITIVE_INFINITY },
  harm: serverError(503),
});
export const gitHubDown = always({ path: /^\/api\/v3\// });
const railwayDown = always({ path: /^\/graphql\/v2$/ });
export const ordersRefused = always({ operation: 'deploymentRollback' });

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

export const acting =
  ({ also, prepare, watch }: Setting = {}) =>
  async (): Promise<Played> => {
    await using world = await openReleaseWorld(also);
    await prepare?.(world);
    const seen = played(await world.watch(watch));
    world.faults.beginRun();
    return { ...seen, also: await traces(world) };
  };

const keepsRunning = 'setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(0));';
export const works = { 'worker.mjs': keepsRunning };
export const failsAtOnce = app('v2').replace("path === '/broken'", "path !== '/health'");

/** Another word on the release before, after the one that it was healthy. */
export const judgedBefore =
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

export const race = async (): Promise<Played> => {
  await using world = await openReleaseWorld();
  const ids = ['1', '2'];
  const runs = await Promise.all(ids.map((id) => world.watch({ env: { GITHUB_RUN_ID: id } })));
  const taken = runs.map(({ outputs }) => outputs['action-taken']).toSorted();
  const [first] = runs.toSorted((a) => (a.outputs['action-taken'] === 'rolled-back' ? -1 : 1));
  if (!first) throw new Error('nobody ran');
  return { ...played(first), also: { taken, ...(await traces(world)) } };
};

/** A schedule finds what no trigger told of; the next one finds the verdict. */
export const reconciling = async (): Promise<Played> => {
  await using world = await openReleaseWorld(works);
  const schedule = { inputs: { mode: 'reconcile' }, env: { GITHUB_EVENT_NAME: 'schedule' } };
  const seen = played(await world.watch(schedule));
  const { recorded } = await traces(world);
  const next = played(await world.watch(schedule));
  return { ...seen, also: { recorded, next: next.verdict, probes: next.probes } };
};

/** The very moment between the claim and the order. */
function onceClaimed({ faults }: ReleaseWorld, then: () => void): void {
  faults.beginRun();
  const look = setInterval(() => {
    if (!faults.seen.some(({ path }) => path.endsWith('/git/refs'))) return;
    clearInterval(look);
    then();
  }, 100);
  look.unref();
}

/** The job is run again when Railway is back. */
export const cutOffAtClaim = async (): Promise<Played> => {
  await using world = await openReleaseWorld();
  onceClaimed(world, () => world.faults.order(railwayDown));
  const seen = played(await world.watch());
  world.faults.beginRun();
  const { orders } = await traces(world);
  const again = played(await world.watch());
  const { verdict, reason, action } = again;
  const after = await traces(world);
  return { ...seen, also: { orders, again: [verdict, reason, action], after } };
};

/** The job is cancelled between the claim and the order, and run again. */
export const cancelledAtClaim = async (): Promise<Played> => {
  await using world = await openReleaseWorld();
  const cancel = new AbortController();
  onceClaimed(world, () => cancel.abort());
  const seen = played(await world.watch({ terminate: cancel.signal }));
  const { orders } = await traces(world);
  world.faults.beginRun();
  const { verdict, reason, action } = played(await world.watch());
  const after = await traces(world);
  return { ...seen, also: { orders, again: [verdict, reason, action], after } };
};
