import { isAmbiguous, shipsOther } from './ambiguity.ts';
import { evidenceOf } from './evidence.ts';
import type { Content, Histories, Lines } from './history.ts';
import { type Meeting, meetingsOf } from './meeting.ts';
import type { Told } from './recorded-base.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { type Track, tracksOf } from './track.ts';

export interface PathPlan {
  readonly track: Track;
  readonly meeting: Meeting;
  /** The reading in which they met least: everything since may matter to people. */
  readonly earliest: Meeting;
  readonly isAmbiguous: boolean;
  /** Whether there may have been meetings that no record tells of. */
  readonly infers: boolean;
}

export interface PromotionPlan {
  readonly lines: Lines;
  readonly timeline: Timeline;
  /** Every path that changed on either branch since git's merge base. */
  readonly paths: ReadonlyMap<string, PathPlan>;
  /** The synthetic base: what differs from the merge base's tree. */
  readonly base: ReadonlyMap<string, Content>;
}

/**
 * Where the branches last met, path by path.
 *
 * @param known what git makes of the records; without it the walk reads them as well as ids allow
 */
export function planPromotion(histories: Histories, known?: Told): PromotionPlan {
  const { lines, isComplete = false } = histories;
  const timeline = timelineOf(histories);
  const tracks = tracksOf(lines);
  const evidence = evidenceOf(tracks, timeline);
  const entry = { main: lines.main.entry, staging: lines.staging.entry };
  const paths = new Map<string, PathPlan>();
  for (const [path, track] of tracks) {
    const isTold = known?.base || !isCarriedInPart(timeline, path, track);
    const infers = !isComplete || !isTold;
    const walk = { path, track, timeline, entry, infers, known, ...evidence };
    const readings = meetingsOf(walk);
    const [meeting, earliest = meeting] = [readings[0], readings.at(-1)];
    const doubt = { track, readings, evidence, infers, known };
    if (!meeting || !earliest) continue;
    paths.set(path, { track, meeting, earliest, infers, isAmbiguous: isAmbiguous(doubt) });
  }
  return { lines, timeline, paths, base: baseOf(paths) };
}

/**
 * A path is a conflict, too, where another plan of the same history would ship other content.
 *
 * @param isOpen whether the other plan may be right about such a path
 */
export function doubtWhere(
  plan: PromotionPlan,
  other: PromotionPlan,
  isOpen: (track: Track) => boolean = () => true,
): PromotionPlan {
  const paths = [...plan.paths].map(([path, one]): [string, PathPlan] => {
    const readings = [one.meeting, other.paths.get(path)?.meeting ?? one.meeting];
    const isDoubtful = isOpen(one.track) && shipsOther(one.track, readings);
    return [path, { ...one, isAmbiguous: one.isAmbiguous || isDoubtful }];
  });
  return { ...plan, paths: new Map(paths) };
}

function baseOf(paths: ReadonlyMap<string, PathPlan>): ReadonlyMap<string, Content> {
  const moved = [...paths].filter(([, { track, meeting }]) => meeting.base !== track.start);
  return new Map(moved.map(([path, { meeting }]) => [path, meeting.base]));
}

/** A partial release changed the path without carrying it whole: no record tells where that led. */
const isCarriedInPart = ({ landings }: Timeline, path: string, track: Track): boolean =>
  landings.some(
    ({ to, landed, covers }) => !covers(path) && track[to].some(({ at }) => at === landed),
  );
