/** The acts of the demo; the release test plays them too. */
import { healthPage, letMonitorAct, type Watched, watched } from './acting.ts';
import type { Board } from './board.ts';
import { giftCards, invoices, receipts } from './features.ts';
import type { PullRequest } from './github-client.ts';
import { reportRelease } from './report.ts';
import type { Shop } from './shop.ts';
import { arrive, release, shipToStaging, short } from './story.ts';
import { syncAfterRelease, syncBack, syncHotfix } from './syncs.ts';

export interface ActOne {
  /** The release pull request before its merge. */
  readonly pull: PullRequest;
  /** The release's commit on main. */
  readonly sha: string;
  /** The monitor's. */
  readonly verdict: string;
  /** The report as Markdown, as it stands on the pull request. */
  readonly report: string;
}

/** A release that fails. */
export interface FailedAct extends Watched {
  readonly sha: string;
}

export async function actOne(shop: Shop, board: Board): Promise<ActOne> {
  board.act('Act one: a release');
  await syncHotfix(shop, board);
  const stagingSha = await shipToStaging(shop, board, giftCards);
  const { pull, sha } = await release(shop, board, stagingSha);
  const verdict = await arrive(shop, board, sha);
  await syncAfterRelease(shop, board, sha);
  const { markdown } = await reportRelease(shop, board, pull.number);
  return { pull, sha, verdict, report: markdown };
}

/** Then people merge the revert, and staging gets it. */
export async function actTwo(shop: Shop, board: Board): Promise<FailedAct> {
  board.act('Act two: a worker that dies in production, behind a web that is well');
  await letMonitorAct(shop, board);
  const stagingSha = await shipToStaging(shop, board, receipts);
  const { sha } = await release(shop, board, stagingSha);
  await healthPage(shop, board, sha);
  const failed = await watched(shop, board, sha);
  if (failed.revert) {
    const reverted = await mergeRevert(shop, board, failed.revert);
    await syncBack(shop, board, reverted);
  }
  return { ...failed, sha };
}

export async function actThree(shop: Shop, board: Board): Promise<FailedAct> {
  board.act('Act three: the same mistake, and a migration with it');
  const stagingSha = await shipToStaging(shop, board, invoices);
  const { sha } = await release(shop, board, stagingSha);
  await healthPage(shop, board, sha);
  return { ...(await watched(shop, board, sha)), sha };
}

async function mergeRevert({ erik }: Shop, board: Board, { number }: PullRequest): Promise<string> {
  return board.stage('revert merged', async () => {
    await erik.approve(number);
    const sha = await erik.squashMerge(number);
    return { value: sha, detail: `erik approved and squashed #${number} as ${short(sha)}` };
  });
}
