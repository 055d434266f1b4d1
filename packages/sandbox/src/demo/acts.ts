/** The two acts of the demo; the release test plays them too. */
import type { Board } from './board.ts';
import type { PullRequest } from './github-client.ts';
import { reportRelease } from './report.ts';
import type { Shop } from './shop.ts';
import {
  arrive,
  giftCards,
  prices,
  release,
  shipToStaging,
  syncAfterRelease,
  syncHotfix,
} from './story.ts';

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

export async function actTwo(shop: Shop, board: Board): Promise<string> {
  board.act('Act two: a deploy that answers its health page and fails its users');
  const stagingSha = await shipToStaging(shop, board, prices);
  const { sha } = await release(shop, board, stagingSha);
  return arrive(shop, board, sha);
}
