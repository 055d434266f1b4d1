/** RD306: required checks that no job reports, where a file of the repository requires them. */
import { isExpression, type Job, type Template } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { mergeQueues, type RequiredCheck, requiredChecks } from '../protection.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const checkOrphan: Rule = {
  id: 'RD306',
  name: 'check-orphan',
  stage: 'C',
  title:
    'A required check has no job of that name, or its workflow does not run in the merge queue.',
  check: (repository) => {
    const required = requiredChecks(repository).filter(({ isActions }) => isActions !== 'no');
    return [
      ...orphans(required, repository),
      ...withoutQueue(required, repository),
      ...untoldChecks(repository),
    ];
  },
};

/** Only where pull requests are checked at all. */
function untoldChecks({ live, files }: Repository): readonly Draft[] {
  const home = files.find(({ workflow }) =>
    workflow.triggers.some(({ event }) => event === 'pull_request'),
  );
  const rules = live?.branches.get(live.repository.defaultBranch)?.rules;
  if (!home || rules?.kind !== 'untold') return [];
  return [untoldDraft({ file: home.path, line: 1, what: 'which checks are required' }, rules)];
}

const orphans = (required: readonly RequiredCheck[], { files }: Repository): readonly Draft[] =>
  required
    .filter(({ context }) => !files.some((file) => produces(file, context, files)))
    .map((check) => ({
      severity: check.isActions === 'yes' ? ('error' as const) : ('unknown' as const),
      file: check.file,
      line: check.line,
      blocks: 'nothing' as const,
      message:
        check.isActions === 'yes'
          ? `no job reports the required check "${check.context}", so pull requests wait for it for ever`
          : `no job reports the required check "${check.context}"; whether another app does is not known here`,
      evidence: [
        `jobs here: ${files
          .flatMap(namesOf)
          .map((name) => `"${name}"`)
          .join(', ')}`,
      ],
      fix: 'A check carries the name of its job (of a called workflow: "caller / called"). Rename one of the two.',
    }));

function withoutQueue(
  required: readonly RequiredCheck[],
  repository: Repository,
): readonly Draft[] {
  const { files } = repository;
  const [queue] = mergeQueues(repository);
  if (queue === undefined) return [];
  return files
    .filter((file) => required.some(({ context }) => produces(file, context, files)))
    .filter(({ workflow }) => workflow.triggers.some(({ event }) => event === 'pull_request'))
    .filter(({ workflow }) => !workflow.triggers.some(({ event }) => event === 'merge_group'))
    .map((file) => ({
      severity: 'error' as const,
      file: file.path,
      line: file.workflow.triggers[0]?.line ?? 1,
      blocks: 'nothing' as const,
      message: `${queue} turns a merge queue on, and this workflow with a required check does not run in it`,
      evidence: [`triggers: ${file.workflow.triggers.map(({ event }) => event).join(', ')}`],
      fix: 'Add `merge_group:` to `on:`.',
    }));
}

const produces = (file: WorkflowFile, context: string, files: readonly WorkflowFile[]): boolean =>
  file.workflow.jobs.some((job) => patternsOf(job, files).some((pattern) => pattern.test(context)));

function patternsOf(job: Job, files: readonly WorkflowFile[]): readonly RegExp[] {
  const own = namePattern(job.name ?? job.id);
  if (job.uses === undefined) {
    const matrix =
      job.strategy?.matrix === undefined || job.name !== undefined ? '' : '(?: \\(.*\\))?';
    return [new RegExp(`^${own}${matrix}$`)];
  }
  const called = files.find(({ path }) => job.uses === `./${path}`);
  // A workflow of another repository has jobs nobody can list here.
  if (!called) return [new RegExp(`^${own} / `)];
  return called.workflow.jobs.map(
    (inner) => new RegExp(`^${own} / ${namePattern(inner.name ?? inner.id)}`),
  );
}

const namePattern = (name: Template): string => {
  if (typeof name === 'string') return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // The text around an expression stays unknown, too: it errs to a job that reports the check.
  return isExpression(name) ? '.+' : '';
};

const namesOf = ({ workflow }: WorkflowFile): readonly string[] =>
  workflow.jobs.map(({ id, name }) => (typeof name === 'string' ? name : id));
