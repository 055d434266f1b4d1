/** Reading lists of runs. Times are milliseconds since 1970. */
import type { Trigger } from '@release-train/workflows';
import { GlobSyntaxError, matchesPatterns } from '@release-train/workflows';
import type { LiveRun } from './live.ts';

export const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const DAY = 24 * 3_600_000;

/** `#12 on 2026-10-02 (skipped) https://…` */
export const runText = ({ number, createdAt, conclusion, status, url }: LiveRun): string =>
  `#${number} on ${day(createdAt)} (${conclusion ?? status}) ${url}`;

/** Held for approval, so not over; or of a file GitHub could not read, and under its path as name. */
const SILENT = new Set(['action_required', 'startup_failure']);

/** Runs that a `workflow_run` trigger for `completed` should have answered. */
export const completionsFor = (
  { filters }: Trigger,
  runs: readonly LiveRun[],
): readonly LiveRun[] =>
  runs.filter(
    ({ status, conclusion, headBranch = '' }) =>
      status === 'completed' && !SILENT.has(conclusion ?? '') && takesBranch(filters, headBranch),
  );

/** Whether the branch filters of a trigger let a branch through; not where one is no glob. */
export const takesBranch = (filters: Trigger['filters'], branch: string): boolean =>
  passes(filters.branches?.patterns, branch, true) &&
  !passes(filters['branches-ignore']?.patterns, branch, false);

function passes(
  patterns: readonly string[] | undefined,
  branch: string,
  otherwise: boolean,
): boolean {
  if (patterns === undefined) return otherwise;
  try {
    return matchesPatterns(patterns, branch);
  } catch (error) {
    if (error instanceof GlobSyntaxError) return false;
    throw error;
  }
}
