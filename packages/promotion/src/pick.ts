import type { Content } from './history.ts';
import { emptyTree } from './plan-with-git.ts';
import type { PromotionGit } from './promote.ts';

/** A commit to carry alone: what it changed against its first parent, or some of that. */
export interface CommitPick {
  readonly sha: string;
  /** Absent for a commit without one. */
  readonly parent: string | undefined;
  /** Trees of both, where they are known. */
  readonly trees?: { readonly commit: string; readonly parent: string };
  /** Only these of its changes, by path; all unless given. */
  readonly contents?: ReadonlyMap<string, Content>;
}

export interface PickedTree {
  readonly tree: string;
  /** Those that changed something. */
  readonly picked: readonly string[];
  /** Those whose changes are there already. */
  readonly empty: readonly string[];
  /** Those that git cannot carry, with the paths that stand in the way; the tree is without them. */
  readonly refused: readonly { readonly sha: string; readonly paths: readonly string[] }[];
}

type PickGit = Pick<PromotionGit, 'mergeTrees' | 'writeTree'>;

/**
 * A tree with the changes of some commits on top, as cherry-picks of one after the other (merge
 * commits against their first parent) would make it: each is git's own merge over its parent.
 *
 * @param onto the tree (not a commit) to start from
 */
export async function pickCommits(
  git: PickGit,
  { onto, picks }: { readonly onto: string; readonly picks: readonly CommitPick[] },
): Promise<PickedTree> {
  const state = { tree: onto };
  const picked: string[] = [];
  const empty: string[] = [];
  const refused: { sha: string; paths: readonly string[] }[] = [];
  for (const pick of picks) {
    const { tree, conflicts } = await apply(git, state.tree, pick);
    if (conflicts.length > 0) {
      refused.push({ sha: pick.sha, paths: conflicts });
      continue;
    }
    (tree === state.tree ? empty : picked).push(pick.sha);
    state.tree = tree;
  }
  return { tree: state.tree, picked, empty, refused };
}

async function apply(
  git: PickGit,
  ours: string,
  { sha, parent, trees, contents }: CommitPick,
): Promise<{ readonly tree: string; readonly conflicts: readonly string[] }> {
  if (!contents && trees?.parent === ours) return { tree: trees.commit, conflicts: [] };
  const base = parent ?? emptyTree;
  const theirs = contents ? await git.writeTree({ from: base, contents }) : sha;
  return git.mergeTrees({ base, ours, theirs });
}
