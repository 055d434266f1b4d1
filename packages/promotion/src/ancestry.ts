/**
 * The branches as they would be, had every recorded release and sync been a merge commit: of such a
 * history git knows the base of a merge, and where there are several merges them into one.
 * https://git-scm.com/docs/merge-strategies#Documentation/merge-strategies.txt-ort
 */
import type { Side } from './history.ts';
import type { PromotionGit } from './promote.ts';

export interface Place {
  readonly side: Side;
  readonly position: number;
}

export interface Ancestor {
  /** In the order of their making. */
  readonly id: number;
  readonly parents: Ancestor[];
  /** Where it is on a branch; absent for one that is no commit of either. */
  readonly place?: Place;
  readonly tree: Tree;
}

/** A name git knows it by, or what git is to merge. */
type Tree =
  | (() => Promise<string>)
  | { readonly base: Ancestor; readonly ours: Ancestor; readonly theirs: Ancestor };

type NewAncestor = Pick<Ancestor, 'tree' | 'place'>;

/** Grows a history; git is not asked. */
export class Ancestry {
  readonly #bases = new Map<string, Ancestor>();
  #commits = 0;

  add(parents: readonly Ancestor[], { tree, place }: NewAncestor): Ancestor {
    this.#commits += 1;
    return { id: this.#commits, parents: [...parents], tree, ...(place ? { place } : {}) };
  }

  /** Something turns out to have been merged into a commit that is there already. */
  bring(brought: Ancestor, into: Ancestor): void {
    into.parents.push(brought);
    this.#bases.clear();
  }

  /** What git would merge two commits over; they share at least one ancestor. */
  baseOf(one: Ancestor, other: Ancestor): Ancestor {
    const key = `${one.id} ${other.id}`;
    const base = this.#bases.get(key) ?? this.merged(lastCommon(one, other));
    this.#bases.set(key, base);
    return base;
  }

  /** Oldest first, as git merges the bases of a merge. */
  merged(ancestors: readonly Ancestor[]): Ancestor {
    return ancestors.reduce((ours, theirs) =>
      this.add([ours, theirs], { tree: { base: this.baseOf(ours, theirs), ours, theirs } }),
    );
  }
}

/** Common ancestors that are ancestors of no other one, oldest first. */
export function lastCommon(one: Ancestor, other: Ancestor): readonly Ancestor[] {
  const others = ancestorsOf([other]);
  const common = [...ancestorsOf([one])].filter((ancestor) => others.has(ancestor));
  // What is common to both has only common ancestors itself.
  const covered = new Set(common.flatMap(({ parents }) => parents));
  return common
    .filter((ancestor) => !covered.has(ancestor))
    .sort((older, newer) => older.id - newer.id);
}

function ancestorsOf(from: readonly Ancestor[]): ReadonlySet<Ancestor> {
  const found = new Set<Ancestor>();
  for (const open = [...from]; open.length > 0; ) {
    const next = open.pop();
    if (!next || found.has(next)) continue;
    found.add(next);
    open.push(...next.parents);
  }
  return found;
}

/** How many merges the tree of an ancestor takes. */
export function mergesFor(ancestor: Ancestor): number {
  const merged = new Set<Ancestor>();
  for (const open = [ancestor]; open.length > 0; ) {
    const next = open.pop();
    if (!next || typeof next.tree === 'function' || merged.has(next)) continue;
    merged.add(next);
    open.push(next.tree.base, next.tree.ours, next.tree.theirs);
  }
  return merged.size;
}

/**
 * The tree of an ancestor. What git cannot merge stays in the text as a conflict, which neither
 * branch has: so does git with the bases of a merge.
 */
export async function treeOf(
  git: Pick<PromotionGit, 'mergeTrees'>,
  ancestor: Ancestor,
  known: Map<Ancestor, Promise<string>> = new Map(),
): Promise<string> {
  const ask = async ({ tree }: Ancestor): Promise<string> => {
    if (typeof tree === 'function') return await tree();
    const of = (one: Ancestor): Promise<string> => treeOf(git, one, known);
    const trees = { base: await of(tree.base), ours: await of(tree.ours) };
    return (await git.mergeTrees({ ...trees, theirs: await of(tree.theirs) })).tree;
  };
  const answer = known.get(ancestor) ?? ask(ancestor);
  known.set(ancestor, answer);
  return await answer;
}
