/** RD115, live half: what the settings of the repository allow to run. */
import type { Draft } from '../finding.ts';
import type { ActionsPolicy, SelectedActions } from '../live/live.ts';
import type { LiveFacts } from '../live/live-facts.ts';
import { DAY } from '../live/runs.ts';
import { toldValue } from '../live/told.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { jobSites, lineMatching, quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

export function policyDrafts({ live, files }: Repository): readonly Draft[] {
  const [first] = files;
  if (!live || !first) return [];
  if (live.repository.isArchived) return [archived(first, files)];
  const { policy } = live;
  if (policy.kind === 'untold') {
    const what = 'whether Actions are on, and which may run,';
    return hasRunLately(live) ? [] : [untoldDraft({ file: first.path, line: 1, what }, policy)];
  }
  if (!policy.value.enabled) return [allOff(first, files)];
  return files.flatMap((file) =>
    usesOf(file).flatMap((use) => {
      const problem = problemWith(use.uses, policy.value, live);
      return problem ? [refused(file, use, problem)] : [];
    }),
  );
}

/** Then they are on, and what a run may not use shows as a run that failed to start. */
const hasRunLately = ({ recent, now }: LiveFacts): boolean =>
  (toldValue(recent) ?? []).some(({ createdAt }) => createdAt > now - 7 * DAY);

const allOff = ({ path }: WorkflowFile, files: readonly WorkflowFile[]): Draft => ({
  severity: 'error',
  file: path,
  line: 1,
  blocks: 'repository',
  message: 'Actions are switched off for this repository, so no workflow runs',
  evidence: files.map((file) => file.path),
  fix: 'Switch them on in Settings → Actions → General; where the setting is greyed out, ask an owner of the organization.',
});

const archived = (first: WorkflowFile, files: readonly WorkflowFile[]): Draft => ({
  ...allOff(first, files),
  message: 'the repository is archived, so no workflow runs',
  fix: 'Unarchive it in Settings → General.',
});

interface Use {
  readonly uses: string;
  readonly line: number;
}

const usesOf = (file: WorkflowFile): readonly Use[] =>
  jobSites(file).flatMap(({ job, lines, steps }) => [
    ...(job.uses === undefined ? [] : [{ uses: job.uses, line: lineMatching(lines, /uses:/) }]),
    ...steps.flatMap(({ step, lines: own }) =>
      step.kind === 'uses' ? [{ uses: step.uses, line: lineMatching(own, /uses:/) }] : [],
    ),
  ]);

type Problem = Pick<Draft, 'severity' | 'message'>;

function problemWith(
  uses: string,
  { allowed, selected, requiresPins }: ActionsPolicy,
  { repository }: LiveFacts,
): Problem | undefined {
  if (!/^[\w.-]+\/[\w.-]+/.test(uses) || uses.startsWith('./')) return undefined;
  if (requiresPins && !/@[0-9a-f]{40}$/.test(uses)) {
    return {
      severity: 'error',
      message: `"${uses}" is not pinned to a commit, as the settings ask`,
    };
  }
  if (allowed === 'all') return undefined;
  if (allowed === 'local_only') {
    const owner = `${repository.owner}/`.toLowerCase();
    return uses.toLowerCase().startsWith(owner)
      ? undefined
      : { severity: 'error', message: `"${uses}" is of others, and only own actions may run` };
  }
  return selected ? notSelected(uses, selected, repository.owner) : undefined;
}

function notSelected(
  uses: string,
  { github, verified, patterns }: SelectedActions,
  owner: string,
): Problem | undefined {
  const isGitHubs = /^(?:actions|github)\//.test(uses);
  const isOwn = uses.toLowerCase().startsWith(`${owner}/`.toLowerCase());
  if (isOwn || (github && isGitHubs) || patterns.some((each) => isMatch(each, uses))) {
    return undefined;
  }
  return verified
    ? {
        severity: 'unknown',
        message: `"${uses}" may run only if its creator is verified by GitHub, which no API tells`,
      }
    : { severity: 'error', message: `"${uses}" is not among the actions that are allowed to run` };
}

/** `owner/*`, `owner/name@*`; `*` stands for anything. */
const isMatch = (pattern: string, uses: string): boolean =>
  new RegExp(`^${pattern.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(
    uses,
  );

const refused = (file: WorkflowFile, { line }: Use, problem: Problem): Draft => ({
  file: file.path,
  line,
  blocks: problem.severity === 'error' ? 'workflow' : 'nothing',
  evidence: [quoteLine(file, line), 'Settings → Actions → General → Actions permissions'],
  fix: 'Allow it there, pin it to a commit where that is asked, or use one that is allowed: the run fails before its first job.',
  ...problem,
});
