import type { Verdict } from '@release-train/probe';

/**
 * One probe of one endpoint as the statistics see it.
 *
 * `ok` and `bad` are attributable to the release; `old` was answered by another revision and is not
 * the release's doing; `lost` says nothing about the application.
 */
export interface Outcome {
  readonly endpoint: string;
  /** Intended start in milliseconds from the start of the window; negative during the grace. */
  readonly dueMs: number;
  readonly counts: 'ok' | 'bad' | 'old' | 'lost';
  readonly kind: string;
  /** One line; '' when ok. */
  readonly reason: string;
  /** The expected revision answered. */
  readonly isProven: boolean;
  /** From the intended start to the end of the answer. */
  readonly latencyMs: number;
}

/** A probe that was made: `delayMs` is how much after its intended time it started. */
export function outcomeOf(
  slot: { readonly endpoint: string; readonly dueMs: number; readonly delayMs: number },
  verdict: Verdict,
): Outcome {
  return {
    endpoint: slot.endpoint,
    dueMs: slot.dueMs,
    counts: countsAs(verdict),
    kind: verdict.kind,
    reason: verdict.reason,
    isProven: verdict.revision === 'new',
    latencyMs: slot.delayMs + verdict.totalMs,
  };
}

function countsAs(verdict: Verdict): Outcome['counts'] {
  // We refused to ask, so the application had no chance to answer.
  if (verdict.side === 'probe' || verdict.kind === 'address-blocked') return 'lost';
  if (verdict.revision === 'other') return 'old';
  // An answer that shows no revision is a good answer that proves nothing.
  return verdict.ok || verdict.kind === 'revision' ? 'ok' : 'bad';
}

/**
 * A probe that was not made. With every slot in flight unanswered the application hangs; a schedule
 * that fell behind by more than a block means that the runner stalled.
 */
export const lateOutcome = (
  slot: { readonly endpoint: string; readonly dueMs: number },
  why: 'app-hangs' | 'runner-stalled',
  latencyMs: number,
): Outcome => ({
  ...slot,
  counts: why === 'app-hangs' ? 'bad' : 'lost',
  kind: 'late',
  reason:
    why === 'app-hangs'
      ? 'late: too many earlier probes were still without an answer'
      : 'late: the runner stalled and could not start the probe',
  isProven: false,
  latencyMs,
});
