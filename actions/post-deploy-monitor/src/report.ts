/** The record of a watch: everything the verdict rests on, so that it can be recomputed offline. */
import { nearestRank, quantileUpperBound } from '@release-train/evidence';
import { type BlockCount, blockTable, emptyBlock } from './block-table.ts';
import { type Decision, decide, type End, type Facts } from './decide.ts';
import type { GatheredLogs } from './gather-logs.ts';
import type { Limits } from './measure.ts';
import type { Outcome } from './outcome.ts';
import type { ReleaseFacts } from './release.ts';
import type { Reason, Verdict } from './verdict.ts';
import type { Seen } from './watch.ts';

export interface Report {
  readonly version: 1;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly commit: string;
  readonly startedAt: string;
  readonly end: End;
  readonly limits: Limits;
  readonly endpoints: readonly EndpointReport[];
  /** With a Railway token: what Railway showed before, during and after the window. */
  readonly release?: ReleaseReport;
}

export interface ReleaseReport extends ReleaseFacts {
  /** Absent where the watch ended before they were read. */
  readonly logs?: GatheredLogs;
  readonly project: string;
  readonly environment: string;
}

export interface EndpointReport {
  readonly name: string;
  /** Method and URL without its query, which may hold secrets. */
  readonly request: string;
  /** Closed blocks; counts that are 0 are left out. */
  readonly blocks: readonly Partial<BlockCount>[];
  /** Evidence after each block, against the degraded and the failed limit. */
  readonly evidence: {
    readonly degraded: readonly number[];
    readonly failed: readonly number[];
    readonly latency?: readonly number[];
  };
  readonly grace: Tally;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  /** With a latency limit and 59 latencies: what the true p95 is not above, at 95 %. */
  readonly p95UpperMs?: number;
  /** The first outcome of each kind that is not good. */
  readonly first: { readonly [K in Exclude<Outcome['counts'], 'ok'>]?: Sample };
}

export interface Sample {
  readonly atMs: number;
  readonly kind: string;
  readonly reason: string;
}

/** Probes by what they count as. */
export type Tally = Readonly<Record<Outcome['counts'], number>>;

export interface Watched {
  readonly seen: Seen;
  readonly endpoints: readonly { readonly name: string; readonly request: string }[];
  readonly limits: Limits;
  readonly commit: string;
  readonly startedAt: string;
  readonly release?: ReleaseReport | undefined;
  /** Removes what must not be shown from a text of the application. */
  readonly redact: (text: string) => string;
}

/** The tables a decision is made from. */
export const factsOf = (
  watched: Pick<Watched, 'seen' | 'endpoints' | 'limits' | 'release'>,
): Facts => ({
  endpoints: watched.endpoints.map(({ name }) => ({
    name,
    blocks: blockTable(
      watched.seen.outcomes.filter(({ endpoint }) => endpoint === name),
      watched.seen.control,
      {
        blockMs: watched.limits.blockMs,
        closed: watched.seen.closed,
        latencyBudgetMs: watched.limits.latencyBudgetMs,
      },
    ),
  })),
  end: watched.seen.end,
  release: watched.release,
  logs: watched.release?.logs?.sources,
});

export function reportOf(watched: Watched, facts: Facts, decision: Decision): Report {
  return {
    version: 1,
    ...settled(decision),
    commit: watched.commit,
    startedAt: watched.startedAt,
    end: facts.end,
    limits: watched.limits,
    endpoints: decision.findings.map(({ name, measures }, index) => ({
      name,
      request: watched.endpoints[index]?.request ?? '',
      blocks: (facts.endpoints[index]?.blocks ?? []).map(withoutZeros),
      evidence: {
        degraded: measures.degraded.path.map(shownEvidence),
        failed: measures.failed.path.map(shownEvidence),
        ...(measures.latency ? { latency: measures.latency.path.map(shownEvidence) } : {}),
      },
      ...probesOf(name, watched),
    })),
    ...(watched.release ? { release: watched.release } : {}),
  };
}

/** Recomputes the verdict of a report from its block table and limits alone. */
export function replay(report: Report): { readonly verdict: Verdict; readonly reason: Reason } {
  const endpoints = report.endpoints.map(({ name, blocks }) => ({
    name,
    blocks: blocks.map((block) => ({ ...emptyBlock, ...block })),
  }));
  const { end, release, limits } = report;
  return settled(decide({ endpoints, end, release, logs: release?.logs?.sources }, limits));
}

/** S from log S, to three digits; far beyond any limit it stays a finite number. */
export const shownEvidence = (log: number): number =>
  Number(Math.exp(Math.min(log, 690)).toPrecision(3));

/** A watch that ended without a verdict has not proven anything. */
function settled({ verdict, reason }: Decision): { verdict: Verdict; reason: Reason } {
  return verdict === 'watching'
    ? { verdict: 'inconclusive', reason: 'cancelled' }
    : { verdict, reason };
}

const withoutZeros = (block: BlockCount): Partial<BlockCount> =>
  Object.fromEntries(
    Object.entries(block).filter(([name, value]) => value !== 0 || name.endsWith('Ms')),
  );

function probesOf(
  name: string,
  { seen, redact, limits }: Watched,
): Pick<EndpointReport, 'grace' | 'p50Ms' | 'p95Ms' | 'p95UpperMs' | 'first'> {
  const own = seen.outcomes.filter(({ endpoint }) => endpoint === name);
  const inWindow = own.filter(({ dueMs }) => dueMs >= 0);
  const latencies = inWindow.filter(isAttributable).map(({ latencyMs }) => latencyMs);
  const [p50, p95] = [nearestRank(latencies, 0.5), nearestRank(latencies, 0.95)];
  const hasLimit = limits.latencyBudgetMs !== undefined;
  const p95Upper = hasLimit ? quantileUpperBound(latencies, 0.95) : undefined;
  const sampleOf = (as: Outcome['counts']): Sample | undefined => {
    const all = inWindow.filter(({ counts }) => counts === as);
    const first = all.toSorted((a, b) => a.dueMs - b.dueMs)[0];
    return first && { atMs: first.dueMs, kind: first.kind, reason: redact(first.reason) };
  };
  const samples = (['bad', 'old', 'lost'] as const).map((as) => [as, sampleOf(as)] as const);
  return {
    grace: tallyOf(own.filter(({ dueMs }) => dueMs < 0)),
    ...(p50 === undefined ? {} : { p50Ms: Math.round(p50) }),
    ...(p95 === undefined ? {} : { p95Ms: Math.round(p95) }),
    ...(p95Upper === undefined ? {} : { p95UpperMs: Math.ceil(p95Upper) }),
    first: Object.fromEntries(samples.filter(([, sample]) => sample !== undefined)),
  };
}

const isAttributable = ({ counts }: Outcome): boolean => counts === 'ok' || counts === 'bad';

function tallyOf(outcomes: readonly Outcome[]): Tally {
  const count = (as: Outcome['counts']): number =>
    outcomes.filter(({ counts }) => counts === as).length;
  return { ok: count('ok'), bad: count('bad'), old: count('old'), lost: count('lost') };
}
