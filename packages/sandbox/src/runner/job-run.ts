import type { DataMap, Grants, Job, MatrixRow, Scope, Status } from '@release-train/workflows';
import type { ConcurrencyGroups } from './concurrency-groups.ts';
import type { Masks } from './masks.ts';
import type { LiveJob, LiveRun } from './records.ts';
import type { RunPlan } from './run-plan.ts';
import type { JobResult, RunnerOptions } from './runner-api.ts';

/** What every part of one run shares. */
export interface RunContext {
  readonly options: RunnerOptions;
  readonly groups: ConcurrencyGroups;
  readonly plan: RunPlan;
  readonly record: LiveRun;
  /** The `github` context outside of jobs: no token, no workspace. */
  readonly github: DataMap;
  /** Cancels the whole run; jobs that ask to run even then still do. */
  readonly cancellation: AbortController;
  /** Ends every job, whatever it asks. */
  readonly closing: AbortSignal;
  /** The `secrets` context but for the token: the repository's, or what a caller handed over. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Absent outside of a called workflow. */
  readonly call?: Call;
}

/** How a reusable workflow came to run. */
export interface Call {
  /** Name of the calling job, and of its callers: `train / release`. */
  readonly name: string;
  /** What the calling job may do: the most its callee's jobs may. */
  readonly grants: Grants;
  /** The workflow file is one of ours, from the checkout. */
  readonly isOwn: boolean;
}

/** One job of a run; a matrix gives several. */
export interface JobInstance {
  readonly job: Job;
  readonly name: string;
  readonly matrix: MatrixRow | null;
  readonly strategy: DataMap;
  readonly needs: DataMap;
}

export interface JobFolders {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  readonly toolCache: string;
}

/** A job that has its token, its folders and its masks, and runs its steps. */
export interface JobRun {
  readonly run: RunContext;
  readonly instance: JobInstance;
  readonly record: LiveJob;
  readonly token: string;
  readonly folders: JobFolders;
  readonly masks: Masks;
  readonly github: DataMap;
  /** Workflow and job `env:`, and what steps wrote to GITHUB_ENV. */
  readonly env: Record<string, string>;
  /** What steps wrote to GITHUB_PATH, latest first. */
  readonly path: string[];
  /** The `steps` context. */
  readonly steps: Record<string, DataMap>;
  readonly processGroups: Set<number>;
  /** Tokens issued to steps, revoked with the job. */
  readonly issuedTokens: string[];
  /** The job was cancelled, by its run, its timeout or its matrix. */
  readonly cancelled: AbortSignal;
  status: Exclude<JobResult, 'skipped'>;
}

/** All contexts a step of the job may use. Which may stand where, the parser has checked. */
export function stepScope(job: JobRun, env: DataMap, status: Status): Scope {
  return { contexts: { ...jobContexts(job), env, steps: job.steps }, status };
}

export function jobContexts(job: JobRun): DataMap {
  const { run, instance, folders } = job;
  return {
    ...runContexts(run, job.github),
    secrets: { ...run.secrets, GITHUB_TOKEN: job.token },
    env: job.env,
    needs: instance.needs,
    matrix: instance.matrix,
    strategy: instance.strategy,
    job: { status: job.status },
    runner: {
      name: 'sandbox',
      os: 'Linux',
      arch: runnerArchitecture(),
      environment: 'self-hosted',
      temp: folders.temp,
      tool_cache: folders.toolCache,
    },
  };
}

/** What is known before any job: enough for `run-name`, `concurrency`, a job's `if`. */
export const runContexts = (
  { plan, options }: Pick<RunContext, 'plan' | 'options'>,
  github: DataMap,
): DataMap => ({
  github,
  vars: options.vars[plan.event.repository] ?? {},
  inputs: plan.inputs,
});

/** RUNNER_ARCH's spelling of Node's. */
export const runnerArchitecture = (): string => process.arch.toUpperCase();

export const statusOf = (job: JobRun): Status => ({
  success: job.status === 'success',
  failure: job.status === 'failure',
  cancelled: job.status === 'cancelled',
});
