import { conflictAt, findConflicts, type PathConflict } from './conflict.ts';
import { type Drift, explainDrift } from './drift.ts';
import type { Change, Content, Line, MeetingRecord } from './history.ts';
import type { PromotionPlan } from './plan.ts';
import { planWithGit } from './plan-with-git.ts';
import { commitsToCarry } from './unreleased.ts';

/** What a promotion asks of git; `GitRepository` of packages/git is one. */
export interface PromotionGit {
  mergeBase(one: string, other: string): Promise<string | undefined>;
  line(range: { readonly since: string; readonly to: string }): Promise<Line>;
  changes(from: string, to: string): Promise<readonly Change[]>;
  writeTree(tree: {
    readonly from: string;
    readonly contents: ReadonlyMap<string, Content>;
  }): Promise<string>;
  mergeTrees(trees: {
    readonly base: string;
    readonly ours: string;
    readonly theirs: string;
  }): Promise<{
    readonly tree: string;
    readonly conflicts: readonly string[];
    readonly textMerged: readonly string[];
  }>;
}

export interface PromotionRequest {
  /** Commits: the tips, or what was tested. */
  readonly main: string;
  readonly staging: string;
  readonly records: readonly MeetingRecord[];
  /** See `Histories`. */
  readonly isComplete?: boolean;
}

export type Promotion =
  /** The branches share no commit. */
  | { readonly kind: 'unrelated' }
  | (Carried & { readonly kind: 'merged'; readonly tree: string; readonly drift: readonly Drift[] })
  | (Carried & { readonly kind: 'conflicted'; readonly conflicts: readonly PathConflict[] });

interface Carried {
  readonly plan: PromotionPlan;
  /** Commits of staging that main has not got, oldest first. */
  readonly unreleased: readonly string[];
  /** Commits of main that staging has not got, oldest first. */
  readonly unsynced: readonly string[];
}

/**
 * What main and staging come to when merged over the content at which they last met, path by path.
 * The same tree serves a release and a sync. Writes objects into the clone, nothing else.
 */
export async function promote(git: PromotionGit, request: PromotionRequest): Promise<Promotion> {
  const { main, staging } = request;
  const since = await git.mergeBase(main, staging);
  if (since === undefined) return { kind: 'unrelated' };
  const lines = {
    main: await git.line({ since, to: main }),
    staging: await git.line({ since, to: staging }),
  };
  const plan = await planWithGit(git, { ...request, lines, since });
  const carried = {
    plan,
    unreleased: commitsToCarry(plan, 'staging'),
    unsynced: commitsToCarry(plan, 'main'),
  };
  const outcome = await merge(git, plan, { since, main, staging });
  return outcome.conflicts.length === 0
    ? { ...carried, kind: 'merged', tree: outcome.tree, drift: outcome.drift }
    : { ...carried, kind: 'conflicted', conflicts: outcome.conflicts };
}

interface Outcome {
  readonly tree: string;
  readonly drift: readonly Drift[];
  readonly conflicts: readonly PathConflict[];
}

async function merge(
  git: PromotionGit,
  plan: PromotionPlan,
  { since, main, staging }: { since: string; main: string; staging: string },
): Promise<Outcome> {
  const found = findConflicts(plan);
  // A base with a file and a folder of one name is none that git can write.
  if (found.some(({ kind }) => kind === 'file-and-folder')) {
    return { tree: '', drift: [], conflicts: found };
  }
  const base =
    plan.base.size === 0 ? since : await git.writeTree({ from: since, contents: plan.base });
  const merged = await git.mergeTrees({ base, ours: main, theirs: staging });
  const known = new Set(found.map(({ path }) => path));
  const more = merged.conflicts.filter((path) => !known.has(path));
  const conflicts = [...found, ...more.map((path) => conflictAt(plan, path, 'content'))];
  if (conflicts.length > 0) return { tree: '', drift: [], conflicts };
  const changes = await git.changes(staging, merged.tree);
  const textMerged = new Set(merged.textMerged);
  return { tree: merged.tree, ...explainDrift(plan, { changes, textMerged }) };
}
