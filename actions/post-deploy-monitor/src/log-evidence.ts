/**
 * Real requests and log lines as evidence: the same bet as on the probes, on the bad share per
 * block, against what the deployment before did. At most "degraded". Pure.
 */
import { clopperPearsonUpper, logEvidencePath } from '@release-train/evidence';
import type { LogLine, Logs, SeenRequest } from '@release-train/railway';
import type { Standing } from './decide.ts';
import { degradedError, type Limits } from './measure.ts';
import { type Steadiness, silentFrom, steadinessOf } from './traffic-silence.ts';

/** One service's requests, or its lines, in the blocks of the window. */
export interface LogSource {
  readonly what: 'requests' | 'lines';
  readonly name: string;
  /** Bad share per block; null where nothing was seen: no data is not good data. */
  readonly shares: readonly (number | null)[];
  readonly bad: number;
  readonly total: number;
  /** Different clients and paths among the bad requests; 0 for lines. */
  readonly troubled: number;
  /** The same of the deployment before. */
  readonly before: { readonly bad: number; readonly total: number };
  /** Of requests. */
  readonly steady?: Steadiness;
}

export interface Blocks {
  readonly startMs: number;
  readonly blockMs: number;
  readonly count: number;
}

/** Requests of people; those of our own probes are counted elsewhere. */
export function requestSource(
  name: string,
  logs: {
    readonly now: Logs<SeenRequest>;
    readonly before: Logs<SeenRequest>;
    /** When the deployment judged took over. */
    readonly servesSinceMs: number;
  },
  blocks: Blocks,
): LogSource {
  const now = logs.now.entries.filter(isOfPeople);
  const before = logs.before.entries.filter(isOfPeople);
  const perBlock = inBlocks(now, blocks);
  const judged = perBlock.flat();
  return {
    what: 'requests',
    name,
    shares: perBlock.map(cappedShare),
    bad: judged.filter(isBad).length,
    total: judged.length,
    troubled: new Set(judged.filter(isBad).map(pairOf)).size,
    before: { bad: before.filter(isBad).length, total: before.length },
    steady: steadinessOf({ ...logs, before }, blocks),
  };
}

/** A block with a line that counts is a bad block, however many lines a stack trace has. */
export function lineSource(
  name: string,
  lines: { readonly now: Lines; readonly before: Lines },
  counts: (line: string) => boolean,
): LogSource {
  const badBlocks = ({ logs, blocks }: Lines): number[] =>
    inBlocks(logs.entries, blocks).map((block) =>
      Number(block.some(({ message }) => counts(message))),
    );
  const [shares, past] = [badBlocks(lines.now), badBlocks(lines.before)];
  return {
    what: 'lines',
    name,
    shares,
    bad: sum(shares),
    total: shares.length,
    troubled: 0,
    before: { bad: sum(past), total: past.length },
  };
}

export interface Lines {
  readonly logs: Logs<LogLine>;
  readonly blocks: Blocks;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const ourProbes = 'release-train-probe';

export const isOfPeople = ({ userAgent }: SeenRequest): boolean => userAgent !== ourProbes;

const isBad = ({ status }: SeenRequest): boolean => status >= 500;
const pairOf = ({ client, path }: SeenRequest): string => `${client} ${path.split('?')[0]}`;

function inBlocks<T extends { readonly atMs: number }>(
  entries: readonly T[],
  { startMs, blockMs, count }: Blocks,
): T[][] {
  const blocks = Array.from({ length: count }, (): T[] => []);
  for (const entry of entries) blocks[Math.floor((entry.atMs - startMs) / blockMs)]?.push(entry);
  return blocks;
}

/**
 * Share of 5xx in a block, in which one client on one path weighs a tenth of all at most: one broken
 * client is not an outage. In ten-thousandths, so that a report holds it exactly.
 */
function cappedShare(requests: readonly SeenRequest[]): number | null {
  if (requests.length === 0) return null;
  const most = Math.max(1, Math.floor(requests.length / 10));
  const all = { weight: 0, bad: 0 };
  for (const group of Map.groupBy(requests, pairOf).values()) {
    const weight = Math.min(group.length, most);
    all.weight += weight;
    all.bad += (weight * group.filter(isBad).length) / group.length;
  }
  return Math.round((10_000 * all.bad) / all.weight) / 10_000;
}

export interface LogFinding {
  readonly source: LogSource;
  /** Share of bad outcomes up to which it is no worse than before. */
  readonly limit: number;
  /** Largest log S over the blocks. */
  readonly evidence: number;
  readonly needed: number;
  readonly isReached: boolean;
}

/** Every source against its limit; the error of the logs is shared among them. */
export function logFindings(sources: readonly LogSource[], limits: Limits): LogFinding[] {
  const error = degradedError / 2 / Math.max(1, sources.length);
  return sources.map((source) => {
    const limit = limitOf(source, limits.degradedRate, error);
    const shares = source.shares.map((share) => share ?? undefined);
    const path = logEvidencePath(limit, Math.max(limits.blocks, shares.length), shares);
    // Half of the error is the baseline's, whose bound may be wrong as well.
    const needed = Math.log(2 / error);
    const evidence = Math.max(0, ...path);
    return { source, limit, evidence, needed, isReached: evidence >= needed && isMany(source) };
  });
}

export function logStanding(sources: readonly LogSource[], limits: Limits): Standing | undefined {
  const reached = logFindings(sources, limits).find(({ isReached }) => isReached);
  if (reached) {
    const isTraffic = reached.source.what === 'requests';
    return { verdict: 'degraded', reason: isTraffic ? 'traffic-errors' : 'log-errors' };
  }
  const hasStopped = sources.some((source) => silentFrom(source) !== undefined);
  return hasStopped ? { verdict: 'inconclusive', reason: 'traffic-stopped' } : undefined;
}

const isMany = ({ what, bad, troubled }: LogSource): boolean =>
  what === 'requests' ? bad >= 5 && troubled >= 2 : bad >= 3;

/** Of so few outcomes before the deploy a bound says nothing about requests. */
const leastBefore = 300;

/** What was already broken before the deploy is not the release's doing. */
function limitOf({ what, before }: LogSource, floor: number, error: number): number {
  const isUsed = what === 'lines' || (before.bad > 0 && before.total >= leastBefore);
  if (!isUsed) return floor;
  const bound = clopperPearsonUpper(before.bad, before.total, 1 - error / 2);
  return Math.min(0.99, Math.max(floor, bound));
}
