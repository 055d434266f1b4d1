/** RD000: the umbrella. What a workflow waits for happened, and it did not run. */
import { type Trigger, workflowRunOf } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import type { LiveRun, LiveWorkflow } from '../live/live.ts';
import type { LiveFacts } from '../live/live-facts.ts';
import { completionsFor, DAY, day, runText } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { type Case, isScheduled, missedSchedules, times } from './missed-schedules.ts';

export const neverFired: Rule = {
  id: 'RD000',
  name: 'never-fired',
  stage: 'A',
  title: 'What a workflow waits for has happened at GitHub, and it has not run.',
  check: (repository) => {
    const { live, files } = repository;
    if (!live) return [];
    const waiting = files.filter(({ workflow }) => waitsOf(workflow.triggers).length > 0);
    const [first] = waiting;
    if (!first) return [];
    if (live.workflows.kind === 'untold') {
      const place = { file: first.path, line: 1, evidence: waiting.map(({ path }) => path) };
      return [untoldDraft({ ...place, what: 'whether these have ever run' }, live.workflows)];
    }
    return waiting.flatMap((file) => judge(file, live, repository));
  },
};

const waitsOf = (triggers: readonly Trigger[]): readonly Trigger[] =>
  triggers.filter(({ event }) => event === 'workflow_run' || event === 'schedule');

/** A file that GitHub does not list is not on the default branch, which another rule says. */
function judge(file: WorkflowFile, live: LiveFacts, repository: Repository): readonly Draft[] {
  const runs = live.runs.get(file.path);
  const workflow = toldValue(live.workflows)?.find(({ path }) => path === file.path);
  if (!runs || !workflow) return [];
  if (runs.kind === 'untold') {
    const what = `whether "${file.path}" has run`;
    return [untoldDraft({ file: file.path, line: 1, what }, runs)];
  }
  const since = sinceWhen(workflow, runs.value, repository);
  const own = runs.value.filter(({ createdAt }) => createdAt >= since);
  const given = { file, own, since, live };
  const listener = workflowRunOf(file.workflow);
  return [
    ...(listener ? unanswered(given, listener, { repository, all: runs.value }) : []),
    ...(isScheduled(workflow, live) ? missedSchedules(given) : []),
  ];
}

/** Since its last change, or as far back as the list of runs goes where that is full. */
function sinceWhen(
  { path, createdAt }: LiveWorkflow,
  runs: readonly LiveRun[],
  { git }: Repository,
): number {
  const changed = git.changedAt.get(path) ?? createdAt;
  const oldest = runs.length < 100 ? undefined : runs.at(-1)?.createdAt;
  return Math.max(changed, oldest ?? 0);
}

interface Around {
  readonly repository: Repository;
  /** Every run of the listener, those before its last change, too. */
  readonly all: readonly LiveRun[];
}

/** GitHub starts a listener within seconds; a quarter of an hour is generous. */
const LATE = 15 * 60_000;

function unanswered(given: Case, trigger: Trigger, around: Around): readonly Draft[] {
  const { file, own, since, live } = given;
  if (own.some(({ event }) => event === 'workflow_run')) return [];
  const upstream = upstreamOf(file, around.repository);
  const told = upstream.map(({ path }) => toldValue(live.runs.get(path)));
  if (told.includes(undefined)) return [];
  const runs = told.flatMap((list) => list ?? []).filter(({ createdAt }) => createdAt > since);
  const late = runs.filter(({ createdAt }) => createdAt < live.now - LATE);
  const missed = completionsFor(trigger, late);
  if (missed.length > 0) return [neverDraft(given, trigger, { ...around, missed, upstream })];
  const isOld = since < live.now - 2 * DAY;
  return upstream.length > 0 && isOld ? [neverCompleted(given, trigger, { upstream, runs })] : [];
}

/** What it waits for, and what its dead names became. */
function upstreamOf(file: WorkflowFile, { graph, files, git }: Repository) {
  const live = graph.edges
    .filter(({ kind, listener }) => kind === 'workflow_run' && listener === file.path)
    .map(({ upstream }) => upstream);
  const renamed = graph.dead
    .filter(({ listener }) => listener === file.path)
    .map(({ pattern }) => git.renames.get(pattern)?.to);
  return files.filter(
    ({ path, declaredName }) => live.includes(path) || renamed.includes(declaredName),
  );
}

interface Missed extends Around {
  readonly missed: readonly LiveRun[];
  readonly upstream: readonly WorkflowFile[];
}

function neverDraft(
  { file, since, live }: Case,
  trigger: Trigger,
  { missed, upstream, all, repository }: Missed,
): Draft {
  const names = upstream.map(({ declaredName }) => `"${declaredName}"`).join(', ');
  const last = all.find(({ event }) => event === 'workflow_run');
  const [newest] = missed;
  return {
    severity: 'error',
    file: file.path,
    line: trigger.line,
    blocks: 'nothing',
    message: `${names} completed ${times(missed.length)} since ${day(since)}, and "${file.declaredName}" did not run once`,
    evidence: [
      quoteLine(file, trigger.line),
      ...(newest ? [`newest run that should have started it: ${runText(newest)}`] : []),
      last
        ? `it last ran this way: ${runText(last)}`
        : 'no run of it is listed that started this way',
      ...formerNames(file, repository, live),
    ],
    fix: 'The findings named here say why; where there is none, look whether the runs above are of another branch or event. Put `${{ github.event.workflow_run.id }}` in its `run-name`, so that the next look is exact.',
  };
}

/** Runs that still carried a name nobody has any more. */
const formerNames = (
  file: WorkflowFile,
  { graph }: Repository,
  { recent, runs }: LiveFacts,
): readonly string[] => {
  const lists = [
    toldValue(recent) ?? [],
    ...[...runs.values()].map((list) => toldValue(list) ?? []),
  ];
  return graph.dead
    .filter(({ listener }) => listener === file.path)
    .flatMap(({ pattern }) => {
      const [last] = lists
        .flat()
        .filter(({ name }) => name === pattern)
        .toSorted((one, other) => other.createdAt - one.createdAt);
      return last ? [`last run under the name "${pattern}": ${runText(last)}`] : [];
    });
};

function neverCompleted(
  { file, since }: Case,
  trigger: Trigger,
  { upstream, runs }: { upstream: readonly WorkflowFile[]; runs: readonly LiveRun[] },
): Draft {
  const names = upstream.map(({ declaredName }) => `"${declaredName}"`).join(', ');
  const branches = [...new Set(runs.map(({ headBranch }) => `"${headBranch ?? ''}"`))];
  return {
    severity: 'warning',
    file: file.path,
    line: trigger.line,
    blocks: 'nothing',
    message: `${names} has not completed since ${day(since)} in a way that starts "${file.declaredName}"`,
    evidence: [
      quoteLine(file, trigger.line),
      runs.length === 0
        ? 'no run of it is listed since then'
        : `${times(runs.length)} it ran on ${branches.slice(0, 5).join(', ')}`,
    ],
    fix: `See that ${names} runs, and on a branch the trigger lets through.`,
  };
}
