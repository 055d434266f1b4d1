/**
 * Releases and syncs without a record, found by merging again: a commit that has the very tree git
 * makes of its parent and a commit of the other branch, and brought new text, was that merge.
 */
import { mergesFor, type Place, treeOf } from './ancestry.ts';
import { bringTo, type Growth, shaAt } from './growth.ts';
import { type MeetingRecord, otherSide, shortSha } from './history.ts';
import type { PromotionGit } from './promote.ts';
import { bringsNews, isPlain, picksOf, sourcesOf } from './replay-candidates.ts';

type ReplayGit = Pick<PromotionGit, 'mergeTrees' | 'changes'>;

/** What merging again tells of a commit. */
export interface Replay {
  /** It may have brought something of the other branch. */
  readonly isPossible: boolean;
  readonly record?: MeetingRecord;
  /** A deletion, a mode or a way back may have come about twice, by chance. */
  readonly isDoubtful?: boolean;
}

interface Asked {
  readonly place: Place;
  /** How many more merges git may be asked for. */
  readonly budget: { merges: number };
}

/** What git makes of a merge is what a commit has, is something else, or cannot be told. */
type Outcome = 'same' | 'other' | 'open';

const mostAsked = { sources: 3, picks: 3 };

/** Whether a commit without a record was a release, a sync, or a release of one commit. */
export async function replayed(git: ReplayGit, growth: Growth, asked: Asked): Promise<Replay> {
  const { place } = asked;
  const sources = sourcesOf(growth, place);
  const picks = place.side === 'main' ? picksOf(growth, place) : [];
  const outcomes: Outcome[] = [];
  const found = (record: MeetingRecord): Replay => {
    const isDoubtful = !bringsNews(growth, place);
    if (!isDoubtful) bringRecord(growth, place, record);
    return { isPossible: true, record, isDoubtful };
  };
  for (const { at, isAll } of sources.slice(0, mostAsked.sources)) {
    const outcome = isAll ? await replayWhole(git, growth, { ...asked, source: at }) : 'open';
    if (outcome === 'same') return found(recordWhole(growth, place, at));
    outcomes.push(outcome);
  }
  for (const at of picks.slice(0, mostAsked.picks)) {
    const outcome = await replayPick(git, growth, { ...asked, source: at });
    if (outcome === 'same') return found(recordPick(growth, place, at));
    outcomes.push(outcome);
  }
  const isAllAsked = outcomes.length === sources.length + picks.length;
  return { isPossible: !isAllAsked || outcomes.includes('open') };
}

interface Source extends Asked {
  readonly source: number;
}

async function replayWhole(
  git: ReplayGit,
  growth: Growth,
  { place, source, budget }: Source,
): Promise<Outcome> {
  const sent = { side: otherSide(place.side), position: source };
  if (isTooLate(growth, sent)) return 'open';
  if (isPlain(growth, place, sent)) return 'same';
  const [ours, theirs] = [
    growth.grown[place.side][place.position - 1],
    growth.grown[sent.side][source] ?? growth.grown[sent.side].at(-1),
  ];
  if (!ours || !theirs) return 'open';
  const base = growth.ancestry.baseOf(ours, theirs);
  const merges = mergesFor(base) + 1;
  if (merges > budget.merges) return 'open';
  budget.merges -= merges;
  const trees = { base: await treeOf(git, base), ours: await treeOf(git, ours) };
  return await compare(git, { ...trees, theirs: shaAt(growth, sent) }, shaAt(growth, place));
}

/** By the clocks, which may be wrong: it may have been there, and cannot be proved to have been. */
const isTooLate = (growth: Growth, sent: Place): boolean => !growth.grown[sent.side][sent.position];

/** Where git refuses, people may have decided; where it does not, they had no reason to. */
async function compare(
  git: ReplayGit,
  trees: Parameters<ReplayGit['mergeTrees']>[0],
  commit: string,
): Promise<Outcome> {
  const { tree, conflicts } = await git.mergeTrees(trees);
  if (conflicts.length > 0) return 'open';
  return (await git.changes(tree, commit)).length === 0 ? 'same' : 'other';
}

async function replayPick(
  git: ReplayGit,
  growth: Growth,
  { place, source, budget }: Source,
): Promise<Outcome> {
  if (budget.merges < 1 || isTooLate(growth, { side: 'staging', position: source })) {
    return 'open';
  }
  budget.merges -= 1;
  const staging = (position: number): string => shaAt(growth, { side: 'staging', position });
  const ours = shaAt(growth, { ...place, position: place.position - 1 });
  const trees = { base: staging(source - 1), ours, theirs: staging(source) };
  return await compare(git, trees, shaAt(growth, place));
}

function recordWhole(growth: Growth, { side, position }: Place, source: number): MeetingRecord {
  return {
    kind: side === 'main' ? 'release' : 'sync',
    source: shaAt(growth, { side: otherSide(side), position: source }),
    landed: shaAt(growth, { side, position }),
  };
}

function recordPick(growth: Growth, { side, position }: Place, at: number): MeetingRecord {
  const source = shaAt(growth, { side: 'staging', position: at });
  return {
    kind: 'release',
    source,
    landed: shaAt(growth, { side, position }),
    paths: new Set(),
    picked: new Set([shortSha(source)]),
  };
}

function bringRecord(growth: Growth, { side, position }: Place, record: MeetingRecord): void {
  const from = otherSide(side);
  const source = growth.lines[from].commits.findIndex(({ sha }) => sha === record.source) + 1;
  const pickedAt = record.picked ? [source] : [];
  bringTo(growth, { from, to: side, source, landed: position, pickedAt, isWhole: !record.picked });
}
