import { isAmbiguous } from './ambiguity.ts';
import { type Content, type Histories, type Lines, otherSide, type Side } from './history.ts';
import { isNews, type Meeting, meetingsOf } from './meeting.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { type Track, tracksOf } from './track.ts';

export interface PathPlan {
  readonly track: Track;
  readonly meeting: Meeting;
  readonly isAmbiguous: boolean;
}

export interface PromotionPlan {
  readonly lines: Lines;
  readonly timeline: Timeline;
  /** Every path that changed on either branch since git's merge base. */
  readonly paths: ReadonlyMap<string, PathPlan>;
  /** The synthetic base: what differs from the merge base's tree. */
  readonly base: ReadonlyMap<string, Content>;
}

/** Where the branches last met, path by path. */
export function planPromotion(histories: Histories): PromotionPlan {
  const { lines } = histories;
  const timeline = timelineOf(histories);
  const tracks = tracksOf(lines);
  const isCarrier = carriersOf(tracks, timeline);
  const entry = { main: lines.main.entry, staging: lines.staging.entry };
  const paths = new Map<string, PathPlan>();
  for (const [path, track] of tracks) {
    const readings = meetingsOf({ path, track, timeline, entry, isCarrier });
    const [meeting] = readings;
    if (meeting) paths.set(path, { track, meeting, isAmbiguous: isAmbiguous(track, readings) });
  }
  return { lines, timeline, paths, base: baseOf(paths) };
}

function baseOf(paths: ReadonlyMap<string, PathPlan>): ReadonlyMap<string, Content> {
  const moved = [...paths].filter(([, { track, meeting }]) => meeting.base !== track.start);
  return new Map(moved.map(([path, { meeting }]) => [path, meeting.base]));
}

/**
 * The commits that brought new text the other branch already had. What else they brought, a deleted
 * file say, came the same way.
 */
function carriersOf(
  tracks: ReadonlyMap<string, Track>,
  { rank }: Timeline,
): (side: Side, position: number) => boolean {
  const carriers = { main: new Set<number>(), staging: new Set<number>() };
  const rankOf = (side: Side, position: number): number => rank[side][position] ?? 0;
  for (const track of tracks.values()) {
    for (const side of ['main', 'staging'] as const) {
      const other = otherSide(side);
      const received = track[side].filter(
        (step) =>
          isNews(track, side, step) &&
          track[other].some(
            ({ at, content }) =>
              content === step.content && rankOf(other, at) < rankOf(side, step.at),
          ),
      );
      for (const { at } of received) carriers[side].add(at);
    }
  }
  return (side, position) => carriers[side].has(position);
}
