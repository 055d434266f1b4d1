import { type Ancestor, Ancestry, lastCommon, mergesFor, type Place, treeOf } from './ancestry.ts';
import type { Content, Lines, Side } from './history.ts';
import type { PromotionGit } from './promote.ts';
import type { Landing, Timeline } from './timeline.ts';
import { contentAt, type Track } from './track.ts';

/** What git would merge a path over, going by the records alone; `undefined`: it cannot be told. */
export type RecordedBase = (path: string) => Content | undefined;

interface Recorded {
  readonly lines: Lines;
  readonly timeline: Timeline;
  readonly tracks: ReadonlyMap<string, Track>;
  /** Git's merge base, which both lines start at. */
  readonly since: string;
}

type BaseGit = Pick<PromotionGit, 'mergeTrees' | 'changes' | 'writeTree'>;

/** Beyond this the records are read path by path, without git. */
const mostMerges = 64;

/** The content of one commit, or, where several count, what git merges them to. */
export async function recordedBaseOf(
  git: BaseGit,
  recorded: Recorded,
): Promise<RecordedBase | undefined> {
  const { since, tracks } = recorded;
  const ancestry = new Ancestry();
  const tips = grow(git, ancestry, recorded);
  const base = ancestry.baseOf(tips.main, tips.staging);
  const { place } = base;
  if (place) return (path) => contentIn(tracks.get(path), place.side, place.position);
  if (mergesFor(base) > mostMerges) return undefined;
  const changes = await git.changes(since, await treeOf(git, base));
  const changed = new Map(changes.map(({ path, after }) => [path, after]));
  return (path) => changed.get(path) ?? tracks.get(path)?.start;
}

const contentIn = (track: Track | undefined, side: Side, position: number): Content | undefined =>
  track && contentAt(track[side], position);

interface Growth {
  readonly ancestry: Ancestry;
  readonly recorded: Recorded;
  readonly landings: readonly Landing[];
  readonly known: Readonly<Record<Side, Map<number, Ancestor>>>;
  /** By position on staging: changes that partial releases carried alone. */
  readonly topics: Map<number, Ancestor>;
  readonly last: Record<Side, Ancestor>;
}

function grow(git: BaseGit, ancestry: Ancestry, recorded: Recorded): Record<Side, Ancestor> {
  const { lines, timeline } = recorded;
  const { since, ...starts } = startsOf(git, ancestry, recorded);
  const growth: Growth = {
    ancestry,
    recorded,
    landings: timeline.landings.filter(({ isWhole, pickedAt }) => isWhole || pickedAt.length > 0),
    known: { main: new Map([[0, starts.main]]), staging: new Map([[0, starts.staging]]) },
    topics: new Map(),
    last: { ...starts },
  };
  for (const place of placesOf(growth)) {
    const { side, position } = place;
    const brought = [...broughtTo(growth, place), ...topicAt(growth, place)];
    if (position === lines[side].entry) brought.push(since);
    const tree = async (): Promise<string> => shaAt(recorded, place);
    const grown = ancestry.add([growth.last[side], ...brought], { tree, place });
    growth.last[side] = grown;
    growth.known[side].set(position, grown);
  }
  return growth.last;
}

/** Git's merge base; a line that does not pass through it starts at an ancestor of it. */
function startsOf(git: BaseGit, ancestry: Ancestry, { lines, since }: Recorded) {
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
    {
      tree: async () => since,
      ...(passing ? { place: { side: passing, position: 0 } } : {}),
    },
  );
  const startOf = (side: Side): Ancestor => older.find((one) => one.side === side)?.start ?? base;
  return { since: base, main: startOf('main'), staging: startOf('staging') };
}

/** Only commits that were carried, or that something was carried to, have to be told apart. */
function placesOf({ recorded: { lines, timeline }, landings }: Growth): readonly Place[] {
  const places = (side: Side): Place[] => {
    const received = landings.filter(({ to }) => to === side).map(({ landed }) => landed);
    const sent = landings
      .filter(({ from }) => from === side)
      .flatMap(({ source, pickedAt }) => (pickedAt.length > 0 ? pickedAt : [source]));
    const { commits, entry } = lines[side];
    const positions = new Set([...received, ...sent, entry, commits.length]);
    positions.delete(0);
    return [...positions].map((position) => ({ side, position }));
  };
  const when = ({ side, position }: Place): number => timeline.rank[side][position] ?? 0;
  return [...places('main'), ...places('staging')].sort(
    (one, other) => when(one) - when(other) || one.position - other.position,
  );
}

const broughtTo = ({ landings, known, topics }: Growth, { side, position }: Place): Ancestor[] =>
  landings
    .filter(({ to, landed }) => to === side && landed === position)
    .flatMap(({ from, source, pickedAt }) =>
      pickedAt.length > 0 ? pickedAt.map((at) => topics.get(at)) : [known[from].get(source)],
    )
    .filter((one) => one !== undefined);

/** What a partial release picked counts as merged into both branches, on its own. */
function topicAt(growth: Growth, { side, position }: Place): Ancestor[] {
  const { ancestry, recorded, landings, topics, last } = growth;
  if (side === 'main' || !landings.some(({ pickedAt }) => pickedAt.includes(position))) return [];
  const commit = (at: number): Ancestor =>
    ancestry.add([], { tree: async () => shaAt(recorded, { side, position: at }) });
  const met = lastCommon(last.main, last.staging);
  const ours = ancestry.merged(met);
  const tree = { base: commit(position - 1), ours, theirs: commit(position) };
  topics.set(position, ancestry.add(met, { tree }));
  return [topics.get(position)].filter((one) => one !== undefined);
}

const shaAt = ({ lines, since }: Recorded, { side, position }: Place): string =>
  lines[side].commits[position - 1]?.sha ?? since;
