import { absent, type Content, otherSide, type Side } from './history.ts';
import { blobOf, modeOf } from './likeness.ts';
import { landingsOf } from './path-landings.ts';
import type { Landing, Timeline } from './timeline.ts';
import { contentAt, isNews, type Step, stepsSince, type Track } from './track.ts';

/** One reading of a path's history: where the branches last met. */
export interface Meeting {
  readonly base: Content;
  /** Position of each branch in the meeting. */
  readonly main: number;
  readonly staging: number;
  /** Up to which of its positions a branch is known to be on the other. */
  readonly carried: Readonly<Record<Side, number>>;
  /** The source of each branch's last record. */
  readonly recorded: Readonly<Record<Side, number>>;
}

/** A meeting that remembers those before it, while the walk is under way. */
interface Reading extends Meeting {
  readonly previous: Reading | undefined;
}

export interface Walk {
  readonly path: string;
  readonly track: Track;
  readonly timeline: Timeline;
  /** Whether meetings may be inferred from contents. */
  readonly infers: boolean;
  readonly entry: Readonly<Record<Side, number>>;
  /** How far the other branch was carried by a commit of that side, if it is known to have been. */
  readonly sourceOf: (side: Side, position: number) => number | undefined;
}

type PathEvent =
  | { readonly kind: 'change'; readonly side: Side; readonly step: Step; readonly rank: number }
  | { readonly kind: 'landing'; readonly landing: Landing; readonly rank: number };

/** More than this are not told apart: the path is ambiguous. */
export const mostReadings = 32;

/**
 * All the readings a path's history allows, the likeliest first. There is one, but where a branch
 * arrives at content in a way that may be a meeting or chance: it had held that content before, or
 * deleted the file, or changed only its mode.
 */
export function meetingsOf(walk: Walk): readonly Meeting[] {
  const { track, entry } = walk;
  const none = { main: 0, staging: 0 };
  const start = { base: track.start, carried: none, recorded: none, previous: undefined };
  const readings = eventsOf(walk).reduce<readonly Reading[]>(
    (now, event) =>
      event.kind === 'landing'
        ? now.flatMap((meeting) => land(walk, meeting, event.landing))
        : distinct(now.flatMap((meeting) => arrive(walk, meeting, event))).slice(-mostReadings),
    [{ ...start, ...entry }],
  );
  return readings.map(({ previous: _, ...meeting }) => meeting).toReversed();
}

function eventsOf({ path, track, timeline, entry, infers }: Walk): PathEvent[] {
  const landings = landingsOf(timeline, path, track);
  const isLanding = (side: Side, step: Step): boolean =>
    landings.some(({ to, landed }) => to === side && landed === step.at);
  const inferring = infers ? (['main', 'staging'] as const) : [];
  const changes = inferring.flatMap((side) =>
    track[side]
      .filter((step) => step.at > entry[side] && !isLanding(side, step))
      .map((step) => ({
        kind: 'change' as const,
        side,
        step,
        rank: timeline.rank[side][step.at] ?? 0,
      })),
  );
  const landed = landings.map((landing) => ({
    kind: 'landing' as const,
    landing,
    rank: timeline.rank[landing.to][landing.landed] ?? 0,
  }));
  return [...changes, ...landed].sort((one, other) => one.rank - other.rank);
}

/** A branch arrives at content: did the other hold it, at or after its position in the meeting? */
function arrive(
  walk: Walk,
  meeting: Reading,
  { side, step, rank }: Extract<PathEvent, { kind: 'change' }>,
): readonly Reading[] {
  const other = otherSide(side);
  const held = stepsSince(walk.track[other], meeting[other]).filter(
    ({ at }) => (walk.timeline.rank[other][at] ?? 0) < rank,
  );
  const same = held.find(({ content }) => content === step.content);
  if (!same) return [meeting];
  const own = stepsSince(walk.track[side], meeting[side]);
  const others = [...otherModes(held, own, step), ...laterThan(walk, side, { held, step, same })];
  const met = [...others, same].map(({ at, content }) => {
    const place = positions(side, step.at, Math.max(at, meeting[other]));
    const carried = { ...meeting.carried, ...place };
    return { ...meeting, ...place, base: content, previous: meeting, carried };
  });
  return isCertain(walk, side, step) ? met : [meeting, ...met];
}

/** What else the commit carried came later than this content: then this is older content merged back. */
function laterThan(
  { track, sourceOf }: Walk,
  side: Side,
  arrival: { readonly held: readonly Step[]; readonly step: Step; readonly same: Step },
): readonly Step[] {
  const { held, step, same } = arrival;
  const source = sourceOf(side, step.at) ?? same.at;
  const content = contentAt(track[otherSide(side)], source);
  const isHeldStill = held.some(({ at }) => at <= source && at > same.at);
  return isHeldStill && content !== step.content ? [{ at: source, content }] : [];
}

/**
 * Text received with another mode, which was then merged away, looks like text received without it.
 * Only a branch that had changed the mode itself can merge it away.
 */
function otherModes(
  held: readonly Step[],
  own: readonly Step[],
  { content, at }: Step,
): readonly Step[] {
  const modes = new Set(own.filter((step) => step.at < at).map((step) => modeOf(step.content)));
  if (content === absent || modes.size < 2) return [];
  return held.filter(
    (step) => step.content !== content && blobOf(step.content) === blobOf(content),
  );
}

const positions = (side: Side, own: number, other: number): Record<Side, number> =>
  side === 'main' ? { main: own, staging: other } : { main: other, staging: own };

/** New text does not come about twice by chance; a deletion, a mode or a way back does. */
function isCertain({ track, sourceOf }: Walk, side: Side, step: Step): boolean {
  return sourceOf(side, step.at) !== undefined || isNews(track, side, step);
}

/** A record: the content of its source is the base, whatever its landing looks like. */
function land(walk: Walk, meeting: Reading, landing: Landing): readonly Reading[] {
  const { from, to, source, landed } = landing;
  if (source < meeting.recorded[from]) return [meeting];
  const recorded = { ...meeting.recorded, [from]: source };
  const base = contentAt(walk.track[from], source);
  const isEven = base === contentAt(walk.track[to], landed);
  const carried = {
    ...meeting.carried,
    [from]: Math.max(source, meeting.carried[from]),
    ...(isEven ? { [to]: Math.max(landed, meeting.carried[to]) } : {}),
  };
  const next = { ...meeting, recorded, carried, previous: meeting };
  const isCrossing = meeting[from] > source;
  if (!isCrossing) return [{ ...next, base, ...positions(to, landed, source) }];
  const place = positions(to, landed, meeting[from]);
  return crossedBases(walk.track, meeting, landing).map((crossed) => ({
    ...next,
    ...place,
    base: crossed,
  }));
}

/**
 * A release and a sync under way at once each carried what the other lacked. Git merges such bases
 * into one; so do we where one of the landings did just that, or where it takes no reading of text.
 */
function crossedBases(
  track: Track,
  meeting: Reading,
  { from, to, source, landed }: Landing,
): readonly Content[] {
  const [base, earlier] = [contentAt(track[from], source), meeting.base];
  const common = meetingUpTo(meeting, from, source)?.base ?? track.start;
  // A file that is newer than the source may be one that it has under another name: git follows that.
  const isRenamed = base === common && base === absent;
  if (earlier === base || (base === common && !isRenamed)) return [earlier];
  if (earlier === common) return [base];
  if (contentAt(track[to], landed - 1) === contentAt(track[to], meeting[to])) {
    return [contentAt(track[to], landed)];
  }
  if (contentAt(track[from], meeting[from] - 1) === base) {
    return [contentAt(track[from], meeting[from])];
  }
  return isRenamed ? [earlier] : [base, earlier];
}

/** The last meeting in which a branch had come no further than a position. */
function meetingUpTo(meeting: Reading, side: Side, position: number): Reading | undefined {
  if (meeting[side] <= position) return meeting;
  return meeting.previous && meetingUpTo(meeting.previous, side, position);
}

function distinct(meetings: readonly Reading[]): readonly Reading[] {
  if (meetings.length < 2) return meetings;
  const key = ({ base, main, staging }: Meeting): string => `${base} ${main} ${staging}`;
  return [...new Map(meetings.map((meeting) => [key(meeting), meeting])).values()];
}
