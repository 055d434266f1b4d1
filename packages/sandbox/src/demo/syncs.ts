/** What only main has, brought to staging through pull requests. */
import type { RunRecord } from '../runner/index.ts';
import type { Board } from './board.ts';
import { repository } from './product.ts';
import { completedRun, runOf, timesOf, verdictStep } from './runs.ts';
import type { Shop } from './shop.ts';
import { short } from './story.ts';

/** The scheduled sync finds main's hotfix. */
export async function syncHotfix(shop: Shop, board: Board): Promise<void> {
  const pull = await board.stage('scheduled sync', async () => {
    shop.world.runner.schedule(repository, scheduledTime());
    const run = await completedRun(shop.world, runOf('sync-staging.yml', { event: 'schedule' }));
    return proposalOf(run);
  });
  await mergeSync(shop, board, pull);
}

/** Today at 11:17 UTC, which the example's cron names. */
function scheduledTime(): Date {
  const at = new Date(Date.now());
  at.setUTCHours(11, 17, 0, 0);
  return at;
}

/** The sync that follows a push to main of something that staging lacks. */
export async function syncBack(shop: Shop, board: Board, sha: string): Promise<void> {
  const pull = await board.stage('sync', async () => {
    const ofPush = runOf('sync-staging.yml', { event: 'push', headSha: sha });
    const run = await completedRun(shop.world, ofPush);
    return { ...proposalOf(run), ran: timesOf(run) };
  });
  await mergeSync(shop, board, pull);
}

/** @throws Error where the run proposed nothing */
function proposalOf(run: RunRecord): { readonly value: number; readonly detail: string } {
  const outputs = verdictStep(run)?.outputs ?? {};
  const number = Number(outputs['pr-number']);
  if (!number) throw new Error(`sync-staging said "${outputs['verdict']}" and opened nothing`);
  return {
    value: number,
    detail: `${outputs['verdict']}: pull request #${number}, main → staging`,
  };
}

async function mergeSync(shop: Shop, board: Board, pull: number): Promise<void> {
  await board.stage('sync merged', async () => {
    await shop.erik.approve(pull);
    const sha = await shop.dana.squashMerge(pull);
    return { value: undefined, detail: `approved by erik, squashed as ${short(sha)}` };
  });
}

/** After a release both branches hold the same, and the sync says so. */
export async function syncAfterRelease(shop: Shop, board: Board, sha: string): Promise<void> {
  await board.stage('sync after release', async () => {
    const run = await completedRun(
      shop.world,
      runOf('sync-staging.yml', { event: 'push', headSha: sha }),
    );
    const outputs = verdictStep(run)?.outputs ?? {};
    const detail = `${outputs['verdict']}: nothing that staging lacks`;
    return { value: undefined, detail, ran: timesOf(run) };
  });
}
