/** RD304: a rollback that is there and cannot work. */
import { effectivePermissions } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { type Told, toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { ghUsesRunToken, givesCredentials, pushesOf, pushesWithRunToken } from '../push.ts';
import { type JobSite, jobSites, lineMatching, quoteLine, type StepSite } from '../region.ts';
import type { Repository } from '../repository.ts';
import { commands } from '../shell-lines.ts';
import { toleratedFailures } from './conditions.ts';

export const deadRollback: Rule = {
  id: 'RD304',
  name: 'rollback-dead',
  stage: 'D',
  title: 'A rollback cannot be reached, has no credentials, or lacks the permission it needs.',
  check: (repository) => [
    ...toleratedFailures(repository),
    ...repository.files.flatMap((file) =>
      jobSites(file).flatMap((job) => [
        ...unreachable(job),
        ...withoutCredentials(job, repository),
        ...withoutPermission(job, repository),
      ]),
    ),
  ],
};

const ROLLBACK = /\bgit revert\b|roll-?back|revert/i;
const PROBE = /curl|health|smoke|monitor|verify|probe/i;

/** `continue-on-error` turns the failure a later `failure()` waits for into a success. */
function unreachable({ file, job, steps }: JobSite): readonly Draft[] {
  return steps.flatMap(({ step, text, lines }, at) => {
    if (step.ifLine === undefined || !/\bfailure\(\)/.test(step.if) || !ROLLBACK.test(text))
      return [];
    if (/\.outcome\b/.test(step.if)) return [];
    const earlier = steps.slice(0, at);
    const tolerated = earlier.findLast(
      (site) => site.step.continueOnError === true && PROBE.test(site.text),
    );
    const others = earlier.some(
      (site) => site.step.continueOnError !== true && PROBE.test(site.text),
    );
    if (!tolerated || others) return [];
    const line = step.ifLine ?? lines[0]?.number ?? 1;
    return [
      {
        ...base(file.path, line, job.id),
        message:
          '`failure()` never comes: the probe before it has `continue-on-error: true`, so it does not fail the job',
        evidence: [
          quoteLine(file, line),
          quoteLine(file, lineMatching(tolerated.lines, /continue-on-error/)),
        ],
        fix: "Give the probe an `id` and write `if: always() && steps.<id>.outcome == 'failure'`.",
      },
    ];
  });
}

function withoutCredentials(job: JobSite, repository: Repository): readonly Draft[] {
  const checkout = job.steps.find(
    ({ step }) => step.kind === 'uses' && step.uses.startsWith('actions/checkout@'),
  );
  const persists = checkout?.step.kind === 'uses' && checkout.step.with.get('persist-credentials');
  if (!checkout || (persists !== false && persists !== 'false')) return [];
  if (bringsCredentials(job.text)) return [];
  return pushesOf(job, repository).map(({ command }) => ({
    ...base(job.file.path, command.line, job.job.id),
    message: 'the push has no credentials: the checkout was told not to keep them',
    evidence: [
      quoteLine(job.file, command.line),
      quoteLine(job.file, lineMatching(checkout.lines, /persist-credentials/)),
    ],
    fix: 'Run `gh auth setup-git` with the token in `GH_TOKEN` before the push.',
  }));
}

// Also the run's own token, in the URL of the push.
const bringsCredentials = (text: string): boolean =>
  givesCredentials(text) || /https:\/\/\S*\$\{\{.*?\}\}@/.test(text);

/** Where the file states permissions, or GitHub says that the default grants no writing. */
function withoutPermission(job: JobSite, repository: Repository): readonly Draft[] {
  const { permissions } = job.file.workflow;
  const isStated = permissions !== undefined || job.job.permissions !== undefined;
  const defaults = repository.live?.tokenDefaults;
  if (!isStated && defaults?.kind === 'untold') return unknownDefault(job, repository, defaults);
  if (!isStated && toldValue(defaults)?.permissions !== 'read') return [];
  const grants = effectivePermissions(permissions, job.job.permissions);
  const pushes = pushesWithRunToken(job) ? pushesOf(job, repository) : [];
  const lacks = (scope: string): boolean => grants[scope] !== 'write';
  return [
    ...(lacks('contents')
      ? pushes.map(({ command }) => permissionDraft(job, command.line, 'contents'))
      : []),
    ...(lacks('pull-requests')
      ? job.steps.flatMap(pullsOf).map((line) => permissionDraft(job, line, 'pull-requests'))
      : []),
  ];
}

function unknownDefault(
  job: JobSite,
  repository: Repository,
  untold: Extract<Told<unknown>, { kind: 'untold' }>,
): readonly Draft[] {
  const [push] = pushesWithRunToken(job) ? pushesOf(job, repository) : [];
  if (!push) return [];
  const what = 'whether the token of a run may write, where no `permissions:` say so,';
  return [untoldDraft({ file: job.file.path, line: push.command.line, what }, untold)];
}

const pullsOf = (site: StepSite): readonly number[] =>
  ghUsesRunToken(site) ? commands(site.lines, 'gh', 'pr', 'create').map(({ line }) => line) : [];

const permissionDraft = ({ file, job }: JobSite, line: number, scope: string): Draft => ({
  ...base(file.path, line, job.id),
  message: `GITHUB_TOKEN is not allowed to do this: job "${job.id}" does not have \`${scope}: write\``,
  evidence: [quoteLine(file, line)],
  fix: `Grant \`${scope}: write\` to job "${job.id}", and to no other.`,
});

const base = (file: string, line: number, job: string) =>
  ({ severity: 'error', file, line, job, blocks: 'nothing' }) as const;
