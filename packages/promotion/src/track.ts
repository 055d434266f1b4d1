import { absent, type Change, type Content, type Lines, type Side } from './history.ts';
import { blobOf } from './likeness.ts';

/** Content that a branch arrived at. Position 0 is where a line starts, n its n-th commit. */
export interface Step {
  readonly at: number;
  readonly content: Content;
}

/** One path through both branches. */
export interface Track {
  /** At git's merge base. */
  readonly start: Content;
  /** Oldest first; the first step is at 0. */
  readonly main: readonly Step[];
  readonly staging: readonly Step[];
}

interface GrowingTrack extends Track {
  readonly main: Step[];
  readonly staging: Step[];
}

/** The paths that changed on either branch; memory grows with changes, not with the tree. */
export function tracksOf(lines: Lines): ReadonlyMap<string, Track> {
  const tracks = new Map<string, GrowingTrack>();
  for (const side of ['main', 'staging'] as const) {
    for (const change of lines[side].start) openTrack(tracks, change)[side][0] = at(0, change);
  }
  for (const side of ['main', 'staging'] as const) {
    lines[side].commits.forEach(({ changes }, index) => {
      for (const change of changes) openTrack(tracks, change)[side].push(at(index + 1, change));
    });
  }
  return tracks;
}

function openTrack(tracks: Map<string, GrowingTrack>, { path, before }: Change): GrowingTrack {
  const found = tracks.get(path);
  if (found) return found;
  const first = { at: 0, content: before };
  const track = { start: before, main: [first], staging: [first] };
  tracks.set(path, track);
  return track;
}

const at = (position: number, { after }: Change): Step => ({ at: position, content: after });

/** What a branch held at a position. */
export const contentAt = (steps: readonly Step[], position: number): Content =>
  steps.findLast((step) => step.at <= position)?.content ?? '';

/** What a branch held at a position and since, oldest first. */
export function stepsSince(steps: readonly Step[], position: number): readonly Step[] {
  const first = steps.findLastIndex((step) => step.at <= position);
  return steps.slice(Math.max(first, 0));
}

export const tipOf = (track: Track, side: Side): Content => track[side].at(-1)?.content ?? '';

/** Content that this branch never had: neither gone back to, nor only another mode, nor nothing. */
export function isNews(track: Track, side: Side, { at, content }: Step): boolean {
  if (content === absent || content === track.start) return false;
  return track[side].every(
    (step) =>
      step.at >= at || (step.content !== content && blobOf(step.content) !== blobOf(content)),
  );
}
