import { grantsBeyond, type Job } from '@release-train/workflows';
import { calleeOf, isForeign, problemsOfCall } from './called-workflow.ts';
import { grantsOf } from './job-grants.ts';
import type { RunContext } from './job-run.ts';

type Caller = Pick<RunContext, 'options' | 'plan' | 'call'>;

/** GitHub's limit: the top-level caller and nine levels of called workflows. */
const MAX_LEVELS = 10;

/**
 * What is wrong with the reusable workflows that a run calls, at any depth. GitHub starts no job of
 * a run where anything is.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/reusable-workflows#limitations
 */
export async function checkCalls(
  caller: Caller,
  chain: readonly string[] = [],
): Promise<readonly string[]> {
  const { jobs } = caller.plan.workflow;
  const problems = await Promise.all(
    jobs
      .filter(({ uses }) => uses !== undefined && !isForeign(uses))
      .map((job) => checkCall(caller, job, chain)),
  );
  return problems.flat();
}

async function checkCall(
  caller: Caller,
  job: Job,
  chain: readonly string[],
): Promise<readonly string[]> {
  const uses = job.uses ?? '';
  if (chain.includes(uses)) return [`a loop of calls: ${[...chain, uses].join(' → ')}`];
  if (chain.length + 1 >= MAX_LEVELS) return [`more than ${MAX_LEVELS} levels of calls`];
  const callee = await calleeOf(caller, uses);
  if (callee.kind === 'wrong') return [callee.reason];
  const { workflow, isOwn } = callee;
  const grants = grantsOf(caller, job);
  const inside = {
    ...caller,
    plan: { ...caller.plan, workflow },
    call: { name: job.id, grants, isOwn },
  };
  const greedy = workflow.jobs.flatMap((nested) =>
    grantsBeyond(grantsOf(inside, nested), grants).map(
      (asked) =>
        `error calling workflow "${uses}": the nested job "${nested.id}" is requesting "${asked}", but is not allowed it`,
    ),
  );
  const problems = problemsOfCall(workflow, job).map(
    (problem) => `error calling workflow "${uses}" in job "${job.id}": ${problem}`,
  );
  return [...problems, ...greedy, ...(await checkCalls(inside, [...chain, uses]))];
}
