/**
 * Releases and syncs that left no equal contents behind: the branch that received them had changes
 * of its own in the file, so it came to text that nobody else has. Object ids do not show it, but
 * merging again does: what comes to the very same text was that merge.
 */
import { absent, type Content, type MeetingRecord, otherSide, type Side } from './history.ts';
import { couldBeMerge } from './likeness.ts';
import type { PathPlan, PromotionPlan } from './plan.ts';
import type { Timeline } from './timeline.ts';
import { type Step, stepsSince } from './track.ts';

/** A merge of one file that may have taken place. */
export interface SuspectedMerge {
  readonly path: string;
  readonly to: Side;
  /** Positions on the two lines. */
  readonly source: number;
  readonly landed: number;
  /** The landing's rank in the timeline. */
  readonly when: number;
  readonly base: Content;
  readonly ours: Content;
  readonly theirs: Content;
  /** What the branch came to. */
  readonly after: Content;
}

/** A history with more to ask is told by its records, or not at all. */
export const mostSuspected = 2000;

/** Merges that would explain content which a branch came to since the last meeting of its path. */
export function suspectedMerges(plan: PromotionPlan): readonly SuspectedMerge[] {
  const found: SuspectedMerge[] = [];
  for (const [path, pathPlan] of plan.paths) {
    if (!pathPlan.infers || pathPlan.meeting.base === absent) continue;
    for (const to of ['main', 'staging'] as const) {
      found.push(...suspectedIn(pathPlan, to, plan.timeline).map((one) => ({ ...one, path })));
    }
    if (found.length >= mostSuspected) break;
  }
  return found.slice(0, mostSuspected);
}

function suspectedIn(
  { track, meeting }: PathPlan,
  to: Side,
  { rank }: Timeline,
): Omit<SuspectedMerge, 'path'>[] {
  const { base } = meeting;
  const from = otherSide(to);
  const own = stepsSince(track[to], meeting[to]);
  // What a landing made of the last meeting, with a hotfix in it, is news to the other branch.
  const news = stepsSince(track[from], meeting[from]).filter(
    ({ content }) => content !== base && content !== absent,
  );
  return own.flatMap(({ at: landed, content: after }, index) => {
    const ours = own[index - 1]?.content ?? base;
    const when = rank[to][landed] ?? 0;
    const offers = news.filter(({ at }) => (rank[from][at] ?? 0) < when);
    if (ours === base || isKnown(after, { own: own.slice(0, index), offers })) return [];
    return offers
      .filter(({ content }) => couldBeMerge({ base, before: ours, other: content, after }))
      .map(({ at: source, content: theirs }) => ({
        ...{ to, source, landed, when },
        ...{ base, ours, theirs, after },
      }));
  });
}

const isKnown = (
  content: Content,
  { own, offers }: { readonly own: readonly Step[]; readonly offers: readonly Step[] },
): boolean => [...own, ...offers].some((step) => step.content === content);

/**
 * Records of those that took place: of each path the first, as what came later starts from there,
 * and of that the newest content that explains it.
 *
 * @param merged what git makes of each; `undefined` where it conflicts
 */
export function confirmedMerges(
  { lines }: PromotionPlan,
  suspected: readonly SuspectedMerge[],
  merged: readonly (Content | undefined)[],
): readonly MeetingRecord[] {
  const first = new Map<string, SuspectedMerge>();
  suspected.forEach((one, index) => {
    const known = first.get(one.path);
    const isFirst = !known || one.when < known.when;
    const isNewer = known?.when === one.when && one.source > known.source;
    if (merged[index] === one.after && (isFirst || isNewer)) first.set(one.path, one);
  });
  return [...first.values()].map(({ path, to, source, landed }) => ({
    kind: to === 'main' ? 'release' : 'sync',
    source: lines[otherSide(to)].commits[source - 1]?.sha ?? '',
    landed: lines[to].commits[landed - 1]?.sha ?? '',
    paths: new Set([path]),
  }));
}
