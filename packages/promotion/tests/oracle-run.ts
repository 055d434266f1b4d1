import fc from 'fast-check';
import { openLaboratory } from './laboratory.ts';
import { playOf, worldKinds } from './operations.ts';
import { consultOracle, type Finding, type Kept, type Tally } from './oracle.ts';

export interface Row {
  readonly world: string;
  readonly records: Kept;
  readonly cases: number;
  readonly 'plain git conflicts': number;
  readonly 'engine conflicts': number;
  readonly 'other tree': number;
}

export interface OracleRun {
  readonly rows: readonly Row[];
  readonly wrong: readonly Finding[];
  /** Though every record was kept. */
  readonly conflicted: readonly Finding[];
}

const perBatch = 1700;

/** Plays histories of every kind of world, a laboratory for each batch. */
export async function runOracle(options: {
  readonly histories: number;
  readonly seed: number;
}): Promise<OracleRun> {
  const tallies: { world: string; tally: Tally }[] = [];
  for (const kind of worldKinds) {
    const numRuns = Math.ceil(options.histories / worldKinds.length);
    const plays = fc.sample(playOf(kind), { seed: options.seed, numRuns });
    for (let at = 0; at < plays.length; at += perBatch) {
      await using lab = await openLaboratory();
      const found = await consultOracle(lab, plays.slice(at, at + perBatch));
      tallies.push(...found.map((tally) => ({ world: kind.name, tally })));
    }
  }
  return {
    rows: rowsOf(tallies),
    wrong: tallies.flatMap(({ world, tally }) =>
      tally.wrong.map((one) => ({ ...one, what: `${one.what}, ${world}, ${tally.kept}` })),
    ),
    conflicted: tallies.flatMap(({ tally }) => (tally.kept === 'claimed' ? tally.conflicted : [])),
  };
}

function rowsOf(tallies: readonly { world: string; tally: Tally }[]): Row[] {
  const groups = Map.groupBy(tallies, ({ world, tally }) => `${world}\0${tally.kept}`);
  return [...groups].map(([key, group]) => {
    const [world = '', kept] = key.split('\0') as [string, Kept];
    const sum = (count: (tally: Tally) => number): number =>
      group.reduce((total, { tally }) => total + count(tally), 0);
    return {
      world,
      records: kept,
      cases: sum(({ cases }) => cases),
      'plain git conflicts': sum(({ plainConflicts }) => plainConflicts),
      'engine conflicts': sum(({ engineConflicts }) => engineConflicts),
      'other tree': sum(({ wrong }) => wrong.length),
    };
  });
}
