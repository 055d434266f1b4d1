import { type Content, otherSide, type Side } from './history.ts';
import { couldBeMerge } from './likeness.ts';
import { type Meeting, mostReadings } from './meeting.ts';
import { type Step, stepsSince, type Track, tipOf } from './track.ts';

/**
 * Whether a path's history allows two readings that would ship different content. Then it is a
 * conflict: `went-back`, never a guess.
 */
export function isAmbiguous(track: Track, readings: readonly Meeting[]): boolean {
  const [main, staging] = [tipOf(track, 'main'), tipOf(track, 'staging')];
  if (main === staging) return false;
  if (readings.length >= mostReadings) return true;
  const outcomes = new Set(readings.map(({ base }) => outcomeOf(base, { main, staging })));
  return outcomes.size > 1 || readings.some((meeting) => mayHideMeeting(track, meeting));
}

/** What a merge over this base comes to, as far as it can be told without text. */
function outcomeOf(base: Content, tips: Readonly<Record<Side, Content>>): string {
  if (base === tips.main) return 'staging';
  if (base === tips.staging) return 'main';
  return `merge over ${base}`;
}

/**
 * A meeting leaves no equal contents where the branch that received it had changes of its own. It
 * does no harm while both branches go on; once one goes back, the way back cannot be told from
 * never having been there.
 */
function mayHideMeeting(track: Track, meeting: Meeting): boolean {
  const since = {
    main: stepsSince(track.main, meeting.main),
    staging: stepsSince(track.staging, meeting.staging),
  };
  if (!wentBack(since.main) && !wentBack(since.staging)) return false;
  return (['main', 'staging'] as const).some((side) =>
    mayHaveReceived(meeting.base, since[side], since[otherSide(side)]),
  );
}

/** Held content, left it, and came to it again. */
const wentBack = (steps: readonly Step[]): boolean =>
  steps.some(({ content }, index) => isHeldBefore(steps, index, content));

const isHeldBefore = (steps: readonly Step[], index: number, content: Content): boolean =>
  steps.findIndex((step) => step.content === content) < index;

function mayHaveReceived(base: Content, own: readonly Step[], others: readonly Step[]): boolean {
  const offers = new Set(others.map(({ content }) => content).filter((other) => other !== base));
  return own.some(({ content: after }, index) => {
    const before = own[index - 1]?.content;
    if (before === undefined || before === base || isHeldBefore(own, index, after)) return false;
    return [...offers].some((other) => couldBeMerge({ base, before, other, after }));
  });
}
