import { absent, type Content, type Side } from './history.ts';
import type { Meeting } from './meeting.ts';
import type { Landing } from './timeline.ts';
import { contentAt, type Track } from './track.ts';

/** A meeting that remembers those before it, while the walk is under way. */
export interface Reading extends Meeting {
  readonly previous: Reading | undefined;
}

/**
 * A release and a sync under way at once each carried what the other lacked. Git merges such bases
 * into one; so do we where one of the landings did just that, or where it takes no reading of text.
 */
export function crossedBases(
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
