/** Simulated deployments, one probe a second: which probes are bad. */
import type { Random } from './random.ts';

export type Outcomes = readonly boolean[];

export interface Deployment {
  /** Share of bad probes, by the second. */
  readonly rate: (second: number) => number;
  /** Correlation of neighbouring probes: with this probability one repeats the one before. */
  readonly correlation?: number;
  /** One blip of 2 to 6 whole seconds every so many seconds on average: all probes in it are bad. */
  readonly secondsPerBlip?: number;
}

/** The bad probes of one deployment over `seconds`. */
export function simulate(random: Random, seconds: number, deployment: Deployment): Outcomes {
  const { rate, correlation = 0, secondsPerBlip } = deployment;
  const seen = { bad: random.uniform() < rate(0), blipUntil: 0 };
  return Array.from({ length: seconds }, (_, second) => {
    if (secondsPerBlip && random.uniform() < 1 / secondsPerBlip) {
      seen.blipUntil = Math.max(seen.blipUntil, second + 2 + Math.floor(5 * random.uniform()));
    }
    if (correlation === 0 || random.uniform() >= correlation) {
      seen.bad = random.uniform() < rate(second);
    }
    return seen.bad || second < seen.blipUntil;
  });
}
