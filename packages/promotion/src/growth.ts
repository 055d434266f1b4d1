import { type Ancestor, Ancestry, lastCommon, type Place } from './ancestry.ts';
import type { Lines, Side } from './history.ts';
import type { PromotionGit } from './promote.ts';
import type { Landing, Timeline } from './timeline.ts';
import type { Track } from './track.ts';

export interface Recorded {
  readonly lines: Lines;
  readonly timeline: Timeline;
  readonly tracks: ReadonlyMap<string, Track>;
  /** Git's merge base, which both lines start at. */
  readonly since: string;
}

/** Both branches up to some time, as if what was carried had been merged. */
export interface Growth extends Recorded {
  readonly ancestry: Ancestry;
  readonly base: Ancestor;
  /** By position. */
  readonly grown: Readonly<Record<Side, Ancestor[]>>;
  /** Up to which of its positions a branch was carried whole. */
  readonly carried: Record<Side, number>;
  /** Positions at which a branch received the other whole. */
  readonly received: Readonly<Record<Side, Set<number>>>;
  readonly picked: Set<number>;
}

/** Git's merge base; a line that does not pass through it starts at an ancestor of it. */
export function startGrowth(git: Pick<PromotionGit, 'writeTree'>, recorded: Recorded): Growth {
  const { lines, since } = recorded;
  const ancestry = new Ancestry();
  const older = (['main', 'staging'] as const)
    .filter((side) => lines[side].entry > 0)
    .map((side) => {
      const contents = new Map(lines[side].start.map(({ path, after }) => [path, after]));
      const tree = (): Promise<string> => git.writeTree({ from: since, contents });
      return { side, start: ancestry.add([], { tree, place: { side, position: 0 } }) };
    });
  const passing = (['main', 'staging'] as const).find((side) => lines[side].entry === 0);
  const base = ancestry.add(
    older.map(({ start }) => start),
    { tree: async () => since, ...(passing ? { place: { side: passing, position: 0 } } : {}) },
  );
  const first = (side: Side): Ancestor => older.find((one) => one.side === side)?.start ?? base;
  const grown = { main: [first('main')], staging: [first('staging')] };
  const carried = { main: lines.main.entry, staging: lines.staging.entry };
  const received = { main: new Set<number>(), staging: new Set<number>() };
  return { ...recorded, ancestry, base, grown, carried, received, picked: new Set() };
}

/** Every commit of both branches, in the order they came. */
export function placesOf({ lines, timeline: { rank } }: Recorded): readonly Place[] {
  const places = (side: Side): Place[] =>
    lines[side].commits.map((_, index) => ({ side, position: index + 1 }));
  const when = ({ side, position }: Place): number => rank[side][position] ?? 0;
  return [...places('main'), ...places('staging')].sort(
    (one, other) => when(one) - when(other) || one.position - other.position,
  );
}

export function grow(growth: Growth, place: Place): void {
  const { ancestry, base, grown, lines } = growth;
  const { side, position } = place;
  const parents = [grown[side][position - 1], position === lines[side].entry ? base : undefined];
  const tree = async (): Promise<string> => shaAt(growth, place);
  grown[side].push(
    ancestry.add(
      parents.filter((one) => one !== undefined),
      { tree, place },
    ),
  );
}

/** What landed counts as a parent of its landing. */
export function bringTo(
  growth: Growth,
  landing: Pick<Landing, 'from' | 'to' | 'source' | 'landed' | 'pickedAt' | 'isWhole'>,
): void {
  const { ancestry, grown, carried, received, picked } = growth;
  const { from, to, source, landed, pickedAt, isWhole } = landing;
  const into = grown[to][landed];
  if (!into) return;
  for (const at of pickedAt) {
    picked.add(at);
    const [topic, own] = [topicOf(growth, { at, landed }), grown.staging[at]];
    if (!topic || !own) continue;
    ancestry.bring(topic, into);
    ancestry.bring(topic, own);
  }
  const sent = grown[from][source];
  if (!isWhole || !sent) return;
  ancestry.bring(sent, into);
  received[to].add(landed);
  carried[from] = Math.max(carried[from], source);
}

/** What a partial release picked counts as made where both had met, and merged into each. */
function topicOf(
  growth: Growth,
  { at, landed }: { readonly at: number; readonly landed: number },
): Ancestor | undefined {
  const { ancestry, grown } = growth;
  const [before, onto] = [grown.staging[at - 1], grown.main[landed - 1]];
  if (!before || !onto) return undefined;
  const met = lastCommon(onto, before);
  const commit = (position: number): Ancestor =>
    ancestry.add([], { tree: async () => shaAt(growth, { side: 'staging', position }) });
  const tree = { base: commit(at - 1), ours: ancestry.merged(met), theirs: commit(at) };
  return ancestry.add(met, { tree });
}

export const shaAt = ({ lines, since }: Recorded, { side, position }: Place): string =>
  lines[side].commits[position - 1]?.sha ?? since;
