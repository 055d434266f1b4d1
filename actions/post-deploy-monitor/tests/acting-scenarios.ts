/** What the monitor does about a bad release, on a GitHub and a Railway; each answers what a test asks. */
import { lostAnswer, type SeenRequest, serverError } from '@release-train/sandbox/faults';
import { releaseState } from '@release-train/testing/release-state';
import { openReleaseWorld, type ReleaseWorld } from '@release-train/testing/release-world';
import type { BundleRun } from '@release-train/testing/run-bundle';
import { sweep } from '@release-train/testing/sweep';
import { rollingBack } from '@release-train/testing/sweep-acting';

type Scenario = () => Promise<Readonly<Record<string, unknown>>>;

const told = (run: BundleRun) => ({
  exitCode: run.exitCode,
  ...run.outputs,
  summary: run.summary,
  stdout: run.stdout,
});

/** One answer of each kind of write. */
const lost = [
  { at: { method: 'POST', path: /\/git\/refs$/ } },
  { at: { operation: 'deploymentRollback' } },
  { at: { method: 'POST', path: /git-receive-pack$/ } },
  { at: { method: 'POST', path: /\/pulls$/ } },
  { at: { method: 'PATCH', path: /\/git\/refs\// } },
];

/** Runs the monitor in a world of its own, disturbed as told. */
const alone =
  (prepare: (world: ReleaseWorld) => void, more: Parameters<ReleaseWorld['watch']>[0] = {}) =>
  async () => {
    await using world = await openReleaseWorld({ 'db/migrations/2.sql': 'alter' });
    prepare(world);
    const run = await world.watch(more);
    world.faults.beginRun();
    const answer = await (await fetch(world.url)).text();
    return { ...told(run), answer, state: await releaseState(world) };
  };

const race: Scenario = async () => {
  await using world = await openReleaseWorld();
  const runs = await Promise.all(
    ['1', '2'].map((id) => world.watch({ env: { GITHUB_RUN_ID: id } })),
  );
  const taken = runs.map(({ outputs }) => outputs['action-taken']).toSorted();
  return { taken, state: await releaseState(world) };
};

/** Where it matters most that nothing happens twice, and nothing is forgotten. */
const writes = {
  claim: ({ method, path }: SeenRequest) => method === 'POST' && path.endsWith('/git/refs'),
  order: ({ operations }: SeenRequest) => operations.includes('deploymentRollback'),
  proposal: ({ method, path }: SeenRequest) => method === 'POST' && path.endsWith('/pulls'),
};

/** Killed right after the first write of each kind; `pnpm sweep rolling` kills at every request. */
const killed: Scenario = async () => {
  const left = new Set(Object.values(writes));
  const { trials } = await sweep(rollingBack, {
    disturbances: [{ kind: 'kill', effect: 'done' }],
    at: (request) => {
      const kind = [...left].find((is) => is(request));
      return kind !== undefined && left.delete(kind);
    },
  });
  return { trials: trials.map(({ struck, same, state }) => ({ struck, same, state })) };
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  together: alone(() => {}),
  guarded: alone(() => {}, { inputs: { 'guard-paths': 'db/migrations/**' } }),
  lostAnswers: alone(({ faults }) => {
    for (const { at } of lost) faults.order({ at, harm: lostAnswer });
  }),
  gitHubDown: alone(({ faults }) => {
    const at = { path: /^\/api\/v3\//, times: Number.POSITIVE_INFINITY };
    faults.order({ at, harm: serverError(503) });
  }),
  race,
  killed,
};
