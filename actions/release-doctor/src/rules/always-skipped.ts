/** RD205: runs that start and skip everything, although their conditions could have been true. */
import { type Known, satisfiability } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import type { LiveRun } from '../live/live.ts';
import { completionsFor, runText } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const alwaysSkipped: Rule = {
  id: 'RD205',
  name: 'always-skipped',
  stage: 'D',
  title: 'A workflow starts and skips every job, run after run.',
  check: (repository) => repository.files.flatMap((file) => skipped(file, repository)),
};

/** So many in a row are no accident. */
const ENOUGH = 5;

function skipped(file: WorkflowFile, repository: Repository): readonly Draft[] {
  const trigger = file.workflow.triggers.find(({ event }) => event === 'workflow_run');
  const runs = toldValue(repository.live?.runs.get(file.path)) ?? [];
  const changed = repository.git.changedAt.get(file.path) ?? 0;
  const own = runs.filter(
    ({ event, status, createdAt }) =>
      event === 'workflow_run' && status === 'completed' && createdAt >= changed,
  );
  if (!trigger || own.length < ENOUGH || own.some(({ conclusion }) => conclusion !== 'skipped')) {
    return [];
  }
  const upstream = completionsFor(trigger, upstreamRuns(file, repository)).filter(
    ({ createdAt }) => createdAt >= changed,
  );
  const due = upstream.filter((run) => couldAct(file, run));
  const [newest] = due;
  if (due.length < ENOUGH || !newest) return [];
  const [job] = file.workflow.jobs.filter(({ ifLine }) => ifLine !== undefined);
  const line = job?.ifLine ?? trigger.line;
  return [
    {
      severity: 'error',
      file: file.path,
      line,
      blocks: 'nothing',
      message: `all ${own.length} runs since its last change skipped every job, ${due.length} of them after a run that its conditions let through`,
      evidence: [
        quoteLine(file, line),
        `such a run: ${runText(newest)}, event "${newest.event}", branch "${newest.headBranch ?? ''}"`,
      ],
      fix: 'What is left of the condition is false every time: look at its variables. The log of a skipped job says "Expanded:" with the values it had.',
    },
  ];
}

const upstreamRuns = (file: WorkflowFile, { graph, live }: Repository): readonly LiveRun[] =>
  graph.edges
    .filter(({ kind, listener }) => kind === 'workflow_run' && listener === file.path)
    .flatMap(({ upstream }) => toldValue(live?.runs.get(upstream)) ?? []);

/** Some job that needs no other could run after this run, as far as what is known of it goes. */
function couldAct({ workflow }: WorkflowFile, run: LiveRun): boolean {
  const root = 'github.event.workflow_run';
  const because = 'the run says so';
  const known: readonly Known[] = [
    { path: 'github.event_name', values: ['workflow_run'], because },
    { path: `${root}.conclusion`, values: [run.conclusion ?? null], because },
    { path: `${root}.event`, values: [run.event], because },
    { path: `${root}.head_branch`, values: [run.headBranch ?? null], because },
  ];
  return workflow.jobs
    .filter(({ needs }) => needs.length === 0)
    .some((job) => {
      const answer = satisfiability(job.if, {
        known,
        status: { kind: 'job', needs: [], hasAncestors: false },
      });
      return answer.kind === 'sometimes';
    });
}
