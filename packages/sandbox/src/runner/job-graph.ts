import type { DataMap, Job, Status } from '@release-train/workflows';
import type { JobResult } from './runner-api.ts';

export interface FinishedJob {
  /** As `needs` sees it: a failure under `continue-on-error` counts as success. */
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A job's needs, theirs, and so on. */
export function ancestorsOf(job: Job, jobs: readonly Job[]): readonly string[] {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    jobs.find((candidate) => candidate.id === id)?.needs.forEach(visit);
  };
  job.needs.forEach(visit);
  return [...found];
}

/** `success()` and `failure()` of a job's `if` look at every ancestor, not only at its `needs`. */
export function jobStatus(
  ancestors: readonly string[],
  finished: ReadonlyMap<string, FinishedJob>,
  cancelled: boolean,
): Status {
  const results = ancestors.map((id) => finished.get(id)?.result);
  return {
    success: !cancelled && results.every((result) => result === 'success'),
    failure: results.includes('failure'),
    cancelled,
  };
}

/** The `needs` context. */
export const needsContext = (job: Job, finished: ReadonlyMap<string, FinishedJob>): DataMap =>
  Object.fromEntries(
    job.needs.map((id) => {
      const need = finished.get(id);
      return [id, { result: need?.result ?? 'skipped', outputs: need?.outputs ?? {} }];
    }),
  );

/** What several results come to: for the jobs of a matrix, and for a run. */
export function overallResult(results: readonly JobResult[]): JobResult {
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.includes('success') ? 'success' : 'skipped';
}
