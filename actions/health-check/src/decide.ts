/** From judged probes to a verdict. Pure: every time is an argument, in milliseconds. */
import type { Verdict as Judged } from '@release-train/probe';

export interface Policy {
  readonly consecutiveSuccesses: number;
  readonly stableForMs: number;
  /** A row whose median is slower makes the verdict degraded. */
  readonly degradedLatencyMs?: number;
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
  /** Median of the row where it is over the degraded latency and the endpoint healthy. */
  readonly slowMs: number | undefined;
}

/**
 * N successes in a row, spread over at least the stable time. A failure resets the row, but only
 * one that began after it: a probe that hung on the dying container says nothing of the new one.
 */
export function decideEndpoint(samples: readonly Sample[], policy: Policy): EndpointState {
  const failures = samples.filter(({ judged }) => !judged.ok);
  const brokenMs = failures.reduce((latest, { startedMs }) => Math.max(latest, startedMs), -1);
  const row = samples
    .filter(({ judged, startedMs }) => judged.ok && startedMs > brokenMs)
    .sort((a, b) => a.startedMs - b.startedMs);
  const spreadMs = (row.at(-1)?.startedMs ?? 0) - (row[0]?.startedMs ?? 0);
  const isProven = row.length >= policy.consecutiveSuccesses && spreadMs >= policy.stableForMs;
  const lastFailure = failures.at(-1);
  const waitingOrLost = lastFailure?.judged.permanent ? 'hopeless' : 'waiting';
  return {
    state: isProven ? 'healthy' : waitingOrLost,
    streak: row.length,
    spreadMs,
    lastFailure,
    slowMs: isProven ? slowMedian(row, policy) : undefined,
  };
}

function slowMedian(row: readonly Sample[], policy: Policy): number | undefined {
  if (policy.degradedLatencyMs === undefined) return undefined;
  const median = percentile(
    row.map(({ judged }) => judged.totalMs),
    0.5,
  );
  return median !== undefined && median > policy.degradedLatencyMs ? median : undefined;
}

export type CheckVerdict = 'healthy' | 'degraded' | 'unhealthy' | 'inconclusive';

/**
 * Only the app's failures make a check unhealthy. Where nothing but the probing side failed, or
 * nothing was seen at all, nobody knows.
 */
export function decideVerdict(stories: readonly Story[], policy: Policy): CheckVerdict {
  const states = stories.map((story) => ({ story, ...decideEndpoint(story.samples, policy) }));
  const lost = states.filter(({ state }) => state !== 'healthy').map(({ story }) => story);
  const criticalLost = lost.filter(({ isCritical }) => isCritical);
  if (stories.length === 0) return 'inconclusive';
  if (lost.length === 0) {
    return states.some(({ slowMs }) => slowMs !== undefined) ? 'degraded' : 'healthy';
  }
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

export interface RevisionCounts {
  readonly new: number;
  /** From the revision that answered first, where that was not the expected one. */
  readonly old: number;
  /** From any third revision. */
  readonly other: number;
  /** Showed none, or did not answer. */
  readonly unknown: number;
}

export function countRevisions(samples: readonly Sample[]): RevisionCounts {
  const seen = samples.map(({ judged }) => judged);
  const before = seen.find(({ revision }) => revision === 'other')?.shown;
  const is = (revision: Judged['revision']) => seen.filter((one) => one.revision === revision);
  const old = is('other').filter(({ shown }) => shown === before).length;
  return {
    new: is('new').length,
    old,
    other: is('other').length - old,
    unknown: is('unknown').length,
  };
}

export interface Times {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** When the last probe starts: one at the very deadline would be given no time to answer. */
export const lastStartMs = ({ intervalMs, timeoutMs }: Times): number =>
  Math.max(0, Math.ceil(timeoutMs / intervalMs) - 1) * intervalMs;

/** The latest start of a row that still fits before the deadline; below 0: none does. */
export const lastChanceMs = (policy: Policy, times: Times): number =>
  lastStartMs(times) -
  Math.max(policy.stableForMs, (policy.consecutiveSuccesses - 1) * times.intervalMs);

/**
 * Until when an endpoint is left alone after a probe. An app may ask for more than there is time:
 * then it is asked again at the last moment from which it can still prove itself.
 */
export const restUntilMs = (
  { endedMs, judged: { retryAfterMs } }: Sample,
  lastChance: number,
): number => (retryAfterMs === undefined ? 0 : Math.min(endedMs + retryAfterMs, lastChance));

/** Nearest-rank percentile of what is given; `undefined` of nothing. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
