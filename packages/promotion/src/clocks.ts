/** Committer dates come from the clocks of many machines, and may put two branches in a wrong order. */
import { wentBack } from './ambiguity.ts';
import { type Histories, type Lines, otherSide, type Side } from './history.ts';
import { timelineOf } from './timeline.ts';
import { type Track, tipOf } from './track.ts';

/** Clocks may disagree by this much: what seems to have come later may have come before. */
export const clockToleranceSeconds = 900;

/** The same lines, had the clocks of one branch been fast by as much as they may be. */
export function withEarlier(lines: Lines, side: Side): Lines {
  const commits = lines[side].commits.map((commit) => ({
    ...commit,
    committedAt: commit.committedAt - clockToleranceSeconds,
  }));
  return { ...lines, [side]: { ...lines[side], commits } };
}

/**
 * Content that came back to a branch was taken back, or the other branch had not brought it yet:
 * whether that one was earlier tells.
 */
export const dependsOnOrder =
  (earlier: Side) =>
  (track: Track): boolean =>
    tipOf(track, 'main') !== tipOf(track, 'staging') && wentBack(track[otherSide(earlier)]);

/** Whether two histories put the same commits in another order. */
export function isOtherOrder(histories: Histories, other: Histories): boolean {
  const [one, two] = [timelineOf(histories).rank.main, timelineOf(other).rank.main];
  return one.some((order, at) => order !== two[at]);
}
