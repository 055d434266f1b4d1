/** RD206: names of secrets and variables that nothing at GitHub defines. */
import { isMap } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import type { EnvironmentFacts } from '../live/environment-facts.ts';
import { type Told, toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export const unknownName: Rule = {
  id: 'RD206',
  name: 'unknown-name',
  stage: 'D',
  title: 'A secret or variable is read that the repository does not have.',
  check: (repository) => {
    const { live } = repository;
    if (!live) return [];
    return [
      ...missing('secrets', live.secretNames, repository),
      ...missing('vars', live.variables, repository),
    ];
  },
};

type Kind = 'secrets' | 'vars';

interface Read {
  readonly file: WorkflowFile;
  readonly name: string;
  readonly line: number;
}

function missing(
  kind: Kind,
  told: Told<readonly string[] | ReadonlyMap<string, string>> | undefined,
  repository: Repository,
): readonly Draft[] {
  const reads = readsOf(kind, repository);
  const [first] = reads;
  if (!told || !first) return [];
  if (told.kind === 'untold') {
    if (kind === 'vars' && repository.vars) return [];
    const names = [...new Set(reads.map(({ name }) => name))];
    const what = `whether ${names.map((name) => `\`${kind}.${name}\``).join(', ')} ${names.length === 1 ? 'is' : 'are'} there`;
    return [untoldDraft({ file: first.file.path, line: first.line, what }, told)];
  }
  const names = 'keys' in told.value && !Array.isArray(told.value) ? told.value.keys() : [];
  const known = Array.isArray(told.value) ? told.value : [...names];
  return reads
    .filter(({ name }) => !known.some((each) => isSame(String(each), name)))
    .filter((read) => !mayBeOfEnvironment(kind, read, repository))
    .map((read) => draft(kind, read, repository));
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The first place of each name in a file. What a caller passes to a called workflow is its own. */
function readsOf(kind: Kind, { files }: Repository): readonly Read[] {
  return files
    .filter(({ workflow }) => workflow.triggers.every(({ event }) => event !== 'workflow_call'))
    .flatMap((file) => {
      const found = file.lines.flatMap((text, at) =>
        /^\s*#/.test(text) ? [] : namesIn(kind, text).map((name) => ({ file, name, line: at + 1 })),
      );
      return found.filter(
        ({ name }, at) => found.findIndex((other) => isSame(other.name, name)) === at,
      );
    });
}

/** GITHUB_TOKEN is always there. */
function namesIn(kind: Kind, text: string): readonly string[] {
  // Conditions have rules of their own, and what has a default may be absent.
  if (/^\s*(?:-\s+)?if:/.test(text)) return [];
  const pattern = new RegExp(`\\b${kind}\\.([A-Za-z_]\\w*)\\b(?!\\s*(?:\\|\\||&&|[!=]=))`, 'gi');
  return [...text.matchAll(/\$\{\{(.*?)\}\}/g)]
    .flatMap(([, inside = '']) => [...inside.matchAll(pattern)])
    .map(([, name = '']) => name)
    .filter((name) => !isSame(name, 'GITHUB_TOKEN') && !isSame(name, 'ACTIONS_STEP_DEBUG'));
}

/** An environment's own names are known where GitHub tells them, and assumed otherwise. */
function mayBeOfEnvironment(kind: Kind, { file, name }: Read, { live }: Repository): boolean {
  const named = file.workflow.jobs.flatMap(({ environment }) =>
    environment === undefined ? [] : [isMap(environment) ? environment.get('name') : environment],
  );
  return named.some((environment) => {
    const known = toldValue(live?.environments)?.find((each) => each.name === environment);
    if (!known) return true;
    const names = toldValue(namesOf(kind, known));
    return names === undefined || names.some((each) => isSame(each, name));
  });
}

const namesOf = (kind: Kind, { secrets, variables }: EnvironmentFacts): Told<readonly string[]> =>
  kind === 'secrets' ? secrets : variables;

function draft(kind: Kind, { file, name, line }: Read, { live, secretNames }: Repository): Draft {
  const noun = kind === 'secrets' ? 'secret' : 'variable';
  const others = kind === 'secrets' ? [...(toldValue(live?.variables)?.keys() ?? [])] : secretNames;
  const isSwapped = others.some((other) => isSame(other, name));
  return {
    severity: 'warning',
    file: file.path,
    line,
    blocks: 'nothing',
    message: `the repository has no ${noun} "${name}", so \`${kind}.${name}\` is empty`,
    evidence: [
      quoteLine(file, line),
      ...(isSwapped
        ? [`there is a ${noun === 'secret' ? 'variable' : 'secret'} of this name`]
        : []),
    ],
    fix: isSwapped
      ? `Read it as \`${kind === 'secrets' ? 'vars' : 'secrets'}.${name}\`.`
      : `Define it in Settings → Secrets and variables → Actions, or take the line away.`,
  };
}
