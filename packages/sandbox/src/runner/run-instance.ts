import { evaluateTemplate, evaluateText, type Scope, textOf } from '@release-train/workflows';
import { enterConcurrency } from './enter-concurrency.ts';
import { followSignal } from './follow-signal.ts';
import type { FinishedJob } from './job-graph.ts';
import { type RecordedJob, recordJob } from './job-record.ts';
import {
  type JobInstance,
  type JobRun,
  jobContexts,
  type RunContext,
  runContexts,
} from './job-run.ts';
import { prepareJob } from './prepare-job.ts';
import { unsupportedIn } from './refusals.ts';
import { runStep } from './run-step.ts';
import type { JobResult } from './runner-api.ts';

/** One job on one runner: check run, concurrency, token, steps, outputs. */
export async function runInstance(
  run: RunContext,
  instance: JobInstance,
  siblingFailed: AbortSignal,
): Promise<FinishedJob> {
  const recorded = recordJob(run, instance.job.id, instance.name);
  const { actionsRoot, steps } = run.options;
  // What is not executed needs no support.
  const refusals =
    steps === 'stub' ? [] : unsupportedIn(instance.job, run.plan.workflow, actionsRoot);
  if (refusals.length > 0) {
    recorded.start();
    return close(recorded, 'failure', `not supported by the sandbox: ${refusals.join('; ')}`);
  }
  const cancellation = new AbortController();
  // A job that was let start in a cancelled run, by `always()` say, is not cancelled with it.
  const cancellable = run.cancellation.signal.aborted ? [] : [run.cancellation.signal];
  for (const signal of [...cancellable, siblingFailed, run.closing]) {
    followSignal(signal, cancellation);
  }
  try {
    return await takeTurn(run, { instance, recorded, cancellation });
  } catch (error) {
    return close(recorded, 'failure', error instanceof Error ? error.message : String(error));
  }
}

interface Opened {
  readonly instance: JobInstance;
  readonly recorded: RecordedJob;
  readonly cancellation: AbortController;
}

async function takeTurn(run: RunContext, opened: Opened): Promise<FinishedJob> {
  const { instance, recorded, cancellation } = opened;
  const entry = await enterConcurrency(run, {
    concurrency: instance.job.concurrency,
    scope: instanceScope(run, instance),
    cancellation,
  });
  if (entry.kind === 'cancelled') return close(recorded, 'cancelled', entry.reason);
  try {
    if (cancellation.signal.aborted) return close(recorded, 'cancelled', 'it was cancelled');
    recorded.start();
    const parts = { instance, record: recorded.record, cancelled: cancellation.signal };
    await using prepared = await prepareJob(run, parts);
    return await runSteps(prepared.job, opened);
  } finally {
    entry.leave();
  }
}

async function runSteps(job: JobRun, { recorded, cancellation }: Opened): Promise<FinishedJob> {
  const minutes = timeoutMinutes(job);
  const timeout = setTimeout(() => {
    recorded.record.reason = `it ran longer than timeout-minutes: ${minutes}`;
    cancellation.abort();
  }, minutes * 60_000);
  try {
    for (const step of job.instance.job.steps) await runStep(job, step);
  } finally {
    clearTimeout(timeout);
  }
  Object.assign(recorded.record.outputs, outputsOf(job));
  const finished = close(recorded, job.status);
  return finished.result === 'failure' && toleratesFailure(job)
    ? { ...finished, result: 'success' }
    : finished;
}

const toleratesFailure = (job: JobRun): boolean =>
  evaluateTemplate(
    job.instance.job.continueOnError ?? false,
    instanceScope(job.run, job.instance),
  ) === true;

const instanceScope = (run: RunContext, { needs, matrix, strategy }: JobInstance): Scope => ({
  contexts: { ...runContexts(run, run.github), needs, matrix, strategy },
});

// GitHub's default: six hours.
function timeoutMinutes({ run, instance }: JobRun): number {
  const scope = instanceScope(run, instance);
  return Number(evaluateText(instance.job.timeoutMinutes ?? 360, scope)) || 360;
}

/** An output that holds a secret is withheld, as GitHub does it. */
function outputsOf(job: JobRun): Readonly<Record<string, string>> {
  const scope: Scope = { contexts: { ...jobContexts(job), steps: job.steps } };
  const evaluated = [...job.instance.job.outputs].map(
    ([key, template]) => [key, textOf(evaluateTemplate(template, scope))] as const,
  );
  return Object.fromEntries(evaluated.filter(([, value]) => !job.masks.reveals(value)));
}

function close({ record, finish }: RecordedJob, result: JobResult, reason?: string): FinishedJob {
  finish(result, reason ?? record.reason);
  return { result, outputs: record.outputs };
}
