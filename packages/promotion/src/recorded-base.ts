import { type Ancestor, mergesFor, type Place, treeOf } from './ancestry.ts';
import { bringTo, type Growth, grow, placesOf, type Recorded, startGrowth } from './growth.ts';
import type { Content, MeetingRecord, Side } from './history.ts';
import type { PromotionGit } from './promote.ts';
import { replayed } from './replay.ts';
import { contentAt } from './track.ts';

/** What git would merge a path over, going by the records alone; `undefined`: it cannot be told. */
export type RecordedBase = (path: string) => Content | undefined;

type BaseGit = Pick<PromotionGit, 'mergeTrees' | 'changes' | 'writeTree'>;

/** Beyond this the records are read path by path, without git. */
export const mostMerges = 64;

/** What the records tell, and what merging again does. */
export interface Told {
  readonly base: RecordedBase | undefined;
  /** A commit may have brought something of the other branch. */
  readonly mayBring: (side: Side, position: number) => boolean;
}

export interface RecordedMeeting extends Told {
  /** Releases and syncs without a record that came to the very tree git makes of them. */
  readonly found: readonly MeetingRecord[];
  /** The same, but what they brought may have come about twice. */
  readonly doubtful: readonly MeetingRecord[];
}

/** The content of one commit, or, where several count, what git merges them to. */
export async function recordedMeeting(
  git: BaseGit,
  recorded: Recorded & { readonly isComplete: boolean },
): Promise<RecordedMeeting> {
  const growth = startGrowth(git, recorded);
  const { found, doubtful, own } = await growAll(git, growth, recorded.isComplete);
  const mayBring = (side: Side, position: number): boolean => !own[side].has(position);
  const [main, staging] = [growth.grown.main.at(-1), growth.grown.staging.at(-1)];
  const base = main && staging && growth.ancestry.baseOf(main, staging);
  return {
    base: base && (await contentsOf(git, growth, base)),
    found,
    doubtful,
    mayBring,
  };
}

async function growAll(git: BaseGit, growth: Growth, isComplete: boolean) {
  const found: MeetingRecord[] = [];
  const doubtful: MeetingRecord[] = [];
  const own = { main: new Set<number>(), staging: new Set<number>() };
  const budget = { merges: mostMerges };
  for (const place of placesOf(growth)) {
    grow(growth, place);
    if (bringAll(growth, place) > 0 || isComplete) continue;
    const { record, isDoubtful, isPossible } = await replayed(git, growth, { place, budget });
    if (!isPossible) own[place.side].add(place.position);
    if (record) (isDoubtful ? doubtful : found).push(record);
  }
  return { found, doubtful, own };
}

/** How many records land there. */
function bringAll(growth: Growth, { side, position }: Place): number {
  const landings = growth.timeline.landings.filter(
    ({ to, landed }) => to === side && landed === position,
  );
  for (const landing of landings) bringTo(growth, landing);
  return landings.length;
}

async function contentsOf(
  git: BaseGit,
  { since, tracks }: Growth,
  base: Ancestor,
): Promise<RecordedBase | undefined> {
  const { place } = base;
  if (place) {
    return (path) => {
      const track = tracks.get(path);
      return track && contentAt(track[place.side], place.position);
    };
  }
  if (mergesFor(base) > mostMerges) return undefined;
  const changes = await git.changes(since, await treeOf(git, base));
  const changed = new Map(changes.map(({ path, after }) => [path, after]));
  return (path) => changed.get(path) ?? tracks.get(path)?.start;
}
