import { type Histories, type Lines, type MeetingRecord, type Side, shortSha } from './history.ts';

/** A record with the positions of its commits on the two lines. */
export interface Landing {
  readonly from: Side;
  readonly to: Side;
  readonly source: number;
  readonly landed: number;
  readonly covers: (path: string) => boolean;
  /** Positions of the commits that a partial release picked. */
  readonly pickedAt: readonly number[];
  /** All of the source was carried: it could have been a merge commit. */
  readonly isWhole: boolean;
}

/** One order for both branches: `rank.main[3]` is when main's third commit came. */
export interface Timeline {
  readonly rank: Readonly<Record<Side, readonly number[]>>;
  /** In the order they landed. */
  readonly landings: readonly Landing[];
  /** Commits of staging that partial releases carried, whatever else changed in their files. */
  readonly picked: ReadonlySet<string>;
}

/**
 * Puts the commits of both branches in one order. Inside a branch the first-parent order is fixed;
 * committer dates only interleave the two, and a record outweighs them: what was carried was there
 * before it arrived.
 */
export function timelineOf({ lines, records }: Histories): Timeline {
  const positions = { main: positionsOf(lines, 'main'), staging: positionsOf(lines, 'staging') };
  const landings = records.flatMap(({ kind, source, landed, ...carried }): Landing[] => {
    const [from, to]: [Side, Side] = kind === 'release' ? ['staging', 'main'] : ['main', 'staging'];
    const [start, end] = [positions[from].get(source), positions[to].get(landed)];
    // A record whose source is not on the line it claims to come from is not believed.
    if (start === undefined || end === undefined) return [];
    const isCovered = (path: string): boolean => covers(carried, path);
    const pickedAt = lines.staging.commits.flatMap(({ sha }, index) =>
      carried.picked?.has(shortSha(sha)) ? [index + 1] : [],
    );
    const isWhole = !carried.paths && !carried.without && !carried.picked;
    return [{ from, to, source: start, landed: end, covers: isCovered, pickedAt, isWhole }];
  });
  const rank = interleave(lines, landings);
  const when = ({ to, landed }: Landing): number => rank[to][landed] ?? 0;
  const pickedAt = new Set(landings.flatMap((landing) => landing.pickedAt));
  return {
    rank,
    landings: landings.toSorted((one, other) => when(one) - when(other)),
    picked: new Set(
      lines.staging.commits.flatMap(({ sha }, at) => (pickedAt.has(at + 1) ? [sha] : [])),
    ),
  };
}

const covers = (
  { paths, without }: Pick<MeetingRecord, 'paths' | 'without'>,
  path: string,
): boolean => without?.has(path) !== true && paths?.has(path) !== false;

const positionsOf = (lines: Lines, side: Side): ReadonlyMap<string, number> =>
  new Map(lines[side].commits.map(({ sha }, index) => [sha, index + 1]));

function interleave(lines: Lines, landings: readonly Landing[]): Record<Side, number[]> {
  const rank: Record<Side, number[]> = { main: [0], staging: [0] };
  const needs = { main: needsOf(landings, 'main'), staging: needsOf(landings, 'staging') };
  const waits = (side: Side, other: Side): boolean =>
    (needs[side].get(rank[side].length) ?? 0) >= rank[other].length;
  const total = lines.main.commits.length + lines.staging.commits.length;
  for (let now = 1; now <= total; now += 1) {
    const side = nextSide(lines, rank);
    const other = side === 'main' ? 'staging' : 'main';
    const isBlocked = waits(side, other) && !waits(other, side);
    rank[isBlocked ? other : side].push(now);
  }
  return rank;
}

/** Landing position → the position of the other line that must have come before. */
function needsOf(landings: readonly Landing[], to: Side): ReadonlyMap<number, number> {
  const needs = new Map<number, number>();
  for (const landing of landings.filter((one) => one.to === to)) {
    needs.set(landing.landed, Math.max(landing.source, needs.get(landing.landed) ?? 0));
  }
  return needs;
}

function nextSide(lines: Lines, rank: Readonly<Record<Side, readonly number[]>>): Side {
  const next = (side: Side): number =>
    lines[side].commits[rank[side].length - 1]?.committedAt ?? Number.POSITIVE_INFINITY;
  return next('main') < next('staging') ? 'main' : 'staging';
}
