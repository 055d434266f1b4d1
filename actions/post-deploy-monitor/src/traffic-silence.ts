/** Where people who came all the time come no more: an outage that shows no error. Pure. */
import { clopperPearsonUpper } from '@release-train/evidence';
import type { Logs, SeenRequest } from '@release-train/railway';
import type { Blocks, LogSource } from './log-evidence.ts';
import { degradedError } from './measure.ts';

/** How steadily people came to a service, and how far its log tells of the window. */
export interface Steadiness {
  /** Blocks from the first request the log of the deployment before shows to the deploy. */
  readonly blocks: number;
  /** Those in which somebody came. */
  readonly busy: number;
  /** Whole blocks of the window up to the last request in the log, those of our probes included. */
  readonly told: number;
}

export interface Visits {
  readonly now: Logs<SeenRequest>;
  /** Of people alone. */
  readonly before: readonly SeenRequest[];
  /** When the deployment judged took over. */
  readonly servesSinceMs: number;
}

export function steadinessOf(
  { now, before, servesSinceMs }: Visits,
  { startMs, blockMs, count }: Blocks,
): Steadiness {
  const ages = before.map(({ atMs }) => Math.floor((servesSinceMs - atMs) / blockMs));
  // The oldest is no whole block.
  const blocks = Math.max(0, ...ages);
  const busy = new Set(ages.filter((age) => age >= 0 && age < blocks)).size;
  const lastMs = Math.max(startMs, ...now.entries.map(({ atMs }) => atMs));
  return { blocks, busy, told: Math.min(count, Math.floor((lastMs - startMs) / blockMs)) };
}

/** Guards that are engineering: traffic comes in bursts, so blocks are not as independent as dice. */
const leastBefore = 12;
const leastBusy = 0.9;
const leastSilent = 6;

/**
 * The block of the window from which on nobody came; nothing where that may be chance.
 *
 * With q the upper Clopper-Pearson bound of the share of silent blocks before the deploy, n silent
 * blocks in a row have a probability of q^n at most where people come as before. Half of the error
 * is the bound's. The end of the window is looked at once.
 */
export function silentFrom({ shares, steady }: LogSource): number | undefined {
  if (!steady || steady.blocks < leastBefore) return undefined;
  const { blocks, busy, told } = steady;
  const from = shares.slice(0, told).findLastIndex((share) => share !== null) + 1;
  const silent = told - from;
  if (silent < leastSilent || busy < leastBusy * blocks) return undefined;
  const chance = clopperPearsonUpper(blocks - busy, blocks, 1 - degradedError / 2);
  return silent * Math.log(chance) <= Math.log(degradedError / 2) ? from : undefined;
}
