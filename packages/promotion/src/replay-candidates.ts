/** What a commit without a record may have brought of the other branch, as far as object ids tell. */
import type { Place } from './ancestry.ts';
import { clockToleranceSeconds } from './clocks.ts';
import type { Growth } from './growth.ts';
import { absent, type Change, type Content, otherSide } from './history.ts';
import { couldBeMerge } from './likeness.ts';
import { contentAt, isNews } from './track.ts';

/** A deletion, a mode or a way back may have come about twice, by chance. */
export const bringsNews = (growth: Growth, { side, position }: Place): boolean =>
  changesAt(growth, { side, position }).some(({ path, after }) => {
    const track = growth.tracks.get(path);
    return track !== undefined && isNews(track, side, { at: position, content: after });
  });

const changesAt = ({ lines }: Growth, { side, position }: Place): readonly Change[] =>
  lines[side].commits[position - 1]?.changes ?? [];

const held = (growth: Growth, path: string, { side, position }: Place): Content => {
  const track = growth.tracks.get(path);
  return track ? contentAt(track[side], position) : absent;
};

/** How many commits of the other branch may have been there. */
function countBefore({ lines, grown }: Growth, { side, position }: Place): number {
  const from = otherSide(side);
  const latest = (lines[side].commits[position - 1]?.committedAt ?? 0) + clockToleranceSeconds;
  const { commits } = lines[from];
  const isNear = (at: number): boolean =>
    at < commits.length && (commits[at]?.committedAt ?? 0) <= latest;
  // One after the other: hardly any are near, of all that are still to come.
  const count = { near: grown[from].length - 1 };
  while (isNear(count.near)) count.near += 1;
  return count.near;
}

export interface PossibleSource {
  readonly at: number;
  /** Nothing of it is missing; else people may have left something out. */
  readonly isAll: boolean;
}

/** With more changes than this that a commit does not show, it did not bring them. */
const mostMissing = 8;

/** What a commit shows of a merge, for each change that people may have left out of it. */
const shownPerMissing = 4;

/** Commits of the other branch that this one may have brought, with all before them; newest first. */
export function sourcesOf(growth: Growth, place: Place): readonly PossibleSource[] {
  const from = otherSide(place.side);
  const shown = showing(growth, place);
  const found: PossibleSource[] = [];
  const count = countBefore(growth, place);
  for (let at = growth.carried[from] + 1; at <= count; at += 1) {
    // What a landing brought is no news to the branch it came from.
    const isLanding = growth.received[from].has(at);
    const changes = isLanding ? [] : changesAt(growth, { side: from, position: at });
    for (const change of changes) shown.compare(change);
    if (shown.missing.size > mostMissing) break;
    if (shown.isPossible()) found.push({ at, isAll: shown.missing.size === 0 });
  }
  const isBefore = ({ at }: PossibleSource): number => Number(at < growth.grown[from].length);
  return found
    .toReversed()
    .sort(
      (one, other) => Number(other.isAll) - Number(one.isAll) || isBefore(other) - isBefore(one),
    );
}

/** What a commit shows of the other branch's changes, one after the other. */
function showing(growth: Growth, place: Place) {
  const from = otherSide(place.side);
  const last = { side: from, position: growth.carried[from] };
  const before = { ...place, position: place.position - 1 };
  const own = new Set(changesAt(growth, place).map(({ path }) => path));
  const missing = new Set<string>();
  const touched = new Set<string>();
  // A merge changes nothing that the other branch has and left as it was.
  const added = new Set([...own].filter((path) => held(growth, path, last) !== absent));
  const compare = ({ path, after }: Change): void => {
    // Where the file is gone, git may have followed it to another name.
    const isMoved = held(growth, path, before) === absent && after !== absent;
    const isKnown = [held(growth, path, place), held(growth, path, last)].includes(after);
    if (isKnown || isMoved || own.has(path)) missing.delete(path);
    else missing.add(path);
    if (isMoved || own.has(path)) touched.add(path);
    added.delete(path);
  };
  const isPossible = (): boolean =>
    touched.size > 0 && added.size === 0 && missing.size * shownPerMissing <= touched.size;
  return { missing, compare, isPossible };
}

/** Commits of staging that were not carried yet, and may be all that a commit of main brought. */
export function picksOf(growth: Growth, place: Place): readonly number[] {
  const found: number[] = [];
  const own = new Map(changesAt(growth, place).map(({ path, after }) => [path, after]));
  const count = countBefore(growth, place);
  for (let at = growth.carried.staging + 1; at <= count; at += 1) {
    if (!growth.picked.has(at) && mayBePick(growth, place, { at, own })) found.push(at);
  }
  const isBefore = (at: number): number => Number(at < growth.grown.staging.length);
  return found.toReversed().sort((one, other) => isBefore(other) - isBefore(one));
}

function mayBePick(
  growth: Growth,
  place: Place,
  { at, own }: { readonly at: number; readonly own: ReadonlyMap<string, Content> },
): boolean {
  const before = { ...place, position: place.position - 1 };
  const changes = changesAt(growth, { side: 'staging', position: at });
  const isShown = ({ path }: Change): boolean =>
    own.has(path) || held(growth, path, before) === absent;
  if (!changes.some(isShown)) return false;
  return changes.every((change) => {
    const [ours, after] = [held(growth, change.path, before), own.get(change.path)];
    if (ours === absent) return true;
    if (after === undefined) return ours === change.after;
    if (ours === change.before) return after === change.after;
    return couldBeMerge({ base: change.before, before: ours, other: change.after, after });
  });
}

/** Both hold the same wherever one changed: it takes no merge to see. */
export function isPlain(growth: Growth, place: Place, sent: Place): boolean {
  const since = growth.carried[sent.side];
  const brought = new Set<string>();
  for (let at = since + 1; at <= sent.position; at += 1) {
    for (const { path } of changesAt(growth, { ...sent, position: at })) brought.add(path);
  }
  const own = changesAt(growth, place);
  return (
    own.every(({ path }) => brought.has(path)) &&
    [...brought].every((path) => held(growth, path, place) === held(growth, path, sent))
  );
}
