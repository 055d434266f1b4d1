/** Simulated latencies before and after a deployment, and the latency limit they give. */
import { logEvidence, openBet, placeBet, quantileUpperBound } from '../src/index.ts';
import type { Random } from './random.ts';

export interface Change {
  readonly factor?: number;
  readonly plusMs?: number;
  /** Share of the requests that take a second longer. */
  readonly slowShare?: number;
  /** Of the logarithms of neighbouring latencies, before and after alike. */
  readonly correlation?: number;
}

export interface LatencyRow {
  readonly what: string;
  readonly change: Change;
  readonly probes?: number;
  readonly baseline?: number;
  readonly stated: { readonly share: number; readonly delay?: number };
}

/** Log-normal around 120 ms, and one request in a hundred with a tail of 400 ms. */
function latencies(random: Random, count: number, change: Change): number[] {
  const { factor = 1, plusMs = 0, slowShare = 0, correlation = 0 } = change;
  const walk = { last: random.normal() };
  return Array.from({ length: count }, () => {
    const own = Math.sqrt(1 - correlation ** 2) * random.normal();
    walk.last = correlation * walk.last + own;
    const tail = random.uniform() < 0.01 ? random.exponential(400) : 0;
    const slow = random.uniform() < slowShare ? 1000 : 0;
    return factor * (120 * Math.exp(0.35 * walk.last) + tail) + plusMs + slow;
  });
}

/** Error 1 %, shared by two quantiles, and of each half by the baseline's bound, half by the bet. */
const error = 0.01 / 4;

/**
 * Seconds until the block bet says that more than 1 - q of the latencies exceed the limit that the
 * baseline gives for the quantile q, for q = 0.5 or 0.95.
 */
export function latencyAlarm(random: Random, row: LatencyRow): number | undefined {
  const { change, probes = 300, baseline = 300 } = row;
  const before = latencies(random, baseline, { correlation: change.correlation ?? 0 });
  const after = latencies(random, probes, change);
  const alarms = [0.5, 0.95].flatMap((q) => {
    const limit = latencyLimit(before, q);
    return limit === undefined ? [] : (alarmAt(after, limit, 1 - q) ?? []);
  });
  return alarms.length === 0 ? undefined : Math.min(...alarms);
}

function latencyLimit(before: readonly number[], q: number): number | undefined {
  const bound = quantileUpperBound(before, q, 1 - error);
  return bound === undefined ? undefined : Math.max(bound * 1.25, bound + 50);
}

function alarmAt(after: readonly number[], limitMs: number, share: number): number | undefined {
  const blocks = after.length / 10;
  let bet = openBet(share, blocks);
  for (let block = 0; block < blocks; block += 1) {
    const slow = after.slice(block * 10, (block + 1) * 10).filter((ms) => ms > limitMs);
    bet = placeBet(bet, slow.length / 10);
    if (logEvidence(bet) >= -Math.log(error)) return (block + 1) * 10;
  }
  return undefined;
}

export const latencyRows: readonly LatencyRow[] = [
  { what: 'no change', change: {}, stated: { share: 0 } },
  { what: 'no change, correlation 0.5', change: { correlation: 0.5 }, stated: { share: 0 } },
  { what: 'no change, correlation 0.8', change: { correlation: 0.8 }, stated: { share: 0 } },
  { what: 'runner elsewhere, +8 ms', change: { plusMs: 8 }, stated: { share: 0 } },
  { what: 'runner elsewhere, +40 ms', change: { plusMs: 40 }, stated: { share: 0 } },
  { what: 'all x 1.1', change: { factor: 1.1 }, stated: { share: 0 } },
  { what: 'all x 1.5', change: { factor: 1.5 }, stated: { share: 0.01 } },
  { what: 'all x 1.75', change: { factor: 1.75 }, stated: { share: 0.628, delay: 200 } },
  { what: 'all x 2', change: { factor: 2 }, stated: { share: 1, delay: 105 } },
  { what: '10 % + 1 s', change: { slowShare: 0.1 }, stated: { share: 0.467 } },
  {
    what: '10 % + 1 s, 900 probes',
    change: { slowShare: 0.1 },
    probes: 900,
    stated: { share: 1, delay: 310 },
  },
  { what: '20 % + 1 s', change: { slowShare: 0.2 }, stated: { share: 1, delay: 80 } },
  {
    what: 'x 2, baseline of 60',
    change: { factor: 2 },
    baseline: 60,
    stated: { share: 0.783, delay: 240 },
  },
];
