import {
  type DataMap,
  evaluateCondition,
  evaluateTemplate,
  evaluateText,
  expandMatrix,
  isExpression,
  type Job,
  type MatrixRow,
  matrixSuffix,
  type Scope,
} from '@release-train/workflows';
import {
  ancestorsOf,
  type FinishedJob,
  jobStatus,
  needsContext,
  overallResult,
} from './job-graph.ts';
import { recordUnstarted } from './job-record.ts';
import { type JobInstance, type RunContext, runContexts } from './job-run.ts';

/** Carries one planned job out; aborted when another of its matrix failed. */
export type Perform = (
  run: RunContext,
  instance: JobInstance,
  siblingFailed: AbortSignal,
) => Promise<FinishedJob>;

interface Surroundings {
  readonly finished: ReadonlyMap<string, FinishedJob>;
  readonly perform: Perform;
}

/** One entry of `jobs:`: its condition, then every job of its matrix. */
export async function runJob(
  run: RunContext,
  job: Job,
  { finished, perform }: Surroundings,
): Promise<FinishedJob> {
  const needs = needsContext(job, finished);
  const cancelled = run.cancellation.signal.aborted;
  const status = jobStatus(ancestorsOf(job, run.plan.workflow.jobs), finished, cancelled);
  const scope: Scope = { contexts: { ...runContexts(run, run.github), needs }, status };
  const planned = planInstances(job, needs, scope);
  if (planned.kind !== 'instances') return recordUnstarted(run, job, planned);
  return runInstances(run, planned.instances, perform);
}

type Planned =
  | { readonly kind: 'instances'; readonly instances: readonly JobInstance[] }
  | { readonly kind: 'skipped' | 'failure'; readonly reason: string };

function planInstances(job: Job, needs: DataMap, scope: Scope): Planned {
  try {
    if (!evaluateCondition(job.if, scope)) {
      return { kind: 'skipped', reason: `its condition is false: ${job.if}` };
    }
    const instances = instancesOf(job, needs, scope);
    return { kind: 'instances', instances };
  } catch (error) {
    return { kind: 'failure', reason: error instanceof Error ? error.message : String(error) };
  }
}

function instancesOf(job: Job, needs: DataMap, scope: Scope): readonly JobInstance[] {
  const matrix = job.strategy?.matrix;
  const rows = matrix === undefined ? [null] : expandMatrix(evaluateTemplate(matrix, scope));
  const failFast = evaluateTemplate(job.strategy?.failFast ?? true, scope) !== false;
  return rows.map((row, index) => {
    const strategy = {
      'fail-fast': failFast,
      'job-index': index,
      'job-total': rows.length,
      'max-parallel': rows.length,
    };
    const name = nameOf(job, row, { contexts: { ...scope.contexts, matrix: row, strategy } });
    return { job, name, matrix: row, strategy, needs };
  });
}

function nameOf(job: Job, row: MatrixRow | null, scope: Scope): string {
  const stated = job.name === undefined ? '' : evaluateText(job.name, scope);
  return `${stated || job.id}${row && !isExpression(job.name) ? matrixSuffix(row) : ''}`;
}

async function runInstances(
  run: RunContext,
  instances: readonly JobInstance[],
  perform: Perform,
): Promise<FinishedJob> {
  const siblings = new AbortController();
  const finished = await Promise.all(
    instances.map(async (instance) => {
      const end = await perform(run, instance, siblings.signal);
      if (end.result === 'failure' && instance.strategy['fail-fast'] === true) siblings.abort();
      return end;
    }),
  );
  return {
    result: overallResult(finished.map(({ result }) => result)),
    // Of a matrix, the job that ends last wins; the order of the rows stands in for it.
    outputs: Object.assign({}, ...finished.map(({ outputs }) => outputs)),
  };
}
