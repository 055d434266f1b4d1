/** How long to pause between two looks. Pure. */
import type { Usage } from '@release-train/railway';

export interface PaceFacts {
  readonly elapsedMs: number;
  /** Until the timeout. */
  readonly leftMs: number;
  /** Everything still open only queues: nothing will end soon. */
  readonly isQueued: boolean;
  /** A look is due by then at the latest. */
  readonly dueInMs: number;
  readonly usage: Usage;
  readonly maxRequests: number | undefined;
}

/**
 * 5 s in the first minute, 10 s until the fifth, then 15 s; 15 s and later 30 s while queued. Never
 * so often that the requests still allowed would not last until the timeout: a Free plan has 100
 * an hour (https://docs.railway.com/integrations/api).
 */
export function pauseMs(facts: PaceFacts): number {
  const usual = facts.isQueued ? queuedMs(facts.elapsedMs) : movingMs(facts.elapsedMs);
  return Math.max(Math.min(usual, facts.dueInMs), affordableMs(facts), 100);
}

const movingMs = (elapsedMs: number): number => {
  if (elapsedMs < 60_000) return 5_000;
  return elapsedMs < 300_000 ? 10_000 : 15_000;
};

const queuedMs = (elapsedMs: number): number => (elapsedMs < 120_000 ? 15_000 : 30_000);

/** Kept for the list of what serves, the phases and the evidence after a failure. */
const reserve = 3;

function affordableMs({ usage, maxRequests, leftMs }: PaceFacts): number {
  const byCeiling = (maxRequests ?? Number.POSITIVE_INFINITY) - usage.requests - reserve;
  const shared = Math.max(5, Math.ceil((usage.limit ?? 0) / 10));
  const byRateLimit = (usage.remaining ?? Number.POSITIVE_INFINITY) - shared;
  const looks = Math.min(byCeiling, byRateLimit);
  return looks > 1 ? leftMs / looks : leftMs;
}
