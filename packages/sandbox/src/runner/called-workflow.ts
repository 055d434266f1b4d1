import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DataMap,
  evaluateTemplate,
  isMap,
  type Job,
  type ParsedWorkflow,
  parseWorkflow,
  resolveDispatchInputs,
  type Scope,
  textOf,
  type Workflow,
} from '@release-train/workflows';
import type { RunContext } from './job-run.ts';
import { repositoryFiles } from './repository-files.ts';

export type Callee =
  | { readonly kind: 'found'; readonly workflow: Workflow; readonly isOwn: boolean }
  | { readonly kind: 'wrong'; readonly reason: string };

type Caller = Pick<RunContext, 'options' | 'plan' | 'call'>;

const LOCAL = /^\.\/(\.github\/workflows\/[^/@]+\.ya?ml)$/;
const OWN = /^release-train\/release-train\/(\.github\/workflows\/[^/@]+\.ya?ml)@v1$/;

/** Of a repository that is not here. */
export const isForeign = (uses: string): boolean => !LOCAL.test(uses) && !OWN.test(uses);

/** The workflow that `jobs.<id>.uses` names: `./…` means the repository and commit of the caller. */
export async function calleeOf(caller: Caller, uses: string): Promise<Callee> {
  const local = LOCAL.exec(uses)?.[1];
  const own = OWN.exec(uses)?.[1];
  const isOwn = own !== undefined || caller.call?.isOwn === true;
  const path = own ?? local ?? '';
  const parsed = isOwn ? await fromCheckout(caller, path) : await fromRepository(caller, path);
  if (!parsed) return wrong(uses, 'workflow was not found');
  if (parsed.kind === 'broken') {
    const [first] = parsed.errors;
    return wrong(uses, `line ${first?.line ?? '?'}: ${first?.message ?? 'not a workflow'}`);
  }
  if (!parsed.workflow.call) {
    return wrong(uses, 'workflow is not reusable as it is missing a `on.workflow_call` trigger');
  }
  return { kind: 'found', workflow: parsed.workflow, isOwn };
}

const wrong = (uses: string, reason: string): Callee => ({
  kind: 'wrong',
  reason: `error parsing called workflow "${uses}": ${reason}`,
});

async function fromCheckout(
  { options }: Caller,
  path: string,
): Promise<ParsedWorkflow | undefined> {
  const file = join(options.actionsRoot, path);
  if (!existsSync(file)) return undefined;
  return parseWorkflow({ path, text: readFileSync(file, 'utf8') });
}

async function fromRepository(
  { options, plan }: Caller,
  path: string,
): Promise<ParsedWorkflow | undefined> {
  const files = repositoryFiles(options.github.gitDir(plan.event.repository));
  const tree = await files.workflowTree(plan.workflowSha);
  const found = tree ? await files.workflowFiles(tree) : [];
  const file = found.find((candidate) => candidate.path === path);
  return file && parseWorkflow(file);
}

/** The callee's `inputs` context. @throws where the caller hands over what is not declared */
export function inputsFor({ call }: Workflow, { with: given }: Job, scope: Scope): DataMap {
  const values = isMap(given) ? (evaluateTemplate(given, scope) as DataMap) : {};
  const resolved = resolveDispatchInputs(call?.inputs ?? [], values);
  if (resolved.kind === 'refused') throw new Error(resolved.reasons.join('; '));
  return resolved.inputs;
}

/** The callee's secrets: all of the caller's by `secrets: inherit`, else those handed over. */
export function secretsFor(
  { secrets }: Pick<RunContext, 'secrets'>,
  { secrets: given }: Job,
  scope: Scope,
): Readonly<Record<string, string>> {
  if (given === 'inherit') return secrets;
  if (!isMap(given)) return {};
  return Object.fromEntries(
    [...given].map(([name, value]) => [name, textOf(evaluateTemplate(value, scope))]),
  );
}

/** What can be said of a call before anything runs. */
export function problemsOfCall({ call }: Workflow, job: Job): readonly string[] {
  const { inputs, secrets } = call ?? { inputs: [], secrets: [] };
  const given = isMap(job.with) ? [...job.with.keys()] : [];
  const handed = isMap(job.secrets) ? [...job.secrets.keys()] : [];
  const needed = job.secrets === 'inherit' ? [] : secrets.filter(({ required }) => required);
  return [
    ...strange('input', given, inputs),
    ...missing(
      'input',
      given,
      inputs.filter(({ required }) => required),
    ),
    ...strange('secret', handed, secrets),
    ...missing('secret', handed, needed),
  ];
}

interface Named {
  readonly name: string;
}

const strange = (kind: string, given: readonly string[], declared: readonly Named[]) =>
  given
    .filter((name) => !declared.some((one) => one.name === name))
    .map((name) => `${kind} "${name}" is not defined in the referenced workflow`);

const missing = (kind: string, given: readonly string[], needed: readonly Named[]) =>
  needed
    .filter(({ name }) => !given.includes(name))
    .map(({ name }) => `${kind} "${name}" is required, but not provided while calling`);
