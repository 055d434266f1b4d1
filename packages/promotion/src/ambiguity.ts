import type { Evidence } from './evidence.ts';
import { absent, type Content, otherSide, type Side } from './history.ts';
import { couldBeMerge, mergeParts } from './likeness.ts';
import { type Meeting, mostReadings } from './meeting.ts';
import type { Told } from './recorded-base.ts';
import { type Step, stepsSince, type Track, tipOf } from './track.ts';

interface Doubt {
  readonly track: Track;
  readonly readings: readonly Meeting[];
  readonly evidence: Evidence;
  /** Whether there may have been meetings that no record tells of. */
  readonly infers: boolean;
  readonly known?: Told | undefined;
}

/**
 * Whether a path's history allows two readings that would ship different content. Then it is a
 * conflict: `went-back`, never a guess.
 */
export function isAmbiguous({ track, readings, evidence, infers, known }: Doubt): boolean {
  if (tipOf(track, 'main') === tipOf(track, 'staging')) return false;
  if (readings.length >= mostReadings || shipsOther(track, readings, evidence)) return true;
  return infers && readings.some((meeting) => mayHideMeeting({ track, meeting, evidence, known }));
}

/** Whether readings come to different content; what git would refuse cannot have happened silently. */
export function shipsOther(
  track: Track,
  readings: readonly Meeting[],
  evidence?: Pick<Evidence, 'hasAdded'>,
): boolean {
  const tips = { main: tipOf(track, 'main'), staging: tipOf(track, 'staging') };
  if (tips.main === tips.staging) return false;
  const { hasAdded } = evidence ?? { hasAdded: { main: true, staging: true } };
  const outcomes = readings.map(({ base }) => outcomeOf(base, tips, hasAdded));
  return new Set(outcomes.filter((outcome) => outcome !== 'conflict')).size > 1;
}

/** What a merge over this base comes to, as far as it can be told without text. */
function outcomeOf(
  base: Content,
  { main, staging }: Readonly<Record<Side, Content>>,
  hasAdded: Evidence['hasAdded'],
): string {
  if (base === main) return staging;
  if (base === staging) return main;
  if (base !== absent && (main === absent || staging === absent)) {
    const deleter = main === absent ? 'main' : 'staging';
    return hasAdded[deleter] ? 'perhaps renamed' : 'conflict';
  }
  return mergeParts({ base, main, staging });
}

interface HiddenMeeting {
  readonly track: Track;
  readonly meeting: Meeting;
  readonly evidence: Evidence;
  readonly known: Told | undefined;
}

/**
 * A meeting leaves no equal contents where the branch that received it had changes of its own. It
 * does no harm while both branches go on; once one goes back, the way back cannot be told from
 * never having been there.
 */
function mayHideMeeting({ track, meeting, evidence, known }: HiddenMeeting): boolean {
  const since = {
    main: stepsSince(track.main, meeting.main),
    staging: stepsSince(track.staging, meeting.staging),
  };
  if (!wentBack(since.main) && !wentBack(since.staging)) return false;
  return (['main', 'staging'] as const).some((side) => {
    const offers = new Set(since[otherSide(side)].map(({ content }) => content));
    offers.delete(meeting.base);
    const isRename = (at: number): boolean => evidence.isRemover(side, at);
    const mayBring = (at: number): boolean => known?.mayBring(side, at) ?? true;
    return mayHaveReceived(since[side], { base: meeting.base, offers, isRename, mayBring });
  });
}

/** Held content, left it, and came to it again. */
export const wentBack = (steps: readonly Step[]): boolean =>
  steps.some(({ content }, index) => isHeldBefore(steps, index, content));

const isHeldBefore = (steps: readonly Step[], index: number, content: Content): boolean =>
  steps.findIndex((step) => step.content === content) < index;

function mayHaveReceived(
  own: readonly Step[],
  from: {
    readonly base: Content;
    readonly offers: ReadonlySet<Content>;
    readonly isRename: (at: number) => boolean;
    readonly mayBring: (at: number) => boolean;
  },
): boolean {
  const { base, offers, isRename, mayBring } = from;
  return own.some(({ content: after, at }, index) => {
    const before = own[index - 1]?.content;
    if (before === undefined || !mayBring(at)) return false;
    if (isHeldBefore(own, index, after) || offers.has(after)) return false;
    // A file that follows a rename arrives where there was none, with what was done to it before.
    if (before === base) {
      return base === absent && isRename(at) && [...offers].some((other) => other !== absent);
    }
    return [...offers].some((other) => couldBeMerge({ base, before, other, after }));
  });
}
