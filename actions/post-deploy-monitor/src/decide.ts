/** From block tables to a verdict. Pure: the same tables and limits always give the same decision. */
import { leastOutcomes } from '@release-train/evidence';
import type { BlockCount } from './block-table.ts';
import { type LogSource, logStanding } from './log-evidence.ts';
import { type Limits, type Measures, measure } from './measure.ts';
import { type ReleaseFacts, releaseStanding } from './release.ts';
import type { ProbeReason, Reason, Verdict } from './verdict.ts';

/** How the watch stands: under way, whole window seen, ended early by a verdict, interrupted. */
export type End = 'running' | 'complete' | 'stopped' | 'cancelled';

export interface Facts {
  readonly endpoints: readonly {
    readonly name: string;
    /** Closed blocks, in order. */
    readonly blocks: readonly BlockCount[];
  }[];
  readonly end: End;
  /** With a Railway token: what Railway showed. */
  readonly release?: ReleaseFacts | undefined;
  /** What the logs of the deployments judged say. */
  readonly logs?: readonly LogSource[] | undefined;
}

export interface Standing {
  /** `watching`: nothing may be said yet. */
  readonly verdict: Verdict | 'watching';
  readonly reason: Reason;
}

export interface Finding {
  readonly verdict: Verdict | 'watching';
  readonly reason: ProbeReason;
  readonly name: string;
  readonly measures: Measures;
}

export interface Decision extends Standing {
  /** The worst first found endpoint speaks for all. */
  readonly findings: readonly Finding[];
  /** What Railway's records prove by themselves. */
  readonly release?: Standing;
  /** What the logs are evidence of; at most "degraded". */
  readonly logs?: Standing;
}

export function decide(facts: Facts, limits: Limits): Decision {
  const findings = facts.endpoints.map(({ name, blocks }) => {
    const measures = measure(blocks, limits);
    return { name, measures, ...standing(measures, { ...facts, blocks }, limits) };
  });
  const release = facts.release && releaseStanding(facts.release, facts.end === 'complete');
  const logs = facts.logs && logStanding(facts.logs, limits);
  const worst = [...(release ? [release] : []), ...findings, ...(logs ? [logs] : [])].toSorted(
    (a, b) => severity[b.verdict] - severity[a.verdict],
  )[0];
  const nobody: Standing = { verdict: 'inconclusive', reason: 'too-few-outcomes' };
  const { verdict, reason } = findings.length > 0 && worst ? worst : nobody;
  const others = { ...(release ? { release } : {}), ...(logs ? { logs } : {}) };
  return { verdict, reason, findings, ...others };
}

/** The attributable outcomes "healthy" needs: 73, more where the failed limit is below 5 %. */
export const neededOutcomes = (limits: Limits): number =>
  Math.max(73, leastOutcomes(limits.failedRate));

// A release that was replaced is nobody's business any more, however it was.
const severity: Readonly<Record<Standing['verdict'], number>> = {
  healthy: 0,
  watching: 1,
  'not-applicable': 2,
  'already-judged': 2,
  inconclusive: 2,
  degraded: 3,
  failed: 4,
  superseded: 5,
};

type ProbeStanding = Pick<Finding, 'verdict' | 'reason'>;

type Watched = { readonly end: End; readonly blocks: readonly BlockCount[] };

function standing(measures: Measures, { end, blocks }: Watched, limits: Limits): ProbeStanding {
  const alarm = alarmOf(measures, blocks.length, limits);
  if (alarm?.verdict === 'failed') return alarm;
  if (end === 'cancelled') return { verdict: 'inconclusive', reason: 'cancelled' };
  if (end !== 'complete') return alarm ?? { verdict: 'watching', reason: 'clean' };
  if (tooManyLost(measures, blocks.length)) {
    return { verdict: 'inconclusive', reason: 'not-attributable' };
  }
  // Old containers may serve for a while after the grace; at the end of the window they may not.
  if (measures.oldLately > 0) return { verdict: 'failed', reason: 'old-revision' };
  if (alarm) return alarm;
  if (measures.old > 0) return { verdict: 'degraded', reason: 'old-revision-gone' };
  const doubt = doubtOf(measures, limits);
  return doubt
    ? { verdict: 'inconclusive', reason: doubt }
    : { verdict: 'healthy', reason: 'clean' };
}

function alarmOf(measures: Measures, blocks: number, limits: Limits): ProbeStanding | undefined {
  if (tooManyLost(measures, blocks)) return undefined;
  const { failed, degraded, latency } = measures;
  if (failed.isReached && isStillBurning(measures, limits)) {
    return { verdict: 'failed', reason: 'errors' };
  }
  if (failed.isReached || degraded.isReached) {
    const isOver = measures.badShareLately < limits.degradedRate;
    return { verdict: 'degraded', reason: isOver ? 'errors-recovered' : 'errors' };
  }
  return latency?.isReached ? { verdict: 'degraded', reason: 'latency' } : undefined;
}

/** Guards that are engineering, not statistics: "failed" is what people act on. */
const isStillBurning = (measures: Measures, limits: Limits): boolean =>
  measures.bad >= 5 && measures.badSpanMs >= 15_000 && measures.badShareLately >= limits.failedRate;

const tooManyLost = ({ lostBlocks }: Measures, blocks: number): boolean => lostBlocks > blocks / 5;

/** Why a window without alarm is not yet proof of health. */
function doubtOf(measures: Measures, limits: Limits): ProbeReason | undefined {
  if (measures.attributable < neededOutcomes(limits)) return 'too-few-outcomes';
  if (limits.isRevisionAsked && measures.unprovenBlocks > 0) return 'revision-unproven';
  return measures.upperBound > limits.failedRate ? 'error-rate-unclear' : undefined;
}

export type Consequence = 'none' | 'warn' | 'fail';

export interface Policy {
  readonly 'fail-on': 'failed' | 'degraded' | 'never';
  readonly 'on-inconclusive': 'warn' | 'fail' | 'ignore';
}

/** What a verdict does to the step. */
export function consequenceOf(verdict: Verdict, policy: Policy): Consequence {
  switch (verdict) {
    case 'healthy':
    case 'superseded':
    case 'not-applicable':
    case 'already-judged':
      return 'none';
    case 'inconclusive':
      return policy['on-inconclusive'] === 'ignore' ? 'none' : policy['on-inconclusive'];
    case 'degraded':
      return policy['fail-on'] === 'degraded' ? 'fail' : 'warn';
    case 'failed':
      return policy['fail-on'] === 'never' ? 'warn' : 'fail';
    default:
      return verdict satisfies never;
  }
}
