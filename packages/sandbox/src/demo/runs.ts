/** Waiting for workflow runs and their steps. */
import type { RunRecord, StepRecord } from '../runner/index.ts';
import type { World } from '../world.ts';
import type { Ran } from './board.ts';
import { until } from './until.ts';

export type Which = (run: RunRecord) => boolean;

/** Runs of the workflow in this file, for a commit they are listed under. */
export const runOf =
  (file: string, more: Partial<Pick<RunRecord, 'headSha' | 'event'>>): Which =>
  (run) =>
    run.path.endsWith(`/${file}`) &&
    (more.headSha === undefined || run.headSha === more.headSha) &&
    (more.event === undefined || run.event === more.event);

export const completedRun = ({ runner }: World, which: Which): Promise<RunRecord> =>
  until(
    () => runner.runs().findLast((run) => which(run) && run.status === 'completed'),
    () => `no such run completed; there are: ${describe(runner.runs())}`,
  );

/** The step of a run when it has ended, or when its run has ended without it. */
export async function completedStep(
  { runner }: World,
  which: Which,
  name: string,
): Promise<StepRecord> {
  const look = (): StepRecord | 'never' | undefined => {
    const run = runner.runs().findLast(which);
    const step = run?.jobs.flatMap(({ steps }) => steps).find((one) => one.name === name);
    if (step?.completedAtMs !== undefined) return step;
    return run?.status === 'completed' ? 'never' : undefined;
  };
  const step = await until(look, () => `step "${name}" never ended: ${describe(runner.runs())}`);
  if (step !== 'never') return step;
  throw new Error(`step "${name}" did not run: ${describe(runner.runs().filter(which))}`);
}

/** The times of something that ran, for a stage that looks at it. */
export const timesOf = (ran: {
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
}): Ran => {
  const endedMs = ran.completedAtMs ?? Date.now();
  return { startedMs: ran.startedAtMs ?? endedMs, endedMs };
};

const describe = (runs: readonly RunRecord[]): string =>
  runs
    .map(({ workflowName, event, headSha, status, conclusion }) =>
      [workflowName, event, headSha.slice(0, 7), conclusion ?? status].join(' '),
    )
    .join(', ');

/** What our action put out in this run: the first step with a verdict. */
export const verdictStep = (run: RunRecord): StepRecord | undefined =>
  run.jobs.flatMap(({ steps }) => steps).find(({ outputs }) => outputs['verdict'] !== undefined);
