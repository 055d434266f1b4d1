import type { Side } from './history.ts';
import type { PathPlan, PromotionPlan } from './plan.ts';

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
  return commits.filter((_, index) => positions.has(index + 1)).map(({ sha }) => sha);
}

/**
 * The paths a release of some commits alone carries whole, which is what its record may cover: a
 * path with a change held back is not among them.
 */
export function carriedPaths(
  plan: PromotionPlan,
  picked: ReadonlySet<string>,
): ReadonlySet<string> {
  const { commits } = plan.lines.staging;
  const isPicked = (position: number): boolean => picked.has(commits[position - 1]?.sha ?? '');
  const carried = [...plan.paths].filter(([path, pathPlan]) => {
    const changes = changesToCarry(plan, { path, from: 'staging', pathPlan });
    return changes.length > 0 && changes.every(isPicked);
  });
  return new Set(carried.map(([path]) => path));
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
  return track[from]
    .map(({ at }) => at)
    .filter((at) => at > meeting.carried[from] && at !== plan.lines[from].entry)
    .filter((at) => !received.some(({ landed }) => landed === at));
}
