/** The numbers a verdict rests on, from one endpoint's block table. Pure. */
import { logEvidencePath, wilsonInterval } from '@release-train/evidence';
import type { BlockCount } from './block-table.ts';

export interface Limits {
  readonly blockMs: number;
  /** Blocks of the whole window. */
  readonly blocks: number;
  readonly degradedRate: number;
  /** Never below `degradedRate`. */
  readonly failedRate: number;
  readonly latencyBudgetMs?: number | undefined;
  readonly isRevisionAsked: boolean;
  /** Endpoints judged side by side: the stated error is shared among them. */
  readonly endpoints: number;
  /** Logs are judged beside the probes, and take half of the error of "degraded". */
  readonly hasLogs?: boolean;
}

/** Evidence against one limit. */
export interface Evidence {
  /** log S after each block. */
  readonly path: readonly number[];
  /** What log S must reach: the stated error shared among endpoints and metrics. */
  readonly needed: number;
  readonly isReached: boolean;
}

export interface Measures {
  readonly attributable: number;
  readonly bad: number;
  readonly old: number;
  /** Old answers in the last 30 s. */
  readonly oldLately: number;
  readonly lost: number;
  /** Blocks that say nothing about the application. */
  readonly lostBlocks: number;
  /** Blocks that say something, but in which the expected revision was not seen. */
  readonly unprovenBlocks: number;
  /** Share of bad outcomes in the last 30 s; 0 without outcomes. */
  readonly badShareLately: number;
  /** From the first to the last bad outcome. */
  readonly badSpanMs: number;
  readonly firstBadMs: number | undefined;
  /** 95 % Wilson upper bound of the share of bad outcomes. */
  readonly upperBound: number;
  readonly degraded: Evidence;
  readonly failed: Evidence;
  readonly latency: Evidence | undefined;
}

/** Chance of a wrong verdict per deployment, on the side of the alarm. */
export const degradedError = 0.01;
const failedError = 0.001;
/** Share of slow outcomes that a p95 limit allows. */
const slowRate = 0.05;
const latelyMs = 30_000;

export function measure(blocks: readonly BlockCount[], limits: Limits): Measures {
  const told = blocks.filter((block) => !isLost(block));
  const lately = blocks.slice(-Math.ceil(latelyMs / limits.blockMs)).filter((b) => !isLost(b));
  const [attributable, bad] = [sum(told, attributableOf), sum(told, (block) => block.bad)];
  const firstBadMs = told.find((block) => block.bad > 0)?.badFromMs;
  const lastBadMs = told.findLast((block) => block.bad > 0)?.badToMs;
  return {
    attributable,
    bad,
    old: sum(told, (block) => block.old),
    oldLately: sum(lately, (block) => block.old),
    lost: sum(blocks, (block) => (isLost(block) ? attributableOf(block) : 0) + block.lost),
    lostBlocks: blocks.length - told.length,
    unprovenBlocks: told.filter((block) => block.proven === 0).length,
    badShareLately:
      share(
        sum(lately, (block) => block.bad),
        sum(lately, attributableOf),
      ) ?? 0,
    badSpanMs: (lastBadMs ?? 0) - (firstBadMs ?? 0),
    firstBadMs,
    upperBound: wilsonInterval(bad, attributable).upper,
    ...evidences(blocks, limits),
  };
}

/** Share of bad outcomes of a block; undefined where nothing in it can be attributed. */
export const badShare = (block: BlockCount): number | undefined =>
  isLost(block) ? undefined : share(block.bad, attributableOf(block));

/** The control failed too, or no probe came through: the block is silent about the application. */
const isLost = (block: BlockCount): boolean =>
  block.controlFailed > 0 || attributableOf(block) + block.old === 0;

const attributableOf = (block: BlockCount): number => block.ok + block.bad;

function evidences(
  blocks: readonly BlockCount[],
  limits: Limits,
): Pick<Measures, 'degraded' | 'failed' | 'latency'> {
  const against = (rate: number, error: number, badShares: (number | undefined)[]): Evidence => {
    const path = logEvidencePath(rate, limits.blocks, badShares);
    const needed = Math.log(limits.endpoints / error);
    return { path, needed, isReached: path.some((log) => log >= needed) };
  };
  const hasLatency = limits.latencyBudgetMs !== undefined;
  const probesError = limits.hasLogs ? degradedError / 2 : degradedError;
  const sharedError = hasLatency ? probesError / 2 : probesError;
  const slowShare = (block: BlockCount): number | undefined =>
    isLost(block) ? undefined : share(block.slow, attributableOf(block));
  return {
    degraded: against(limits.degradedRate, sharedError, blocks.map(badShare)),
    failed: against(limits.failedRate, failedError, blocks.map(badShare)),
    latency: hasLatency ? against(slowRate, sharedError, blocks.map(slowShare)) : undefined,
  };
}

const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : part / whole;

const sum = (blocks: readonly BlockCount[], of: (block: BlockCount) => number): number =>
  blocks.reduce((total, block) => total + of(block), 0);
