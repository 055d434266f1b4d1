import { absent, type Side } from './history.ts';
import type { PathPlan, PromotionPlan } from './plan.ts';

/**
 * `content`: git cannot merge it. `went-back`: the history allows two readings that would ship
 * different content. `file-and-folder`: the branches met at a file and at a folder of one name.
 * `unexplained`: the result differs from staging and no reason is found.
 */
export type ConflictKind = 'content' | 'went-back' | 'file-and-folder' | 'unexplained';

export interface PathConflict {
  readonly path: string;
  readonly kind: ConflictKind;
  /** The commits of each branch that changed the path since the branches met there, oldest first. */
  readonly main: readonly string[];
  readonly staging: readonly string[];
  /** Commits of staging that changed it and that a partial release leaves out, oldest first. */
  readonly leftOut?: readonly string[];
}

/** What stands in the way before git is asked. */
export function findConflicts(plan: PromotionPlan): readonly PathConflict[] {
  const ambiguous = [...plan.paths].filter(([, { isAmbiguous }]) => isAmbiguous);
  return [
    ...ambiguous.map(([path]) => conflictAt(plan, path, 'went-back')),
    ...clashes(plan).map((path) => conflictAt(plan, path, 'file-and-folder')),
  ];
}

export function conflictAt(plan: PromotionPlan, path: string, kind: ConflictKind): PathConflict {
  return {
    path,
    kind,
    main: changedBy(plan, path, 'main'),
    staging: changedBy(plan, path, 'staging'),
  };
}

function changedBy({ lines, paths }: PromotionPlan, path: string, side: Side): string[] {
  const plan = paths.get(path);
  if (!plan) return [];
  return plan.track[side]
    .filter(({ at }) => at > plan.earliest[side])
    .flatMap(({ at }) => lines[side].commits[at - 1]?.sha ?? []);
}

/** Only paths that changed can clash: the rest of the base is one tree of git's. */
function clashes({ paths, base }: PromotionPlan): string[] {
  const isThere = (path: string, plan: PathPlan): boolean =>
    (base.get(path) ?? plan.track.start) !== absent;
  const files = new Set(
    [...paths].filter(([path, plan]) => isThere(path, plan)).map(([path]) => path),
  );
  return [...files].filter((path) => foldersOf(path).some((folder) => files.has(folder)));
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
