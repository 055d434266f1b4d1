import type { PullRequest, ReleaseHistory } from '@release-train/github';
import type { Clock } from '@release-train/polling';

export interface PullsOfCommits {
  pullsWith(...commit: Parameters<ReleaseHistory['pullsWith']>): Promise<readonly PullRequest[]>;
}

const indexLagMs = 2000;

/**
 * The pull request that a commit came by. GitHub's index lags behind a merge: where it knows
 * nothing, it is asked once more.
 */
export async function mergedPull(
  commit: string,
  { history, clock }: { readonly history: PullsOfCommits; readonly clock: Clock },
): Promise<PullRequest | undefined> {
  const look = async (): Promise<PullRequest | undefined> =>
    (await history.pullsWith(commit)).find(({ isMerged }) => isMerged);
  const found = await look();
  if (found) return found;
  await clock.sleep(indexLagMs);
  return look();
}
