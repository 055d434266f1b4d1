/** Which `vars` conditions read, and which of them are secrets by mistake. */
import { accessedPaths, type Job, type Step } from '@release-train/workflows';
import type { Sources, WorkflowFile } from './repository.ts';

export interface ConditionSite {
  readonly file: WorkflowFile;
  readonly job: Job;
  /** Absent for the condition of the job itself. */
  readonly step?: Step;
  readonly condition: string;
  readonly line: number;
  /** Names read as `vars.<name>`. */
  readonly variables: readonly string[];
}

/** Every `if` that is written down. One that does not parse reads no variables. */
export const conditionSites = ({ files }: Sources): readonly ConditionSite[] =>
  files.flatMap((file) =>
    file.workflow.jobs.flatMap((job) => [
      ...(job.ifLine === undefined ? [] : [{ file, job, ...conditionOf(job, job.ifLine) }]),
      ...job.steps.flatMap((step) =>
        step.ifLine === undefined ? [] : [{ file, job, step, ...conditionOf(step, step.ifLine) }],
      ),
    ]),
  );

const conditionOf = (place: { readonly if: string }, line: number) => ({
  condition: place.if,
  line,
  variables: namesIn(place.if),
});

function namesIn(condition: string): readonly string[] {
  try {
    const names = accessedPaths(condition).map((path) => /^vars\.([\w-]+)$/i.exec(path)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))];
  } catch {
    return [];
  }
}

export interface Mistake {
  /** The caller passed the variables, and this one is not among them. */
  readonly isProven: boolean;
  readonly evidence: string;
}

/**
 * Variables that conditions test although the name belongs to a secret. Without the list of
 * variables it is assumed only of names that nothing reads as a variable but conditions.
 */
export function mistakenVariables(repository: Sources): ReadonlyMap<string, Mistake> {
  const tested = new Set(conditionSites(repository).flatMap(({ variables }) => variables));
  return new Map(
    [...tested].flatMap((name): (readonly [string, Mistake])[] => {
      const evidence = secretUse(name, repository);
      if (evidence === undefined) return [];
      if (repository.vars) {
        return hasVariable(repository.vars, name) ? [] : [[name, { isProven: true, evidence }]];
      }
      return isReadElsewhere(name, repository) ? [] : [[name, { isProven: false, evidence }]];
    }),
  );
}

// Names of variables and secrets do not depend on case.
export const hasVariable = (vars: ReadonlyMap<string, string>, name: string): boolean =>
  [...vars.keys()].some((key) => key.toLowerCase() === name.toLowerCase());

function secretUse(name: string, { files, secretNames }: Sources): string | undefined {
  const pattern = new RegExp(`\\bsecrets\\.${name}\\b`, 'i');
  const file = files.find(({ lines }) => lines.some((text) => pattern.test(text)));
  if (file) {
    const at = file.lines.findIndex((text) => pattern.test(text));
    return `"${file.path}" line ${at + 1} reads it as a secret: ${(file.lines[at] ?? '').trim()}`;
  }
  const isListed = secretNames.some((secret) => secret.toLowerCase() === name.toLowerCase());
  return isListed ? '"secret-names" lists it' : undefined;
}

function isReadElsewhere(name: string, repository: Sources): boolean {
  const pattern = new RegExp(`\\bvars\\.${name}\\b`, 'i');
  const conditions = new Set(
    conditionSites(repository).map(({ file, line }) => `${file.path}:${line}`),
  );
  return repository.files.some(({ path, lines }) =>
    lines.some(
      (text, at) => pattern.test(text) && !isCondition(text, `${path}:${at + 1}`, conditions),
    ),
  );
}

const isCondition = (text: string, place: string, conditions: ReadonlySet<string>): boolean =>
  conditions.has(place) || /^\s*(?:-\s+)?if:/.test(text) || /&&|\|\||[!=]=/.test(text);
