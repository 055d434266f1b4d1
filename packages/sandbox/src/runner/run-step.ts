import { dirname, join } from 'node:path';
import {
  evaluateCondition,
  evaluateTemplate,
  evaluateText,
  type Scope,
  type Step,
} from '@release-train/workflows';
import { githubEnvironment } from './github-context.ts';
import { type JobRun, runnerArchitecture, statusOf, stepScope } from './job-run.ts';
import { environmentOf } from './prepare-job.ts';
import type { LiveStep } from './records.ts';
import type { JobResult } from './runner-api.ts';
import { createStepFiles, type StepFiles } from './step-files.ts';
import { startStepLimits } from './step-limits.ts';
import { createStepLog, type StepLog } from './step-log.ts';
import { performStep } from './steps/perform-step.ts';

/** One step: condition, environment, work, files it left, and what it does to the job's status. */
export async function runStep(job: JobRun, step: Step): Promise<void> {
  const record = openRecord(job, step);
  const log = createStepLog(job, record);
  const status = statusOf(job);
  try {
    const own = environmentOf(step.env, stepScope(job, job.env, status));
    const scope = stepScope(job, { ...job.env, ...own }, status);
    if (!evaluateCondition(step.if, scope)) {
      close(job, { step, record, outcome: 'skipped', scope });
      return;
    }
    job.run.options.onProgress({ kind: 'step-started', ...progress(job, record) });
    const outcome = await workOn(job, step, { record, log, scope, own });
    close(job, { step, record, outcome, scope });
  } catch (error) {
    log.annotate('error', error instanceof Error ? error.message : String(error));
    close(job, { step, record, outcome: 'failure', scope: stepScope(job, job.env, status) });
  }
}

interface OpenStep {
  readonly record: LiveStep;
  readonly log: StepLog;
  readonly scope: Scope;
  /** The step's own `env:`. */
  readonly own: Readonly<Record<string, string>>;
}

async function workOn(job: JobRun, step: Step, open: OpenStep): Promise<JobResult> {
  const { record, log, scope, own } = open;
  record.name = nameOf(step, scope);
  const limits = startStepLimits(job, {
    minutes: Number(evaluateText(step.timeoutMinutes ?? 0, scope)),
    startedCancelled: scope.status?.cancelled ?? false,
  });
  try {
    const place = join(job.folders.temp, `_files-${job.record.steps.length}`);
    const files = await createStepFiles(place);
    const env = processEnvironment(job, own, files);
    const work = { job, scope, env, log, signal: limits.signal, outputs: record.outputs };
    const failure = await performStep(step, work);
    await takeFiles(job, files, open);
    if (limits.timedOut()) {
      log.annotate(
        'error',
        `The action '${record.name}' has timed out after ${limits.minutes} minutes.`,
      );
      return 'failure';
    }
    if (limits.signal.aborted) {
      log.annotate('error', 'The operation was canceled.');
      return 'cancelled';
    }
    if (failure !== null) log.annotate('error', failure);
    return failure !== null || log.refused.length > 0 ? 'failure' : 'success';
  } finally {
    limits.stop();
  }
}

function processEnvironment(
  job: JobRun,
  own: Readonly<Record<string, string>>,
  files: StepFiles,
): Readonly<Record<string, string>> {
  const { folders, run } = job;
  return {
    PATH: [...job.path, dirname(process.execPath), process.env['PATH'] ?? '/usr/bin:/bin'].join(
      ':',
    ),
    HOME: folders.home,
    LANG: 'C.UTF-8',
    ...job.env,
    ...own,
    ...githubEnvironment(job.github),
    RUNNER_NAME: 'sandbox',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: runnerArchitecture(),
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: dirname(folders.workspace),
    ...files.environment,
    ...run.options.environment,
  };
}

async function takeFiles(job: JobRun, files: StepFiles, { record, log }: OpenStep): Promise<void> {
  const { outputs, env, paths, summary } = await files.read();
  Object.assign(record.outputs, Object.fromEntries(outputs));
  for (const [key, value] of env) {
    if (key.toUpperCase() === 'NODE_OPTIONS') {
      log.annotate('error', `Can't store ${key} output parameter using '$GITHUB_ENV' command.`);
    } else job.env[key] = value;
  }
  job.path.unshift(...[...paths].reverse());
  record.summary = job.masks.apply(summary);
}

interface ClosingStep {
  readonly step: Step;
  readonly record: LiveStep;
  readonly outcome: JobResult;
  readonly scope: Scope;
}

function close(job: JobRun, { step, record, outcome, scope }: ClosingStep): void {
  const conclusion = outcome === 'failure' && toleratesFailure(step, scope) ? 'success' : outcome;
  record.outcome = outcome;
  record.conclusion = conclusion;
  record.completedAtMs = Date.now();
  if (step.id) job.steps[step.id] = { outputs: record.outputs, outcome, conclusion };
  if (conclusion === 'failure' && job.status === 'success') job.status = 'failure';
  job.run.options.onProgress({ kind: 'step-finished', ...progress(job, record) });
}

const toleratesFailure = (step: Step, scope: Scope): boolean =>
  evaluateTemplate(step.continueOnError ?? false, scope) === true;

const progress = (job: JobRun, step: LiveStep) => ({ run: job.run.record, job: job.record, step });

function openRecord(job: JobRun, step: Step): LiveStep {
  const record: LiveStep = {
    name: typeof step.name === 'string' ? step.name : fallbackName(step),
    ...(step.id ? { id: step.id } : {}),
    outputs: {},
    summary: '',
    annotations: [],
    log: [],
    startedAtMs: Date.now(),
  };
  job.record.steps.push(record);
  return record;
}

const nameOf = (step: Step, scope: Scope): string =>
  (step.name === undefined ? '' : evaluateText(step.name, scope)) || fallbackName(step);

function fallbackName(step: Step): string {
  if (step.kind === 'uses') return `Run ${step.uses}`;
  const [first = ''] = typeof step.run === 'string' ? step.run.trim().split('\n') : ['a script'];
  return `Run ${first}`;
}
