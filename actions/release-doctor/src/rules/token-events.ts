/** RD110, RD111: events made with GITHUB_TOKEN, which start no workflows or only after approval. */
import type { Trigger } from '@release-train/workflows';
import type { Draft, Rule } from '../finding.ts';
import { actionUsesRunToken, ghUsesRunToken, pushesOf, pushesWithRunToken } from '../push.ts';
import { type JobSite, jobSites, lineMatching, quoteLine, type StepSite } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { commands } from '../shell-lines.ts';
import { heldRuns, mayNotOpen } from './live-approval.ts';

interface Producer {
  readonly site: StepSite;
  readonly line: number;
  readonly what: 'release' | 'tag' | 'pull request';
}

export const tokenRecursion: Rule = {
  id: 'RD110',
  name: 'token-recursion',
  stage: 'A',
  title: 'A step makes an event with GITHUB_TOKEN that another workflow waits for.',
  check: (repository) =>
    producersOf(repository)
      .filter(({ what }) => what !== 'pull request')
      .flatMap((producer) => {
        const waiting = repository.files.filter(
          (file) =>
            file !== producer.site.file &&
            file.workflow.triggers.some((trigger) => waitsFor(trigger, producer)),
        );
        // A workflow that a release starts adds to that release, and makes none.
        const { triggers } = producer.site.file.workflow;
        if (waiting.length === 0 || triggers.every(({ event }) => event === 'release')) return [];
        return [
          draft(producer, {
            severity: 'error',
            message: `the ${producer.what} is made with GITHUB_TOKEN, so it starts no workflow`,
            evidence: waiting.map(({ path }) => `"${path}" waits for a ${producer.what}`),
            fix: 'Use the token of a GitHub App, start the workflow by `gh workflow run` (`workflow_dispatch`), or call it with `uses:`.',
          }),
        ];
      }),
};

export const botPullApproval: Rule = {
  id: 'RD111',
  name: 'bot-pr-approval',
  stage: 'C',
  title:
    'A pull request is opened with GITHUB_TOKEN, so its checks wait until somebody approves them.',
  check: (repository) => {
    const checks = repository.files.filter(({ workflow }) =>
      workflow.triggers.some(({ event }) => event === 'pull_request'),
    );
    const producers = producersOf(repository).filter(({ what }) => what === 'pull request');
    const waiting = checks.length === 0 ? [] : producers;
    const drafts = mayNotOpen(repository)
      ? producers.map(refusedPull)
      : waiting.map((producer) => waitingPull(producer, checks));
    return [...drafts, ...heldRuns(repository)];
  },
};

const refusedPull = (producer: Producer): Draft =>
  draft(producer, {
    severity: 'error',
    message:
      'the pull request is opened with GITHUB_TOKEN, and the settings do not let Actions open any (403)',
    evidence: ['"Allow GitHub Actions to create and approve pull requests" is off'],
    fix: 'Open it with the token of a GitHub App (`actions/create-github-app-token`), or turn the setting on in Settings → Actions → General.',
  });

const waitingPull = (producer: Producer, checks: readonly WorkflowFile[]): Draft =>
  draft(producer, {
    severity: 'warning',
    message:
      'the pull request is opened with GITHUB_TOKEN: since 2026 its workflows wait for somebody to approve them',
    evidence: checks.map(({ path }) => `"${path}" checks pull requests`),
    fix: 'Open it with the token of a GitHub App (`actions/create-github-app-token`).',
  });

const draft = (
  { site, line }: Producer,
  { evidence, ...words }: Pick<Draft, 'severity' | 'message' | 'evidence' | 'fix'>,
): Draft => ({
  file: site.file.path,
  line,
  job: site.job.id,
  blocks: 'nothing',
  evidence: [quoteLine(site.file, line), ...evidence],
  ...words,
});

function waitsFor({ event, filters }: Trigger, { what }: Producer): boolean {
  if (what === 'tag') return event === 'push' && filters.tags !== undefined;
  if (event !== 'release') return false;
  const types = filters.types?.patterns ?? ['published'];
  return types.some((type) => ['published', 'created', 'released', 'prereleased'].includes(type));
}

const producersOf = (repository: Repository): readonly Producer[] =>
  repository.files.flatMap((file) =>
    jobSites(file).flatMap((job) => [
      ...job.steps.flatMap(ghProducers),
      ...job.steps.flatMap(actionProducers),
      ...tagProducers(job, repository),
    ]),
  );

function ghProducers(site: StepSite): readonly Producer[] {
  if (!ghUsesRunToken(site)) return [];
  const made = (what: Producer['what'], ...verbs: readonly string[]): readonly Producer[] =>
    commands(site.lines, 'gh', ...verbs).map(({ line }) => ({ site, line, what }));
  const releases = commands(site.lines, 'gh', 'release', 'create')
    .filter(({ words }) => !words.includes('--draft') && !words.includes('-d'))
    .map(({ line }) => ({ site, line, what: 'release' as const }));
  return [...releases, ...made('pull request', 'pr', 'create')];
}

const RELEASE_ACTIONS =
  /^(?:softprops\/action-gh-release|ncipollo\/release-action|actions\/create-release|google(?:apis|-github-actions)\/release-please-action)@/;
const PULL_ACTIONS =
  /^(?:peter-evans\/create-pull-request|repo-sync\/pull-request|release-train\/release-train\/actions\/(?:create-release-pr|sync-staging))@/;

function actionProducers(site: StepSite): readonly Producer[] {
  const { step } = site;
  if (step.kind !== 'uses') return [];
  const line = lineMatching(site.lines, /uses:/);
  const isDraft = step.with.get('draft') === true || step.with.get('draft') === 'true';
  const isOwn = actionUsesRunToken(site, 'token', 'github-token', 'github_token', 'repo-token');
  if (!isOwn) return [];
  if (RELEASE_ACTIONS.test(step.uses)) return isDraft ? [] : [{ site, line, what: 'release' }];
  return PULL_ACTIONS.test(step.uses) ? [{ site, line, what: 'pull request' }] : [];
}

const tagProducers = (job: JobSite, repository: Repository): readonly Producer[] =>
  pushesWithRunToken(job)
    ? pushesOf(job, repository)
        .filter(({ isTags }) => isTags)
        .map(({ site, command }) => ({ site, line: command.line, what: 'tag' }))
    : [];
