/** The engine sees the world of squashes; git's merge in the world of true merges is the oracle. */
import {
  type Change,
  confirmedMerges,
  explainDrift,
  findConflicts,
  type Histories,
  type LineCommit,
  type Lines,
  type MeetingRecord,
  type PromotionPlan,
  partialPaths,
  planPromotion,
  type SuspectedMerge,
  shortSha,
  suspectedMerges,
} from '@release-train/promotion';
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
  /** A partial release changed a path it did not carry whole: no record can say where that met. */
  readonly isPartlyCarried: boolean;
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
      const isPartlyCarried = hasPartlyCarried(historiesOf(lab, world, kept));
      const verdict = verdicts[index] ?? { conflicts: ['?'] };
      const isWrong = 'tree' in verdict && verdict.tree !== tree;
      return {
        play,
        isWrong,
        isPartlyCarried,
        conflicts: 'tree' in verdict ? [] : verdict.conflicts,
      };
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
        .map((one) => ({ ...one, what: 'another tree' })),
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
  const plans = (await planAll(lab, told)).map((plan, index) => {
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

/** As `promote` does, all histories together: plan, merge what may have been merged, plan again. */
async function planAll(lab: Laboratory, told: readonly Histories[]): Promise<PromotionPlan[]> {
  const states = told.map((histories) => ({ histories, plan: planPromotion(histories) }));
  for (let open = states; open.length > 0; ) {
    const asked = open.flatMap((state) =>
      suspectedMerges(state.plan).map((suspected) => ({ state, suspected })),
    );
    const merged = await mergeContents(
      lab,
      asked.map(({ suspected }) => suspected),
    );
    open = open.filter((state) => {
      const own = asked.flatMap((one, index) => (one.state === state ? [index] : []));
      const found = confirmedMerges(
        state.plan,
        own.flatMap((index) => asked[index]?.suspected ?? []),
        own.map((index) => merged[index]),
      );
      if (found.length === 0) return false;
      const records = [...state.histories.records, ...found];
      state.histories = { ...state.histories, records };
      state.plan = planPromotion(state.histories);
      return true;
    });
  }
  return states.map(({ plan }) => plan);
}

async function mergeContents(
  lab: Laboratory,
  suspected: readonly SuspectedMerge[],
): Promise<readonly (string | undefined)[]> {
  if (suspected.length === 0) return [];
  const named = (part: 'base' | 'ours' | 'theirs'): Map<string, string> =>
    new Map(suspected.map((one, index) => [`${index}`, one[part]]));
  const base: Write = { parents: [], changes: named('base') };
  const [, ours = '', theirs = ''] = await lab.write([
    base,
    { parents: [base], changes: named('ours') },
    { parents: [base], changes: named('theirs') },
  ]);
  const [merge] = await lab.merge([[ours, theirs]]);
  // Where it conflicts the text has marks that no history has.
  if (!merge) throw new Error('git merged nothing');
  await lab.load([merge.tree]);
  return suspected.map((_, index) => lab.tree(merge.tree).get(`${index}`));
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

const hasPartlyCarried = ({ lines, records }: Histories): boolean =>
  records.some(({ landed, without }) =>
    lines.main.commits
      .filter(({ sha }) => sha === landed)
      .some(({ changes }) => changes.some(({ path }) => without?.has(path) === true)),
  );

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

function changesOf(lab: Laboratory, from: string, to: string): Change[] {
  const [before, after] = [lab.tree(from), lab.tree(to)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({
      path,
      before: before.get(path) ?? '',
      after: after.get(path) ?? '',
    }));
}
