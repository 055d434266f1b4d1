import { ExpressionFailure } from '@release-train/workflows';
import type { Conclusion } from '../ports.ts';
import { checkCalls } from './check-calls.ts';
import { enterConcurrency } from './enter-concurrency.ts';
import { overallResult } from './job-graph.ts';
import { type RunContext, runContexts } from './job-run.ts';
import { runJobs } from './run-jobs.ts';
import type { JobResult } from './runner-api.ts';

/**
 * Carries one run from its concurrency group through all its jobs to its conclusion. Never rejects:
 * whatever goes wrong is the run's conclusion and reason.
 */
export async function runWorkflow(run: RunContext): Promise<void> {
  try {
    const scope = { contexts: runContexts(run, run.github) };
    const { concurrency } = run.plan.workflow;
    const entry = await enterConcurrency(run, {
      concurrency,
      scope,
      cancellation: run.cancellation,
    });
    if (entry.kind === 'cancelled') {
      finish(run, 'cancelled', entry.reason);
      return;
    }
    try {
      const wrong = await checkCalls(run);
      if (wrong.length > 0) {
        finish(run, 'startup_failure', wrong.join('; '));
        return;
      }
      start(run);
      const finished = await runJobs(run);
      finish(
        run,
        conclusionOf(
          run,
          [...finished.values()].map(({ result }) => result),
        ),
      );
    } finally {
      entry.leave();
    }
  } catch (error) {
    finish(run, 'startup_failure', error instanceof Error ? error.message : String(error));
    if (!(error instanceof ExpressionFailure)) throw error;
  }
}

/** A cancelled run that left jobs out is cancelled, not skipped or successful. */
function conclusionOf(run: RunContext, results: readonly JobResult[]): JobResult {
  const leftOut = run.cancellation.signal.aborted && results.includes('skipped');
  return overallResult(leftOut ? [...results, 'cancelled'] : results);
}

function start(run: RunContext): void {
  const { options, record } = run;
  record.status = 'in_progress';
  record.startedAtMs = Date.now();
  options.github.updateRun(record.id, { status: 'in_progress' });
  options.onProgress({ kind: 'run-started', run: record });
}

function finish(run: RunContext, conclusion: Conclusion, reason?: string): void {
  const { options, record } = run;
  record.status = 'completed';
  record.conclusion = conclusion;
  record.completedAtMs = Date.now();
  if (reason !== undefined) record.reason = reason;
  options.onProgress({ kind: 'run-finished', run: record });
  options.github.updateRun(record.id, { status: 'completed', conclusion });
}
