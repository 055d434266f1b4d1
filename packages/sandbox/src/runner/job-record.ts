import type { Job } from '@release-train/workflows';
import type { FinishedJob } from './job-graph.ts';
import type { RunContext } from './job-run.ts';
import type { LiveJob } from './records.ts';
import type { JobResult } from './runner-api.ts';

/** A job in the run's record together with its check run. */
export interface RecordedJob {
  readonly record: LiveJob;
  start(): void;
  finish(result: JobResult, reason?: string): void;
}

export function recordJob(run: RunContext, id: string, ownName: string): RecordedJob {
  const { github, onProgress } = run.options;
  const name = run.call ? `${run.call.name} / ${ownName}` : ownName;
  const record: LiveJob = { id, name, outputs: {}, steps: [] };
  run.record.jobs.push(record);
  const checkRun = github.createCheckRun({ runId: run.record.id, name });
  return {
    record,
    start: () => {
      record.startedAtMs = Date.now();
      github.updateCheckRun(checkRun, { status: 'in_progress' });
      onProgress({ kind: 'job-started', run: run.record, job: record });
    },
    finish: (result, reason) => {
      record.result = result;
      record.completedAtMs = Date.now();
      if (reason !== undefined) record.reason = reason;
      github.updateCheckRun(checkRun, { status: 'completed', conclusion: result });
      onProgress({ kind: 'job-finished', run: run.record, job: record });
    },
  };
}

/** A job that never starts: its condition is false or cannot be evaluated. */
export function recordUnstarted(
  run: RunContext,
  job: Job,
  end: { readonly kind: 'skipped' | 'failure'; readonly reason: string },
): FinishedJob {
  const name = typeof job.name === 'string' && job.name !== '' ? job.name : job.id;
  recordJob(run, job.id, name).finish(end.kind, end.reason);
  return { result: end.kind, outputs: {} };
}
