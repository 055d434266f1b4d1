/** RD305, the half that files tell: a push to a branch whose rules refuse it. */
import type { Draft, Rule } from '../finding.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { isBare, isRefusing, protectors } from '../protection.ts';
import { type Push, pushesOf, pushesWithRunToken } from '../push.ts';
import { type JobSite, jobSites, quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';

const USUAL = new Set(['main', 'master', 'production', 'prod']);

export const protectedPush: Rule = {
  id: 'RD305',
  name: 'protected-push',
  stage: 'D',
  title: 'A step pushes to a branch that accepts pull requests only.',
  check: (repository) =>
    repository.files.flatMap((file) =>
      jobSites(file).flatMap((job) =>
        pushesOf(job, repository).flatMap((push) => draftsOf(push, job, repository)),
      ),
    ),
};

function draftsOf(push: Push, job: JobSite, repository: Repository): readonly Draft[] {
  const declared = protectors(repository);
  return push.branches.flatMap((branch) => {
    const source = declared.get(branch);
    if (isBare(branch, repository)) return [];
    const facts = repository.live?.branches.get(branch);
    const untold = [facts?.rules, facts?.updateRule].find((each) => each?.kind === 'untold');
    if (source === undefined && untold) {
      const what = `whether the rules of "${branch}" let the push in`;
      return [untoldDraft({ file: job.file.path, line: push.command.line, what }, untold)];
    }
    if (source === undefined && !isLikely(branch, job, repository)) return [];
    const draft: Draft = {
      severity: source === undefined || mayBypass(source, job) ? 'warning' : 'error',
      file: job.file.path,
      line: push.command.line,
      job: job.job.id,
      blocks: 'nothing',
      message:
        source === undefined
          ? `the push to "${branch}" is refused (GH006) where the branch is protected, and this repository takes changes to it by pull request`
          : `the push to "${branch}" is refused (GH006, GH013): ${source} protects the branch`,
      evidence: [
        quoteLine(job.file, push.command.line),
        ...(pushesWithRunToken(job)
          ? [
              'it pushes as GITHUB_TOKEN, which is no administrator; even accepted, the push would start no CI',
            ]
          : ['with "Include administrators" not even an administrator\'s token passes']),
        ...askersEvidence(branch, repository),
      ],
      fix: 'Redeploy the previous release through the platform, or push a branch of its own and open a pull request with the token of an app. Do not turn the protection off.',
    };
    return [draft];
  });
}

function askersEvidence(branch: string, { live }: Repository): readonly string[] {
  const rule = toldValue(live?.branches.get(branch)?.updateRule);
  if (!isRefusing(rule)) return [];
  const needs = rule.approvals > 0 ? `, and ${rule.approvals} approvals are required` : '';
  return [
    `GitHub says so to "${rule.viewer}", whose token asked and may write elsewhere: viewerCanPush is false${needs}; the step may push as somebody else`,
  ];
}

/** GitHub does not tell a reader who may bypass a ruleset; a run's own token is not on the list. */
const mayBypass = (source: string, job: JobSite): boolean =>
  source.startsWith('a ruleset (') && !pushesWithRunToken(job);

// Pushes of bots to a branch without rules are common and fine; a rollback is for a protected one.
function isLikely(branch: string, { text }: JobSite, { git, files }: Repository): boolean {
  const isMain = branch === git.defaultBranch || USUAL.has(branch);
  const takesPulls = files.some(({ workflow }) =>
    workflow.triggers.some(
      ({ event, filters }) =>
        event === 'pull_request' &&
        (filters.branches === undefined || filters.branches.patterns.includes(branch)),
    ),
  );
  return isMain && takesPulls && /\bgit revert\b|roll-?back/i.test(text);
}
