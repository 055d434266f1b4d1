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
  /** The commit waited for. */
  readonly commit: string;
}

/**
 * 5 s in the first minute, 10 s until the fifth, then 15 s; 15 s and later 30 s while queued. Never
 * so often that the requests still allowed would not last until the timeout: a Free plan has 100
 * an hour (https://docs.railway.com/integrations/api). Up to a tenth is added, another for each
 * commit, so that waits which one push began in many repositories do not ask in step.
 */
export function pauseMs(facts: PaceFacts): number {
  const usual = facts.isQueued ? queuedMs(facts.elapsedMs) : movingMs(facts.elapsedMs);
  const spread = Math.round(usual * (1 + shareOf(facts.commit) / 10));
  return Math.max(Math.min(spread, facts.dueInMs), affordableMs(facts), 100);
}

const movingMs = (elapsedMs: number): number => {
  if (elapsedMs < 60_000) return 5_000;
  return elapsedMs < 300_000 ? 10_000 : 15_000;
};

const queuedMs = (elapsedMs: number): number => (elapsedMs < 120_000 ? 15_000 : 30_000);

/** From 0 to 1, the same for the same commit. */
const shareOf = (commit: string): number => {
  const [first, last] = [commit.slice(0, 8), commit.slice(-8)].map((hex) =>
    Number.parseInt(hex, 16),
  );
  return (((first ?? 0) ^ (last ?? 0)) >>> 0) / 0xffff_ffff;
};

/** Kept for the list of what serves, the phases and the evidence after a failure. */
const reserve = 3;

function affordableMs({ usage, maxRequests, leftMs }: PaceFacts): number {
  const byCeiling = (maxRequests ?? Number.POSITIVE_INFINITY) - usage.requests - reserve;
  const shared = Math.max(5, Math.ceil((usage.limit ?? 0) / 10));
  const byRateLimit = (usage.remaining ?? Number.POSITIVE_INFINITY) - shared;
  const looks = Math.min(byCeiling, byRateLimit);
  return looks > 1 ? leftMs / looks : leftMs;
}
