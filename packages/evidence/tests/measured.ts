/** Runs the rules over simulated deployments and holds what comes out against what is stated. */
import { type LatencyRow, latencyAlarm } from './latencies.ts';
import { simulate } from './outcomes.ts';
import { seeded } from './random.ts';
import type { Rule } from './rules.ts';
import { type Figure, type Row, seconds } from './stated.ts';

/** What each rule did with the same simulated deployments. */
export function measured(
  { deployment, from = 0 }: Row,
  rules: readonly Rule[],
  { runs, seed }: { readonly runs: number; readonly seed: number },
): readonly Figure[] {
  const random = seeded(seed);
  const alarms = rules.map((): number[] => []);
  for (let run = 0; run < runs; run += 1) {
    const outcomes = simulate(random, seconds, deployment);
    rules.forEach((rule, index) => {
      const at = rule(outcomes);
      if (at !== undefined) alarms[index]?.push(at);
    });
  }
  return alarms.map((at) => figureOf(at, { runs, from }));
}

export function measuredLatency(
  row: LatencyRow,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Figure {
  const random = seeded(seed);
  const alarms = Array.from({ length: runs }, () => latencyAlarm(random, row));
  return figureOf(
    alarms.filter((at) => at !== undefined),
    { runs, from: 0 },
  );
}

function figureOf(
  alarms: readonly number[],
  { runs, from }: { readonly runs: number; readonly from: number },
): Figure {
  const delays = alarms.map((at) => at - from).sort((a, b) => a - b);
  const delay = delays[Math.floor((delays.length - 1) / 2)];
  return { share: alarms.length / runs, ...(delay === undefined ? {} : { delay }) };
}

/** Runs behind the stated figures, at least: their own error counts too. */
export const statedRuns = { errors: 1500, latency: 150 } as const;

/**
 * How far a simulated share may lie from the stated one: four standard errors of both, and half of
 * the last digit stated. 1 in 15,000 comparisons would be further off by chance; seeds are fixed.
 */
export function tolerance(
  stated: number,
  { runs, behind }: { readonly runs: number; readonly behind: number },
): number {
  // A stated 0 % or 100 % says "not once in so many runs", which is compatible with about 1 / runs.
  const share = Math.min(1 - 1 / behind, Math.max(1 / behind, stated));
  return 4 * Math.sqrt(share * (1 - share) * (1 / runs + 1 / behind)) + 0.0005;
}

/** Median delays are stated in whole blocks of 10 s: one block, or a tenth where they are long. */
export const delayTolerance = (stated: number): number => Math.max(10, stated / 10);
