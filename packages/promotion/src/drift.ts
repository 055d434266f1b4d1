import { conflictAt, type PathConflict } from './conflict.ts';
import { absent, type Change, type Content } from './history.ts';
import { blobOf } from './likeness.ts';
import type { PathPlan, PromotionPlan } from './plan.ts';
import { contentAt, tipOf } from './track.ts';

/**
 * Why what ships differs from what was tested. `hotfix`: main has content staging never held.
 * `kept-revert`: main went back to older content. `merged`: both changed it.
 * `held-back`: a partial release leaves a change of staging out.
 */
export type DriftReason = 'hotfix' | 'kept-revert' | 'merged' | 'held-back';

export interface Drift {
  readonly path: string;
  readonly reason: DriftReason;
}

export interface MergedTree {
  /** From staging's tree to the result. */
  readonly changes: readonly Change[];
  /** Paths whose text git merged. */
  readonly textMerged: ReadonlySet<string>;
}

/** A reason for every path in which the result differs from staging; none found is a conflict. */
export function explainDrift(
  plan: PromotionPlan,
  result: MergedTree,
): { readonly drift: readonly Drift[]; readonly conflicts: readonly PathConflict[] } {
  const moved = movedBlobs(plan);
  const found = result.changes.map((change) => ({
    path: change.path,
    reason: reasonOf(plan.paths.get(change.path), change, { result, moved }),
  }));
  return {
    drift: found.flatMap(({ path, reason }) => (reason ? [{ path, reason }] : [])),
    conflicts: found
      .filter(({ reason }) => reason === undefined)
      .map(({ path }) => conflictAt(plan, path, 'unexplained')),
  };
}

interface Evidence {
  readonly result: MergedTree;
  /** Blobs that a rename may have moved. */
  readonly moved: ReadonlySet<string>;
}

function reasonOf(
  plan: PathPlan | undefined,
  change: Change,
  { result, moved }: Evidence,
): DriftReason | undefined {
  if (plan) {
    const [main, staging] = [tipOf(plan.track, 'main'), tipOf(plan.track, 'staging')];
    const { base } = plan.meeting;
    if (main !== base && staging !== base) return 'merged';
    if (main !== base && change.after === main) return hasGoneBack(plan) ? 'kept-revert' : 'hotfix';
  }
  // Git follows renames: a change made under one name arrives under another.
  const isMoved = change.after !== absent && moved.has(blobOf(change.after));
  return isMoved || result.textMerged.has(change.path) ? 'merged' : undefined;
}

/**
 * Main holds again what it had left, or staging had held, before they met. A hotfix that came
 * before the meeting was never left.
 */
function hasGoneBack({ track, meeting }: PathPlan): boolean {
  const main = tipOf(track, 'main');
  return [
    track.start,
    ...heldUntil(track.main.slice(0, -1), meeting.main),
    ...track.staging.map(contentOf),
  ].includes(main);
}

const contentOf = ({ content }: { readonly content: Content }): Content => content;

const heldUntil = (steps: PathPlan['track']['main'], position: number): Content[] => [
  ...steps.filter(({ at }) => at <= position).map(contentOf),
  contentAt(steps, position),
];

/** Text at the tips of paths that changed; a mode is merged apart from it. */
const movedBlobs = ({ paths }: PromotionPlan): ReadonlySet<string> =>
  new Set(
    [...paths.values()].flatMap(({ track }) => [
      blobOf(tipOf(track, 'main')),
      blobOf(tipOf(track, 'staging')),
    ]),
  );
