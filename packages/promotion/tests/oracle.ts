/** The engine sees the world of squashes; git's merge in the world of true merges is the oracle. */
import {
  explainDrift,
  findConflicts,
  type Histories,
  type LineCommit,
  type Lines,
  type MeetingRecord,
  partialPaths,
  planPromotion,
  planWithGit,
  shortSha,
} from '@release-train/promotion';
import { batchedGit, changesOf } from './batched-git.ts';
import type { Laboratory, Write } from './laboratory.ts';
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
  const tallies: Tally[] = [];
  for (const kept of keeping) {
    const verdicts = await judge(lab, cases, kept);
    const found = cases.map(({ world, tree }, index) => {
      const { play } = world;
      const verdict = verdicts[index] ?? { conflicts: ['?'] };
      const isWrong = 'tree' in verdict && verdict.tree !== tree;
      return { play, isWrong, conflicts: 'tree' in verdict ? [] : verdict.conflicts };
    });
    const conflicted = found.filter(({ conflicts }) => conflicts.length > 0);
    tallies.push({
      kept,
      cases: cases.length,
      plainConflicts: cases.filter(({ isPlain }) => !isPlain).length,
      engineConflicts: conflicted.length,
      conflicted: conflicted.map(({ conflicts, ...found }) => ({
        ...found,
        what: conflicts.join(', '),
      })),
      wrong: found
        .filter(({ isWrong }) => isWrong)
        .map(({ play }) => ({ play, what: 'another tree' })),
    });
  }
  return tallies;
}

type Verdict = { readonly tree: string } | { readonly conflicts: readonly string[] };

async function judge(
  lab: Laboratory,
  cases: readonly { readonly world: World }[],
  kept: Kept,
): Promise<Verdict[]> {
  const told = cases.map(({ world }) => historiesOf(lab, world, kept));
  const git = batchedGit(lab);
  const since = (world: World | undefined): string => world?.lines.main[0]?.squashed ?? '';
  const planned = await Promise.all(
    told.map((histories, index) =>
      planWithGit(git, { ...histories, since: since(cases[index]?.world) }),
    ),
  );
  const plans = planned.map((plan, index) => {
    const { world } = cases[index] as { world: World };
    return { world, plan, conflicts: findConflicts(plan) };
  });
  const writes = plans.map(({ world, plan }): [Write, Write, Write] => {
    const root = world.lines.main[0] as Stop;
    const base: Write = { parents: [root.squashed], changes: plan.base };
    return [
      base,
      { parents: [base], tree: tipOf(world, 'main').tree },
      { parents: [base], tree: tipOf(world, 'staging').tree },
    ];
  });
  // Where the engine found conflicts its base may be none that git can write.
  const open = plans.flatMap(({ conflicts }, index) => (conflicts.length === 0 ? [index] : []));
  const shas = await lab.write(open.flatMap((index) => writes[index] ?? []));
  const pairs = open.map((_, at): [string, string] => [
    shas[at * 3 + 1] ?? '',
    shas[at * 3 + 2] ?? '',
  ]);
  const merges = await lab.merge(pairs);
  await lab.load(merges.filter(({ isClean }) => isClean).map(({ tree }) => tree));
  return plans.map(({ world, plan, conflicts }, index): Verdict => {
    const merge = merges[open.indexOf(index)];
    if (conflicts.length > 0 || !merge) {
      return { conflicts: conflicts.map(({ kind, path }) => `${kind} ${path}`) };
    }
    if (!merge.isClean) return { conflicts: ['content'] };
    const changes = changesOf(lab, tipOf(world, 'staging').tree, merge.tree);
    const drift = explainDrift(plan, { changes, textMerged: new Set(merge.textMerged) });
    if (drift.conflicts.length === 0) return { tree: merge.tree };
    return { conflicts: drift.conflicts.map(({ kind, path }) => `${kind} ${path}`) };
  });
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
