/** The merge button. */
import type { Actor } from '../../ports.ts';
import type { Commit, Identity } from '../git/commits.ts';
import { isAncestor, readCommit, readCommits, revList } from '../git/commits.ts';
import { commitTree, replay } from '../git/merges.ts';
import { readBranch, ZERO } from '../git/refs.ts';
import type { MergeMethod, PullRequest } from '../model.ts';
import { timestamp } from '../model.ts';
import { identityOf, serverIdentity } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import { pullCommits } from '../payloads/pull-json.ts';
import type { Override } from '../rules/merge-message.ts';
import { mergeMessage, squashMessage } from '../rules/merge-message.ts';
import type { MergeVerdict } from '../rules/mergeability.ts';
import { decideMerge } from '../rules/mergeability.ts';
import { demandsOn } from './guards.ts';
import { readMergeFacts } from './merge-facts.ts';
import { applyRefChange, closePull } from './ref-changes.ts';
import { refreshTips, testMerge } from './test-merge.ts';

export interface MergeOrder {
  readonly actor: Actor;
  readonly method: MergeMethod;
  /** The head the caller has seen. */
  readonly sha: string | null;
  readonly override: Override;
}

export type MergeOutcome =
  | { readonly merged: true; readonly sha: string }
  | (MergeVerdict & { readonly allowed: false; readonly merged: false });

/** Merges if every rule allows it, in the way GitHub does; otherwise says why not. */
export function mergePull(place: Place, pull: PullRequest, order: MergeOrder): MergeOutcome {
  if (pull.state === 'open') {
    refreshTips(place, pull);
    testMerge(place, pull);
  }
  const facts = readMergeFacts(place, pull, order.actor);
  const verdict = decideMerge({ ...order, headSha: pull.headSha }, facts);
  if (!verdict.allowed) return { merged: false, ...verdict };
  const sha = createMerge(place, pull, order);
  if (sha === null) {
    const message = "This branch can't be rebased";
    return { merged: false, allowed: false, status: 405, message };
  }
  settle(place, pull, { actor: order.actor, sha });
  return { merged: true, sha };
}

function createMerge(place: Place, pull: PullRequest, order: MergeOrder): string | null {
  const { method } = order;
  switch (method) {
    case 'merge':
      return createMergeCommit(place, pull, order);
    case 'squash':
      return createSquashCommit(place, pull, order);
    case 'rebase':
      return createRebasedCommits(place, pull);
    default:
      return method satisfies never;
  }
}

function createMergeCommit({ world, repository }: Place, pull: PullRequest, order: MergeOrder) {
  const { number, headRef, title, body } = pull;
  const merged = { number, owner: repository.owner, headRef, title, body };
  return commitTree(repository.gitDir, {
    tree: mergedTree(repository.gitDir, pull),
    parents: [pull.baseSha, pull.headSha],
    message: mergeMessage(repository.settings, merged, order.override),
    author: identityOf(world, order.actor),
    committer: serverIdentity(),
  });
}

/** One parent; the author is who opened the pull request. */
function createSquashCommit(place: Place, pull: PullRequest, order: MergeOrder): string {
  const { world, repository } = place;
  const author = identityOf(world, pull.author);
  const commits = withoutMerges(readCommits(repository.gitDir, pullCommits(place, pull)));
  const { title, body, number } = pull;
  const facts = { title, body, number, commits, author };
  return commitTree(repository.gitDir, {
    tree: mergedTree(repository.gitDir, pull),
    parents: [pull.baseSha],
    message: world.habits['squash-messages']
      ? squashMessage(repository.settings, facts, order.override)
      : (order.override.title ?? title),
    author,
    committer: serverIdentity(),
  });
}

/** Commit by commit on the base, authors kept; merge commits vanish. Always makes new commits. */
function createRebasedCommits({ repository }: Place, pull: PullRequest): string | null {
  const dir = repository.gitDir;
  const range = ['--reverse', '--topo-order', '--no-merges', pull.headSha, `^${pull.baseSha}`];
  const committer: Identity = serverIdentity();
  const rebased = readCommits(dir, revList(dir, range)).reduce<string | null>(
    (tip, commit) => tip && replay(dir, commit, { onto: readCommit(dir, tip), committer }),
    pull.baseSha,
  );
  return rebased;
}

const withoutMerges = (commits: readonly Commit[]): Commit[] =>
  commits.filter((commit) => commit.parents.length < 2);

function mergedTree(dir: string, pull: PullRequest): string {
  const sha = pull.testMerge?.mergeSha;
  if (!sha) throw new Error(`pull request #${pull.number} was merged without a test merge`);
  return readCommit(dir, sha).tree;
}

function settle(place: Place, pull: PullRequest, merged: { actor: Actor; sha: string }): void {
  const { actor, sha } = merged;
  pull.state = 'closed';
  pull.mergedAt = timestamp();
  pull.mergedBy = actor;
  pull.mergeCommitSha = sha;
  const ref = `refs/heads/${pull.baseRef}`;
  applyRefChange(place, actor, { ref, before: pull.baseSha, after: sha });
  closePull(place, actor, pull);
  deleteHeadBranch(place, actor, pull);
}

/** "Automatically delete head branches": not where the branch is protected or the default. */
function deleteHeadBranch(place: Place, actor: Actor, pull: PullRequest): void {
  const { repository } = place;
  const before = readBranch(repository.gitDir, pull.headRef);
  const guarded =
    pull.headRef === repository.defaultBranch ||
    demandsOn(place, pull.headRef)?.allowDeletions === false;
  const wanted =
    repository.settings.deleteBranchOnMerge && place.world.habits['head-branches-are-deleted'];
  if (!wanted || guarded || before === null) return;
  if (!isAncestor(repository.gitDir, before, pull.headSha)) return;
  applyRefChange(place, actor, { ref: `refs/heads/${pull.headRef}`, before, after: ZERO });
}
