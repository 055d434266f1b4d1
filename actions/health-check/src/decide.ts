/** From judged probes to a verdict. Pure: every time is an argument, in milliseconds. */
import type { Verdict as Judged } from '@release-train/probe';

export interface Policy {
  readonly consecutiveSuccesses: number;
  readonly stableForMs: number;
}

/** One judged probe; times count from the first probe's start. */
export interface Sample {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly judged: Judged;
}

/** All that was seen of one endpoint. */
export interface Story {
  readonly name: string;
  readonly isCritical: boolean;
  readonly samples: readonly Sample[];
}

export interface EndpointState {
  /** `hopeless`: waiting cannot heal it. */
  readonly state: 'healthy' | 'waiting' | 'hopeless';
  /** Good probes in a row. */
  readonly streak: number;
  /** From the start of the first of these to the start of the last. */
  readonly spreadMs: number;
  readonly lastFailure: Sample | undefined;
}

/**
 * N successes in a row, spread over at least the stable time. A failure resets the row, but only
 * one that began after it: a probe that hung on the dying container says nothing of the new one.
 */
export function decideEndpoint(samples: readonly Sample[], policy: Policy): EndpointState {
  const failures = samples.filter(({ judged }) => !judged.ok);
  const brokenMs = Math.max(-1, ...failures.map(({ startedMs }) => startedMs));
  const row = samples
    .filter(({ judged, startedMs }) => judged.ok && startedMs > brokenMs)
    .map(({ startedMs }) => startedMs)
    .sort((a, b) => a - b);
  const spreadMs = (row.at(-1) ?? 0) - (row[0] ?? 0);
  const isProven = row.length >= policy.consecutiveSuccesses && spreadMs >= policy.stableForMs;
  const lastFailure = failures.at(-1);
  const waitingOrLost = lastFailure?.judged.permanent ? 'hopeless' : 'waiting';
  return {
    state: isProven ? 'healthy' : waitingOrLost,
    streak: row.length,
    spreadMs,
    lastFailure,
  };
}

export type CheckVerdict = 'healthy' | 'degraded' | 'unhealthy' | 'inconclusive';

/**
 * Only the app's failures make a check unhealthy. Where nothing but the probing side failed, or
 * nothing was seen at all, nobody knows.
 */
export function decideVerdict(stories: readonly Story[], policy: Policy): CheckVerdict {
  const lost = stories.filter(({ samples }) => decideEndpoint(samples, policy).state !== 'healthy');
  const criticalLost = lost.filter(({ isCritical }) => isCritical);
  if (stories.length === 0) return 'inconclusive';
  if (lost.length === 0) return 'healthy';
  if (criticalLost.length === 0) return 'degraded';
  return criticalLost.some(isAboutApp) ? 'unhealthy' : 'inconclusive';
}

// An app that answered well, but never often enough in a row, has not proven itself either.
function isAboutApp({ samples }: Story): boolean {
  const failures = samples.filter(({ judged }) => !judged.ok);
  if (failures.length === 0) return samples.length > 0;
  return failures.some(({ judged }) => judged.side === 'app');
}

/** Whether the verdict makes the step red. Not knowing is never green, unless nothing is. */
export function isFailure(
  verdict: CheckVerdict,
  failOn: 'unhealthy' | 'degraded' | 'never',
): boolean {
  if (failOn === 'never' || verdict === 'healthy') return false;
  return verdict !== 'degraded' || failOn === 'degraded';
}

export type RevisionProof = 'true' | 'false' | 'not-asked';

/** A probe is good only if it met the expected revision, so a proven row proves the revision. */
export function revisionProof(
  stories: readonly Story[],
  policy: Policy,
  isAsked: boolean,
): RevisionProof {
  if (!isAsked) return 'not-asked';
  const isProven = stories.every(
    ({ samples }) => decideEndpoint(samples, policy).state === 'healthy',
  );
  return isProven && stories.length > 0 ? 'true' : 'false';
}

/** When the last probe starts: one at the very deadline would be given no time to answer. */
export const lastStartMs = (schedule: { intervalMs: number; timeoutMs: number }): number =>
  Math.max(0, Math.ceil(schedule.timeoutMs / schedule.intervalMs) - 1) * schedule.intervalMs;

/** Whether so many probes, so far apart, fit before the deadline at all. */
export const isReachable = (
  policy: Policy,
  schedule: { intervalMs: number; timeoutMs: number },
): boolean =>
  lastStartMs(schedule) >=
  Math.max(policy.stableForMs, (policy.consecutiveSuccesses - 1) * schedule.intervalMs);

/** Nearest-rank percentile of what is given; `undefined` of nothing. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
