/** Where a `git push` of a job goes, and with whose rights. */
import { expressionsIn, isExpression, isMap, type Template } from '@release-train/workflows';
import type { JobSite, StepSite } from './region.ts';
import type { Sources } from './repository.ts';
import { type Command, commands, operands } from './shell-lines.ts';

/** What has to be known of a repository to tell where a push goes. */
type Known = Pick<Sources, 'git'>;

export interface Push {
  readonly site: StepSite;
  readonly command: Command;
  /** Branches it may write to; empty where that cannot be told, or where it writes tags. */
  readonly branches: readonly string[];
  readonly isTags: boolean;
}

export const pushesOf = (job: JobSite, repository: Known): readonly Push[] =>
  job.steps.flatMap((site) =>
    commands(site.lines, 'git', 'push').map((command) => {
      const isTags = /(?:^|\s)(?:--tags|--follow-tags)\b|refs\/tags\/|\sv?\$?\{?TAG/.test(
        command.text,
      );
      const branches = command.text.includes('--tags') ? [] : targets(job, command, repository);
      return { site, command, branches, isTags };
    }),
  );

/** Branches the run itself stands for: what a checkout without `ref` is on. */
export function eventBranches(site: JobSite, repository: Known): readonly string[] {
  const { triggers } = site.file.workflow;
  return triggers.flatMap(({ event, filters }) => {
    if (event === 'workflow_run' || event === 'schedule') {
      return repository.git.defaultBranch ? [repository.git.defaultBranch] : [];
    }
    const patterns = event === 'push' ? (filters.branches?.patterns ?? []) : [];
    return patterns.filter((pattern) => !/[*?+[\]!]/.test(pattern));
  });
}

function targets(job: JobSite, command: Command, repository: Known): readonly string[] {
  const [, refspec] = operands(command, 'push');
  const target = refspec
    ?.split(':')
    .at(-1)
    ?.replace(/^\+?refs\/heads\//, '');
  if (target?.startsWith('refs/')) return [];
  if (refspec === undefined || target === 'HEAD') return currentBranches(job, command, repository);
  return resolved(target ?? '', job, repository);
}

function currentBranches(job: JobSite, before: Command, repository: Known): readonly string[] {
  const moves = job.steps
    .flatMap(({ lines }) => [
      ...commands(lines, 'git', 'checkout'),
      ...commands(lines, 'git', 'switch'),
    ])
    .filter(({ line }) => line <= before.line);
  const last = moves.at(-1);
  if (last) {
    const verb = last.words.includes('switch') ? 'switch' : 'checkout';
    return resolved(operands(last, verb)[0] ?? '', job, repository);
  }
  const refs = job.steps.flatMap(({ step }) =>
    step.kind === 'uses' && step.uses.startsWith('actions/checkout@') ? [step.with.get('ref')] : [],
  );
  const ref = refs.find((value) => value !== undefined);
  if (ref === undefined) return eventBranches(job, repository);
  return typeof ref === 'string' ? [ref.replace(/^refs\/heads\//, '')] : [];
}

function resolved(name: string, job: JobSite, repository: Known): readonly string[] {
  if (/^[\w./-]+$/.test(name)) return [name];
  const inside = /^\$\{\{\s*(.*?)\s*\}\}$/.exec(name)?.[1] ?? /^\$\{?(\w+)\}?$/.exec(name)?.[1];
  if (inside === undefined) return [];
  if (/^(?:github\.ref_name|GITHUB_REF_NAME)$/.test(inside)) return eventBranches(job, repository);
  if (inside === 'github.event.repository.default_branch') return defaultBranch(repository);
  const value = environment(job, inside.replace(/^env\./, ''));
  return typeof value === 'string' && /^[\w./-]+$/.test(value) ? [value] : [];
}

const defaultBranch = ({ git }: Known): readonly string[] =>
  git.defaultBranch ? [git.defaultBranch] : [];

function environment({ file, job }: JobSite, name: string): Template | undefined {
  const maps = [job.env, file.workflow.env, ...job.steps.map(({ env }) => env)];
  return maps
    .flatMap((map) => (isMap(map) ? [map.get(name)] : []))
    .find((value) => value !== undefined);
}

/** Whether a template is the run's own token: `github.token` or `secrets.GITHUB_TOKEN`. */
export const isRunToken = (value: Template | undefined): boolean =>
  isExpression(value) && /^(?:github\.token|secrets\.GITHUB_TOKEN)$/i.test(value.expression.trim());

/** Whether `git push` in a job uses the run's own token: the checkout's, and nobody gave another. */
export const pushesWithRunToken = (job: JobSite): boolean =>
  !givesOtherToken(job) &&
  job.steps.some(({ step }) => step.kind === 'uses' && step.uses.startsWith('actions/checkout@'));

/** A script that brings credentials of its own for git. */
export const givesCredentials = (text: string): boolean =>
  /https:\/\/(?:\$\{\{.*?\}\}|[^\s"'@])*@|remote set-url|extraheader|insteadOf|setup-git|ssh-agent|credential/.test(
    text
      .replaceAll('persist-credentials', '')
      .replaceAll(/\$\{\{\s*(?:github\.token|secrets\.GITHUB_TOKEN)\s*\}\}@/gi, ''),
  );

function givesOtherToken({ steps }: JobSite): boolean {
  return steps.some(({ step, text }) => {
    const token = step.kind === 'uses' ? step.with.get('token') : undefined;
    const isOther = step.kind === 'uses' && step.uses.startsWith('actions/checkout@');
    if (isOther && token !== undefined && !isRunToken(token)) return true;
    return step.kind === 'run' && givesCredentials(text);
  });
}

/** Whether `gh` in a step speaks with the run's own token. */
export function ghUsesRunToken({ file, job, step }: StepSite): boolean {
  const maps = [step.env, job.env, file.workflow.env];
  const token = maps
    .flatMap((map) => (isMap(map) ? [map.get('GH_TOKEN') ?? map.get('GITHUB_TOKEN')] : []))
    .find((value) => value !== undefined);
  return isRunToken(token);
}

/** Whether an action got no token of its own: then it takes the run's. */
export function actionUsesRunToken({ step }: StepSite, ...inputs: readonly string[]): boolean {
  if (step.kind !== 'uses') return false;
  const given = inputs.map((name) => step.with.get(name)).filter((value) => value !== undefined);
  const inEnv = isMap(step.env) ? step.env.get('GITHUB_TOKEN') : undefined;
  const all = inEnv === undefined ? given : [...given, inEnv];
  return all.every((value) => expressionsIn(value).length === 1 && isRunToken(value));
}
