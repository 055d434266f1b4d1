import {
  calledFunctions,
  type Expression,
  expressionsIn,
  isList,
  type Job,
  type Step,
  type Template,
  type Workflow,
} from '@release-train/workflows';
import { actionFolder, loadAction, parseActionReference } from './action-reference.ts';
import { shellProblem } from './steps/shell.ts';

/**
 * Everything in a job that the sandbox does not do, by name. A job with any of it fails before its
 * first step: half a job run would prove nothing.
 */
export function unsupportedIn(
  job: Job,
  { defaults }: Pick<Workflow, 'defaults'>,
  actionsRoot: string,
): readonly string[] {
  const shell = job.defaults.shell ?? defaults.shell;
  return [
    ...(job.uses ? [`the reusable workflow "${job.uses}"`] : []),
    ...(job.container === undefined ? [] : ['"container:"']),
    ...(job.services === undefined ? [] : ['"services:"']),
    // Protection rules, secrets and the deployment record of an environment are not there.
    ...(job.environment === undefined ? [] : ['"environment:"']),
    ...(job.strategy?.maxParallel === undefined ? [] : ['"strategy.max-parallel"']),
    ...unsupportedRunner(job.runsOn),
    ...unsupportedFunctions(job),
    ...job.steps.flatMap((step) => unsupportedStep(step, shell, actionsRoot)),
  ];
}

function unsupportedRunner(runsOn: Template | undefined): readonly string[] {
  const labels = isList(runsOn) ? runsOn : [runsOn];
  return labels.flatMap((label) =>
    typeof label === 'string' && !label.startsWith('ubuntu-')
      ? [`the runner "${label}" (only ubuntu-… labels)`]
      : [],
  );
}

function unsupportedStep(
  step: Step,
  defaultShell: Template | undefined,
  actionsRoot: string,
): readonly string[] {
  if (step.kind === 'run') {
    const shell = step.shell ?? defaultShell;
    const problem = typeof shell === 'string' ? shellProblem(shell) : null;
    return problem ? [problem] : [];
  }
  const reference = parseActionReference(step.uses);
  if (reference.kind === 'unsupported') return [reference.reason];
  if (reference.kind !== 'own') return [];
  const folder = actionFolder(reference, { actionsRoot, workspace: '' }) ?? '';
  const loaded = loadAction(folder, step.uses);
  return loaded.kind === 'refused' ? [loaded.reason] : [];
}

function unsupportedFunctions(job: Job): readonly string[] {
  const conditions = job.steps.map((step) => ({ expression: step.if, line: step.line }));
  const expressions: readonly Expression[] = [
    ...conditions,
    ...[job.env, job.outputs, ...job.steps.flatMap(templatesOf)].flatMap(expressionsIn),
  ];
  const uses = expressions.some(({ expression }) =>
    calledFunctions(expression).includes('hashfiles'),
  );
  return uses ? ['the function hashFiles()'] : [];
}

const templatesOf = (step: Step): readonly (Template | undefined)[] => [
  step.name,
  step.env,
  ...(step.kind === 'run' ? [step.run, step.workingDirectory] : [step.with]),
];
