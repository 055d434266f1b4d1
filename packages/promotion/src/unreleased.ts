import type { Change, Side } from './history.ts';
import type { PathPlan, PromotionPlan } from './plan.ts';
import { contentAt } from './track.ts';

/**
 * The commits of a branch, oldest first, with at least one change that the other branch has not
 * got: of staging the unreleased ones, of main the hotfixes staging lacks.
 */
export function commitsToCarry(plan: PromotionPlan, from: Side): readonly string[] {
  const positions = new Set<number>();
  for (const [path, pathPlan] of plan.paths) {
    for (const position of changesToCarry(plan, { path, from, pathPlan })) positions.add(position);
  }
  const { commits } = plan.lines[from];
  return commits
    .filter(({ sha }, index) => positions.has(index + 1) && !plan.timeline.picked.has(sha))
    .map(({ sha }) => sha);
}

export interface PartialPaths {
  /** The newest commit of staging that this or an earlier partial release carried. */
  readonly source: string;
  /** Carried whole. */
  readonly carried: ReadonlySet<string>;
  /** With a change up to the source that is held back, or that cannot be told. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * What a release of some commits of staging alone carries whole, and what its record may not cover:
 * a path with a change held back would seem released. `undefined`: none of them is of staging.
 */
export function partialPaths(
  plan: PromotionPlan,
  picked: ReadonlySet<string>,
): PartialPaths | undefined {
  const { commits } = plan.lines.staging;
  const carriedNow = commits.map(({ sha }) => picked.has(sha) || plan.timeline.picked.has(sha));
  if (!commits.some(({ sha }) => picked.has(sha))) return undefined;
  const until = carriedNow.lastIndexOf(true) + 1;
  const carried = new Set<string>();
  const leftOut = new Set<string>();
  for (const [path, pathPlan] of plan.paths) {
    const changes = changesToCarry(plan, { path, from: 'staging', pathPlan });
    const asked = changes.filter((at) => at <= until);
    const isWhole = asked.every((at) => carriedNow[at - 1] === true);
    if (pathPlan.isAmbiguous || !isWhole) leftOut.add(path);
    else if (asked.length > 0) carried.add(path);
  }
  return { carried, leftOut, source: commits[until - 1]?.sha ?? '' };
}

/** Of each unreleased commit of staging: those of its changes that main has not got. */
export function openChanges(plan: PromotionPlan): ReadonlyMap<string, readonly Change[]> {
  const open = new Map<number, Set<string>>();
  for (const [path, pathPlan] of plan.paths) {
    for (const position of changesToCarry(plan, { path, from: 'staging', pathPlan })) {
      open.set(position, (open.get(position) ?? new Set()).add(path));
    }
  }
  const { commits } = plan.lines.staging;
  return new Map(
    commits.flatMap(({ sha, changes }, index): [string, readonly Change[]][] => {
      const paths = plan.timeline.picked.has(sha) ? undefined : open.get(index + 1);
      return paths ? [[sha, changes.filter(({ path }) => paths.has(path))]] : [];
    }),
  );
}

interface PathFrom {
  readonly path: string;
  readonly from: Side;
  readonly pathPlan: PathPlan;
}

/** A commit that only brought what the other branch had is not news to it. */
function changesToCarry(
  plan: PromotionPlan,
  { path, from, pathPlan }: PathFrom,
): readonly number[] {
  const { track, meeting } = pathPlan;
  const received = plan.timeline.landings.filter(({ to, covers }) => to === from && covers(path));
  const { entry } = plan.lines[from];
  // A merge that left the file as the other branch had it took back what this one did before.
  const isEven = contentAt(track[from], entry) === track.start;
  return track[from]
    .map(({ at }) => at)
    .filter((at) => at > meeting.carried[from] && (isEven ? at > entry : at !== entry))
    .filter((at) => !received.some(({ landed }) => landed === at));
}
