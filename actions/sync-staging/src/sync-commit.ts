/** The commit the sync branch should hold, and what it holds. */
import type { GitRepository } from '@release-train/git';
import type { Method } from './content.ts';
import type { Seen } from './facts.ts';

export interface OwnBranch {
  readonly tip: string;
  /** Somebody else pushed to it. */
  readonly isForeign: boolean;
  /** It still brings exactly what is wanted, though base may have moved on. */
  readonly isGood: boolean;
}

interface Sync {
  readonly head: string;
  readonly base: string;
  readonly tree: string;
  readonly seen: Seen;
  readonly method: Method;
}

/** Dated by its newest source, so that the same inputs give the same commit. */
export async function createSync(
  clone: GitRepository,
  { head, base, tree, seen, method }: Sync,
): Promise<string> {
  const [from, onto] = await Promise.all([clone.commit(head), clone.commit(base)]);
  return clone.createCommit({
    tree,
    parents: method === 'merge' ? [base, head] : [base],
    message: `Sync ${seen.head.name} into ${seen.base.name}\n\nRelease-Train-Source: ${head}\nRelease-Train-Base: ${base}\n`,
    date: Math.max(from.committedAt, onto.committedAt),
  });
}

interface Ends {
  readonly base: string;
  readonly head: string;
  readonly wanted: string;
  readonly isClean: boolean;
  /** Base wants branches up to date before they merge. */
  readonly isStrict: boolean;
}

export async function readOwn(
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
  { base, head, wanted, isClean, isStrict }: Ends,
): Promise<boolean> {
  if (tip === wanted) return true;
  if (!isClean) return false;
  const [has, wants] = await Promise.all([clone.commit(tip), clone.commit(wanted)]);
  if (isStrict && has.record?.base !== base) return false;
  if (has.record?.source !== head || has.parents.length !== wants.parents.length) return false;
  const merge = await clone.merge(base, tip);
  return merge.clean && merge.tree === wants.tree;
}
