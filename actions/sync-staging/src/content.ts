/** What git tells: the merge, what it would change, and what the sync branch holds. */
import type { Commit, GitRepository, Merge } from '@release-train/git';
import type { Seen } from './facts.ts';

export type Method = 'merge' | 'linear';

export interface Content {
  readonly head: string;
  readonly base: string;
  readonly ahead: number;
  readonly behind: number;
  readonly merge: Merge;
  /** Files the sync changes in base, the conflicting ones included. */
  readonly driftFiles: number;
  /** First-parent commits of head since the branches last agreed, newest first, capped. */
  readonly hotfixes: readonly Commit[];
  /** The commit the sync branch should hold: the merge, or head itself where they conflict. */
  readonly wanted: string;
  readonly own: OwnBranch | undefined;
}

export interface OwnBranch {
  readonly tip: string;
  /** Somebody else pushed to it. */
  readonly isForeign: boolean;
  /** It still brings exactly what is wanted, though base may have moved on. */
  readonly isGood: boolean;
}

const mostCommits = 1000;

export async function readContent(
  clone: GitRepository,
  seen: Seen,
  method: Method,
): Promise<Content> {
  const [head, base] = [clone.tip(seen.head.name), clone.tip(seen.base.name)];
  const [mergeBase, meeting] = await Promise.all([
    clone.mergeBase(head, base),
    clone.meeting(head, base),
  ]);
  // After a squash the branches agree on more than git's merge base knows.
  const isLater = meeting !== undefined && meeting.onBase !== mergeBase;
  const merge = await clone.merge(base, head, isLater ? meeting.onHead : undefined);
  const conflicts = merge.clean ? [] : merge.conflicts;
  const files = new Set([...conflicts, ...(await clone.changedPaths(base, merge.tree))]);
  const wanted = merge.clean ? await createSync(clone, { head, base, merge, seen, method }) : head;
  return {
    head,
    base,
    ...(await clone.divergence(base, head)),
    merge,
    driftFiles: files.size,
    hotfixes: await readHotfixes(clone, seen, { head, not: [meeting?.onBase ?? base, base] }),
    wanted,
    own: seen.tip === undefined ? undefined : await readOwn(clone, seen, { base, head, wanted }),
  };
}

interface Sync {
  readonly head: string;
  readonly base: string;
  readonly merge: Merge;
  readonly seen: Seen;
  readonly method: Method;
}

/** Dated by its newest source, so that the same inputs give the same commit. */
async function createSync(
  clone: GitRepository,
  { head, base, merge, seen, method }: Sync,
): Promise<string> {
  const [from, onto] = await Promise.all([clone.commit(head), clone.commit(base)]);
  return clone.createCommit({
    tree: merge.tree,
    parents: method === 'merge' ? [base, head] : [base],
    message: `Sync ${seen.head.name} into ${seen.base.name}\n\nRelease-Train-Source: ${head}\nRelease-Train-Base: ${base}\n`,
    date: Math.max(from.committedAt, onto.committedAt),
  });
}

/** Up to the newest commit that an earlier sync brought. */
async function readHotfixes(
  clone: GitRepository,
  { broughtBefore }: Seen,
  { head, not }: { readonly head: string; readonly not: readonly string[] },
): Promise<readonly Commit[]> {
  const commits = await clone.commits({ to: head, not, firstParent: true, most: mostCommits });
  const end = commits.findIndex(({ sha }) => broughtBefore.includes(sha));
  return end === -1 ? commits : commits.slice(0, end);
}

interface Ends {
  readonly base: string;
  readonly head: string;
  readonly wanted: string;
}

async function readOwn(
  clone: GitRepository,
  { branch, done }: Seen,
  ends: Ends,
): Promise<OwnBranch> {
  const tip = clone.tip(branch);
  const commits = await clone.commits({ to: tip, not: [ends.head, ends.base] });
  const isForeign = !done.includes(tip) && commits.some(({ record }) => record === undefined);
  return { tip, isForeign, isGood: !isForeign && (await isStillGood(clone, tip, ends)) };
}

/**
 * A sync branch is rewritten only for new content: reviews survive while base moves on, as long as
 * merging it still gives what a new one would.
 */
async function isStillGood(
  clone: GitRepository,
  tip: string,
  { base, head, wanted }: Ends,
): Promise<boolean> {
  if (tip === wanted) return true;
  const [has, wants] = await Promise.all([clone.commit(tip), clone.commit(wanted)]);
  const isAlike = has.record?.source === head && has.parents.length === wants.parents.length;
  if (!isAlike || !wants.record) return false;
  const merge = await clone.merge(base, tip);
  return merge.clean && merge.tree === wants.tree;
}
