/** One release from end to end. */

import type { StepRecord } from '../runner/index.ts';
import type { Board } from './board.ts';
import type { Feature } from './features.ts';
import type { PullRequest } from './github-client.ts';
import { completedRun, completedStep, runOf, timesOf, verdictStep } from './runs.ts';
import type { Shop } from './shop.ts';
import { until } from './until.ts';

/** A feature goes to staging through a reviewed pull request, and staging proves that it runs. */
export async function shipToStaging(shop: Shop, board: Board, feature: Feature): Promise<string> {
  const sha = await board.stage('feature on staging', async () => {
    await shop.product.pushBranch(feature.branch, 'staging', feature);
    const { branch: head, subject: title } = feature;
    const pull = await shop.dana.openPullRequest({ head, base: 'staging', title });
    await shop.erik.approve(pull.number);
    const merged = await shop.dana.squashMerge(pull.number);
    const detail = `#${pull.number} "${title}" squashed as ${short(merged)}`;
    return { value: merged, detail };
  });
  await board.stage('staging health', async () => {
    const run = await completedRun(shop.world, runOf('staging-health.yml', { headSha: sha }));
    if (run.conclusion !== 'success') throw new Error(`the run ended as ${run.conclusion}`);
    return { value: undefined, detail: `three services of ${short(sha)} live, revision proven` };
  });
  return sha;
}

/** The standing release pull request: opened, tested, approved, merged by people. */
export async function release(
  shop: Shop,
  board: Board,
  stagingSha: string,
): Promise<{ readonly pull: PullRequest; readonly sha: string }> {
  const pull = await board.stage('release pull request', async () => {
    const run = await completedRun(shop.world, runOf('release-pr.yml', { headSha: stagingSha }));
    const outputs = verdictStep(run)?.outputs ?? {};
    const number = Number(outputs['pr-number']);
    if (!number || outputs['verdict'] === 'conflicted') {
      throw new Error(
        `create-release-pr said "${outputs['verdict']}": ${outputs['conflict-files']}`,
      );
    }
    const found = await shop.erik.pullRequest(number);
    const detail = `${outputs['verdict']}: #${number} "${found.title}", strategy "${outputs['strategy']}"`;
    return { value: found, detail, ran: timesOf(run) };
  });
  await board.stage('full CI', async () => {
    const tested = runOf('ci.yml', { event: 'pull_request', headSha: pull.head.sha });
    const run = await completedRun(shop.world, tested);
    if (run.conclusion !== 'success') throw new Error(`CI ended as ${run.conclusion}`);
    const detail = `passed on ${short(pull.head.sha)}`;
    return { value: undefined, detail, ran: timesOf(run) };
  });
  const sha = await board.stage('approval and merge', async () => {
    await shop.erik.approve(pull.number);
    const merged = await shop.erik.squashMerge(pull.number);
    return {
      value: merged,
      detail: `erik approved and squashed #${pull.number} as ${short(merged)}`,
    };
  });
  return { pull, sha };
}

/** What follows a release by itself; resolves to the monitor's verdict. */
export async function arrive(shop: Shop, board: Board, sha: string): Promise<string> {
  const ofRelease = await postDeployOf(shop, sha);
  const look = async (name: string, tell: (step: StepRecord) => string): Promise<string> => {
    const stage = stageNames[name] ?? name;
    return board.stage(stage, async () => {
      const step = await completedStep(shop.world, (run) => run.id === ofRelease, name);
      const value = step.outputs['verdict'] ?? '';
      const detail = step.outcome === 'success' ? `${value}: ${tell(step)}` : complaintOf(step);
      return { value, detail, ok: step.outcome === 'success', ran: timesOf(step) };
    });
  };
  await look(
    'Wait for Railway',
    ({ outputs }) =>
      `${short(outputs['live-commit'] ?? '')} is live after ${outputs['requests']} requests`,
  );
  await look(
    'Check health',
    ({ outputs }) =>
      `${outputs['attempts']} probes, revision proven: ${outputs['revision-proven']}`,
  );
  return look(
    'Watch production',
    ({ outputs }) => `${outputs['bad-probes']} of ${outputs['probes']} probes bad`,
  );
}

const stageNames: Readonly<Record<string, string>> = {
  'Wait for Railway': 'Railway deploy',
  'Check health': 'health check',
  'Watch production': 'post-deploy monitor',
};

/** What an action said when it failed, without the figures in brackets behind it. */
const complaintOf = ({ annotations }: StepRecord): string =>
  annotations
    .find(({ level }) => level === 'error')
    ?.message.split('\n')[0]
    ?.replace(/(: .*?) \(.*$/, '$1') ?? 'failed without a reason';

/** The run that watches the deploy of this commit. */
export const postDeployOf = ({ world }: Shop, sha: string): Promise<number> =>
  until(
    () =>
      world.runner.runs().findLast(
        ({ path, headSha, status, conclusion }) =>
          path.includes('/post-deploy') &&
          headSha === sha &&
          status !== 'queued' &&
          // Every deployment status starts a run; the workflow's own `if` lets one through.
          conclusion !== 'skipped',
      )?.id,
    () => `no Post-deploy run started for ${short(sha)}`,
  );

export const short = (sha: string): string => sha.slice(0, 7);
