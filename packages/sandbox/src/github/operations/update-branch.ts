import type { Actor } from '../../ports.ts';
import { isAncestor } from '../git/commits.ts';
import { commitTree, mergeTree } from '../git/merges.ts';
import type { PullRequest } from '../model.ts';
import { identityOf, serverIdentity } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import { applyRefChange, judgeRefChange, refusalText } from './ref-changes.ts';

/** Merges the base into the head, a direct write to the head branch; or says why it cannot. */
export function updateBranch(place: Place, actor: Actor, pull: PullRequest): string | null {
  const { world, repository } = place;
  const dir = repository.gitDir;
  const { headSha, baseSha, headRef, baseRef } = pull;
  if (isAncestor(dir, baseSha, headSha)) return 'There are no new commits on the base branch.';
  const merged = mergeTree(dir, headSha, baseSha);
  if (!merged.clean) return 'merge conflict between base and head';
  const after = commitTree(dir, {
    tree: merged.tree,
    parents: [headSha, baseSha],
    message: `Merge branch '${baseRef}' into ${headRef}`,
    author: identityOf(world, actor),
    committer: serverIdentity(),
  });
  const change = { ref: `refs/heads/${headRef}`, before: headSha, after };
  const verdict = judgeRefChange(place, actor, change);
  if (!verdict.allowed) return refusalText(verdict);
  applyRefChange(place, actor, change);
  return null;
}
