import type { Log } from '@release-train/action-kit';
import type { Decision } from './decide.ts';
import type { Limits } from './measure.ts';
import { renderProgress } from './render.ts';

const everyMs = 30_000;

/** Tells the log when the verdict changes, and about every 30 s of the window. */
export function reportProgress(log: Log, limits: Limits): (decision: Decision) => void {
  const told = { verdict: 'watching', atMs: 0 };
  return (decision) => {
    const seenMs = (decision.findings[0]?.measures.failed.path.length ?? 0) * limits.blockMs;
    if (decision.verdict === told.verdict && seenMs - told.atMs < everyMs) return;
    Object.assign(told, { verdict: decision.verdict, atMs: seenMs });
    log.info(renderProgress(decision, limits));
  };
}
