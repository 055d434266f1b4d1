import { evaluateText, type Job, type Scope } from '@release-train/workflows';
import { type Callee, calleeOf, inputsFor, isForeign, secretsFor } from './called-workflow.ts';
import { enterConcurrency } from './enter-concurrency.ts';
import { followSignal } from './follow-signal.ts';
import { grantsOf } from './job-grants.ts';
import { type FinishedJob, overallResult } from './job-graph.ts';
import { recordUnstarted } from './job-record.ts';
import { type JobInstance, type RunContext, runContexts } from './job-run.ts';
import { runInstance } from './run-instance.ts';
import { type Perform, runJob } from './run-job.ts';

/** All jobs of a run or of a called workflow, each after its needs. */
export async function runJobs(run: RunContext): Promise<ReadonlyMap<string, FinishedJob>> {
  const { jobs } = run.plan.workflow;
  const finished = new Map<string, FinishedJob>();
  const started = new Map<string, Promise<void>>();
  const begin = (job: Job): Promise<void> => {
    const running = started.get(job.id) ?? afterNeeds(job);
    started.set(job.id, running);
    return running;
  };
  const afterNeeds = async (job: Job): Promise<void> => {
    await Promise.all(jobs.filter(({ id }) => job.needs.includes(id)).map(begin));
    const perform = job.uses === undefined ? runInstance : callWorkflow;
    finished.set(job.id, await runJob(run, job, { finished, perform }));
  };
  await Promise.all(jobs.map(begin));
  return finished;
}

/**
 * A job that calls a reusable workflow: its jobs run as part of the same run, named after the
 * caller, with what the caller hands over and nothing else.
 * https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
 */
const callWorkflow: Perform = async (run, instance, siblingFailed) => {
  const { job } = instance;
  const { uses = '' } = job;
  // Refused by name, or taken for a success where steps are.
  if (isForeign(uses)) return runInstance(run, instance, siblingFailed);
  const callee = await calleeOf(run, uses);
  if (callee.kind === 'wrong') {
    return recordUnstarted(run, job, { kind: 'failure', reason: callee.reason });
  }
  try {
    const called = contextOf(run, instance, callee);
    followSignal(siblingFailed, called.cancellation);
    return await takeTurns(run, instance, called);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return recordUnstarted(run, job, { kind: 'failure', reason });
  }
};

function contextOf(
  run: RunContext,
  instance: JobInstance,
  { workflow, isOwn }: Callee & { readonly kind: 'found' },
): RunContext {
  const scope = { contexts: { ...scopeOf(run, instance).contexts, secrets: run.secrets } };
  const cancellation = new AbortController();
  followSignal(run.cancellation.signal, cancellation);
  const name = run.call ? `${run.call.name} / ${instance.name}` : instance.name;
  return {
    ...run,
    cancellation,
    plan: { ...run.plan, workflow, inputs: inputsFor(workflow, instance.job, scope) },
    secrets: secretsFor(run, instance.job, scope),
    call: { name, grants: grantsOf(run, instance.job), isOwn },
  };
}

/** Places in the concurrency groups of the calling job and of the called workflow. */
async function takeTurns(
  run: RunContext,
  instance: JobInstance,
  called: RunContext,
): Promise<FinishedJob> {
  const { cancellation, plan } = called;
  const places = [
    { concurrency: instance.job.concurrency, scope: scopeOf(run, instance), cancellation },
    {
      concurrency: plan.workflow.concurrency,
      scope: { contexts: runContexts(called, called.github) },
      cancellation,
    },
  ];
  const leaves: (() => void)[] = [];
  try {
    for (const place of places) {
      const entry = await enterConcurrency(run, place);
      if (entry.kind === 'cancelled') return { result: 'cancelled', outputs: {} };
      leaves.push(entry.leave);
    }
    return finishedOf(called, await runJobs(called));
  } finally {
    for (const leave of leaves.toReversed()) leave();
  }
}

function finishedOf(called: RunContext, finished: ReadonlyMap<string, FinishedJob>): FinishedJob {
  const jobs = Object.fromEntries(
    [...finished].map(([id, { result, outputs }]) => [id, { result, outputs }]),
  );
  const contexts = { ...runContexts(called, called.github), jobs };
  const outputs = [...(called.plan.workflow.call?.outputs ?? [])].map(
    ([name, value]) => [name, evaluateText(value, { contexts })] as const,
  );
  return {
    result: overallResult([...finished.values()].map(({ result }) => result)),
    outputs: Object.fromEntries(outputs),
  };
}

const scopeOf = (run: RunContext, { needs, matrix, strategy }: JobInstance): Scope => ({
  contexts: { ...runContexts(run, run.github), needs, matrix, strategy },
});
