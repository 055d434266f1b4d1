/** The commit the release branch should hold, and what it holds. */
import type { GitRepository } from '@release-train/git';
import type { Content } from './content.ts';
import type { MergeFacts } from './facts.ts';
import { createPartCommit } from './part-commit.ts';
import type { Place } from './place.ts';

export interface OwnBranch {
  readonly tip: string;
  /** Somebody else pushed to it. */
  readonly isForeign: boolean;
  /** It still brings exactly what is wanted, though base may have moved on. */
  readonly isGood: boolean;
  /** The commit of base it was built on, where the tool built it. */
  readonly builtOn: string | undefined;
}

export interface ReleaseCommit {
  /**
   * The merge on top of base; where they conflict, the source as it is. Of a partial release, what
   * git could pick.
   */
  readonly wanted: string;
  readonly own: OwnBranch | undefined;
}

/**
 * A second parent lets git see the release where a merge commit carries it on. Under a squash it
 * only makes the pull request list commits that shipped long ago.
 */
export const takesMergeCommit = ({ allowsMergeCommit, rules }: MergeFacts): boolean =>
  allowsMergeCommit !== false &&
  !rules.requiresLinearHistory &&
  rules.allowedMethods?.includes('merge') !== false;

interface Wanted {
  readonly place: Place;
  readonly content: Content;
  readonly mergeFacts: MergeFacts;
  /** Whether the release branch is there and cloned. */
  readonly isThere: boolean;
}

export async function readReleaseCommit(
  clone: GitRepository,
  { place, content, mergeFacts, isThere }: Wanted,
): Promise<ReleaseCommit> {
  const { tree, source, part } = content;
  const parents = takesMergeCommit(mergeFacts) ? [content.base, source] : [content.base];
  const whole = (): Promise<string> | string =>
    tree === undefined ? source : createRelease(clone, { place, content, parents, tree });
  const wanted = await (part ? createPartCommit(clone, { place, content, part }) : whole());
  const isStrict = mergeFacts.rules.requiresUpToDate;
  const own = isThere ? await readOwn(clone, { place, content, wanted, isStrict }) : undefined;
  return { wanted, own };
}

/** Dated by its newest source, so that the same inputs give the same commit. */
async function createRelease(
  clone: GitRepository,
  {
    place,
    content: { base, source },
    parents,
    tree,
  }: {
    readonly place: Place;
    readonly content: Content;
    readonly parents: readonly string[];
    readonly tree: string;
  },
): Promise<string> {
  const [from, onto] = await Promise.all([clone.commit(source), clone.commit(base)]);
  return clone.createCommit({
    tree,
    parents,
    message: `Release ${place.head} to ${place.base}\n\nRelease-Train-Source: ${source}\nRelease-Train-Base: ${base}\n`,
    date: Math.max(from.committedAt, onto.committedAt),
  });
}

interface Ends {
  readonly place: Place;
  readonly content: Content;
  readonly wanted: string;
  /** A branch that lacks the newest commit of base cannot be merged. */
  readonly isStrict: boolean;
}

async function readOwn(clone: GitRepository, ends: Ends): Promise<OwnBranch> {
  const { place, content } = ends;
  const tip = clone.tip(place.branch);
  const commits = await clone.commits({ to: tip, not: [content.head, content.base] });
  const done = content.landed
    .filter(({ headBranch, isFromFork }) => headBranch === place.branch && !isFromFork)
    .map(({ headSha }) => headSha);
  const isForeign = !done.includes(tip) && commits.some(({ record }) => record === undefined);
  const { record } = await clone.commit(tip);
  return {
    tip,
    isForeign,
    isGood: !isForeign && (await isStillGood(clone, tip, ends)),
    builtOn: record?.base,
  };
}

/**
 * A release branch is rewritten only for new content: reviews survive while base moves on, as long
 * as merging it still gives what a new one would.
 */
async function isStillGood(
  clone: GitRepository,
  tip: string,
  { content: { base, source, tree }, wanted, isStrict }: Ends,
): Promise<boolean> {
  if (tip === wanted) return true;
  if (tree === undefined) return false;
  const [has, wants] = await Promise.all([clone.commit(tip), clone.commit(wanted)]);
  if (isStrict && has.record?.base !== base) return false;
  if (has.record?.source !== source || has.parents.length !== wants.parents.length) return false;
  if (has.record.isPart !== wants.record?.isPart) return false;
  const merge = await clone.merge(base, tip);
  return merge.clean && merge.tree === wants.tree;
}
