import { crossedBases, type Reading } from './crossing.ts';
import { absent, type Content, otherSide, type Side } from './history.ts';
import { blobOf, modeOf } from './likeness.ts';
import { landingsOf } from './path-landings.ts';
import type { Told } from './recorded-base.ts';
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
  /** Records alone led here. */
  readonly isRecorded: boolean;
}

export interface Walk {
  readonly path: string;
  readonly track: Track;
  readonly timeline: Timeline;
  /** Whether meetings may be inferred from contents. */
  readonly infers: boolean;
  readonly entry: Readonly<Record<Side, number>>;
  readonly known?: Told | undefined;
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
  const start = {
    ...{ base: track.start, carried: none, recorded: none },
    ...{ isRecorded: true, previous: undefined },
  };
  const readings = eventsOf(walk).reduce<readonly Reading[]>(
    (now, event) =>
      event.kind === 'landing'
        ? now.flatMap((meeting) => land(walk, meeting, event.landing))
        : distinct(now.flatMap((meeting) => arrive(walk, meeting, event))).slice(-mostReadings),
    [{ ...start, ...entry }],
  );
  return distinct(readings.map((reading) => overRecorded(walk, reading))).toReversed();
}

/** Where records alone led to a meeting, they tell its base as well. */
function overRecorded({ path, known }: Walk, { previous: _, ...meeting }: Reading): Meeting {
  const base = meeting.isRecorded ? known?.base?.(path) : undefined;
  return base === undefined ? meeting : { ...meeting, base };
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
  const isSure = isCertain(walk, side, step);
  if (!same || !(isSure || (walk.known?.mayBring(side, step.at) ?? true))) return [meeting];
  const own = stepsSince(walk.track[side], meeting[side]);
  const others = [...otherModes(held, own, step), ...laterThan(walk, side, { held, step, same })];
  const met = [...others, same].map(({ at, content }) => {
    const place = positions(side, step.at, Math.max(at, meeting[other]));
    const carried = { ...meeting.carried, ...place };
    const isRecorded = false;
    return { ...meeting, ...place, base: content, previous: meeting, carried, isRecorded };
  });
  return isSure ? met : [meeting, ...met];
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
  const isCrossing = meeting[from] > source;
  const isRecorded = landing.isWhole && (!isCrossing || meeting.isRecorded);
  const next = { ...meeting, recorded, carried, previous: meeting, isRecorded };
  if (!isCrossing) return [{ ...next, base, ...positions(to, landed, source) }];
  const place = positions(to, landed, meeting[from]);
  return crossedBases(walk.track, meeting, landing).map((crossed) => ({
    ...next,
    ...place,
    base: crossed,
  }));
}

function distinct<M extends Meeting>(meetings: readonly M[]): readonly M[] {
  if (meetings.length < 2) return meetings;
  const key = ({ base, main, staging }: Meeting): string => `${base} ${main} ${staging}`;
  return [...new Map(meetings.map((meeting) => [key(meeting), meeting])).values()];
}
