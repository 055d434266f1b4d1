/** The engine sees the world of squashes; git's merge in the world of true merges is the oracle. */
import {
  type Histories,
  type LineCommit,
  type Lines,
  type MeetingRecord,
  partialPaths,
  planPromotion,
  promote,
  shortSha,
} from '@release-train/promotion';
import { batchedGit, changesOf } from './batched-git.ts';
import type { Laboratory } from './laboratory.ts';
import type { Place, Play } from './operations.ts';
import { type Carried, playAll, type Stop, type World } from './two-worlds.ts';

/** `claimed`: all of them, and the engine is told so. */
export type Kept = 'claimed' | 'all' | 'half' | 'none';

export interface Tally {
  readonly kept: Kept;
  /** Where the oracle merges cleanly, and there is something to merge. */
  readonly cases: number;
  readonly plainConflicts: number;
  readonly engineConflicts: number;
  readonly conflicted: readonly Finding[];
  /** Bugs: the engine is clean, and its tree is not the oracle's. */
  readonly wrong: readonly Finding[];
}

export interface Finding {
  readonly play: Play;
  readonly what: string;
}

export async function consultOracle(
  lab: Laboratory,
  plays: readonly Play[],
  keeping: readonly Kept[] = ['claimed', 'all', 'half', 'none'],
): Promise<Tally[]> {
  const worlds = await playAll(lab, plays);
  const tips = (world: World, kind: 'merged' | 'squashed'): [string, string] => [
    tipOf(world, 'main')[kind],
    tipOf(world, 'staging')[kind],
  ];
  const oracle = await lab.merge(worlds.map((world) => tips(world, 'merged')));
  const plain = await lab.merge(worlds.map((world) => tips(world, 'squashed')));
  const cases = worlds.flatMap((world, index) => {
    const tree = oracle[index]?.isClean ? oracle[index].tree : undefined;
    return tree === undefined ? [] : [{ world, tree, isPlain: plain[index]?.isClean === true }];
  });
  const git = batchedGit(lab);
  return await Promise.all(
    keeping.map(async (kept): Promise<Tally> => {
      const verdicts = await Promise.all(
        cases.map(({ world }) => judge({ lab, git }, world, kept)),
      );
      const found = cases.flatMap(({ world: { play }, tree }, index) => {
        const verdict = verdicts[index];
        return verdict ? [{ play, tree, verdict }] : [];
      });
      const conflicted = found.filter(({ verdict }) => verdict.tree === undefined);
      const wrong = found.filter(
        ({ tree, verdict }) => verdict.tree !== undefined && verdict.tree !== tree,
      );
      return {
        kept,
        cases: cases.length,
        plainConflicts: cases.filter(({ isPlain }) => !isPlain).length,
        engineConflicts: conflicted.length,
        conflicted: conflicted.map(({ play, verdict }) => ({
          play,
          what: verdict.conflicts.join(', '),
        })),
        wrong: wrong.map(({ play }) => ({ play, what: 'another tree' })),
      };
    }),
  );
}

interface Verdict {
  readonly tree?: string;
  readonly conflicts: readonly string[];
}

/** The engine itself, on what the world of squashes looks like. */
async function judge(
  { lab, git }: { readonly lab: Laboratory; readonly git: ReturnType<typeof batchedGit> },
  world: World,
  kept: Kept,
): Promise<Verdict> {
  const { lines, ...told } = historiesOf(lab, world, kept);
  const [main, staging] = [tipOf(world, 'main').squashed, tipOf(world, 'staging').squashed];
  const found = await promote(
    {
      ...git,
      mergeBase: async () => world.lines.main[0]?.squashed,
      line: async ({ to }) => (to === main ? lines.main : lines.staging),
    },
    { ...told, main, staging },
  );
  if (found.kind === 'merged') return { tree: found.tree, conflicts: [] };
  if (found.kind === 'unrelated') return { conflicts: ['unrelated'] };
  return { conflicts: found.conflicts.map(({ kind, path }) => `${kind} ${path}`) };
}

const tipOf = (world: World, place: Place): Stop => world.lines[place].at(-1) as Stop;

/** The facts the engine gets: the lines of the squash world, and the records that were kept. */
export function historiesOf(lab: Laboratory, world: World, kept: Kept): Histories {
  const line = (place: Place) => ({
    start: [],
    commits: world.lines[place]
      .slice(1)
      .map((stop, index) => commitOf(lab, stop, world.lines[place][index] as Stop)),
    entry: 0,
  });
  const lines: Lines = { main: line('main'), staging: line('staging') };
  const isAll = kept === 'all' || kept === 'claimed';
  const records: MeetingRecord[] = [];
  for (const carried of world.carried) {
    if (isAll || (kept === 'half' && carried.isKept)) {
      records.push(recordOf({ lines, records }, carried));
    }
  }
  return { lines, records, isComplete: kept === 'claimed' };
}

/** What a partial release carried whole is known from what was open just before it landed. */
function recordOf({ lines, records }: Histories, carried: Carried): MeetingRecord {
  const { kind, source, landed, picked } = carried;
  const [from, to]: [Place, Place] = kind === 'release' ? ['staging', 'main'] : ['main', 'staging'];
  const record = {
    kind,
    source: lines[from].commits[source - 1]?.sha ?? '',
    landed: lines[to].commits[landed - 1]?.sha ?? '',
  };
  if (!picked) return record;
  const then = {
    main: { ...lines.main, commits: lines.main.commits.slice(0, landed - 1) },
    staging: { ...lines.staging, commits: lines.staging.commits.slice(0, source) },
  };
  const shas = picked.map((position) => lines.staging.commits[position - 1]?.sha ?? '');
  const paths = partialPaths(planPromotion({ lines: then, records }), new Set(shas));
  if (!paths) throw new Error('a pick is no commit of staging');
  const short = new Set(shas.map(shortSha));
  return { ...record, source: paths.source, without: paths.leftOut, picked: short };
}

function commitOf(lab: Laboratory, stop: Stop, parent: Stop): LineCommit {
  return {
    sha: stop.squashed,
    committedAt: stop.seconds,
    changes: changesOf(lab, parent.tree, stop.tree),
  };
}
