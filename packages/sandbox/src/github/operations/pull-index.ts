import type { PullRequest } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';

/**
 * Which pull request a merge commit came from is looked up in an index that lags behind the merge:
 * here whoever asks first finds nothing. https://github.com/Songmu/tagpr/issues/330
 */
export function isLagging(
  { world, repository }: Place,
  pulls: readonly PullRequest[],
  sha: string,
): boolean {
  const isMerge = pulls.some((pull) => pull.mergeCommitSha === sha);
  const isFirst = isMerge && !repository.lookedUp.has(sha);
  if (isFirst) repository.lookedUp.add(sha);
  return isFirst && world.habits['pull-index-lags'];
}
