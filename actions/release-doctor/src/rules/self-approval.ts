/** RD311: a bot whose review satisfies the approval that production asks for. */
import {
  approvalLines,
  asksForPull,
  matchesPatterns,
  type Trigger,
} from '@release-train/workflows';
import type { Rule } from '../finding.ts';
import { jobSites, quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';

const PULLS = new Set(['pull_request', 'pull_request_target']);
const USUAL = ['main', 'master', 'production'];

export const selfApproval: Rule = {
  id: 'RD311',
  name: 'self-approval',
  stage: 'D',
  title: 'A workflow approves pull requests to the production branch by itself.',
  check: (repository) =>
    repository.files.flatMap((file) => {
      const trigger = file.workflow.triggers.find(({ event }) => PULLS.has(event));
      if (!trigger || !reachesProduction(trigger, repository)) return [];
      return jobSites(file).flatMap(({ job, steps }) =>
        steps
          .filter(({ step }) => !asksForPull(job.if) && !asksForPull(step.if))
          .flatMap((site) => approvalLines(site))
          .map((line) => ({
            severity: 'warning' as const,
            file: file.path,
            line,
            job: job.id,
            blocks: 'nothing' as const,
            message:
              'the workflow approves pull requests to production itself, so a required approval asks nobody',
            evidence: [quoteLine(file, line), quoteLine(file, trigger.line)],
            fix: 'Restrict it to branches that are not released from (`branches: [staging]`), or to one author in `if`.',
          })),
      );
    }),
};

function reachesProduction({ filters }: Trigger, { git }: Repository): boolean {
  const targets = git.defaultBranch ? [git.defaultBranch, 'production'] : USUAL;
  const { branches, 'branches-ignore': ignored } = filters;
  if (branches) return targets.some((name) => matches(branches.patterns, name));
  return !(ignored && targets.every((name) => matches(ignored.patterns, name)));
}

function matches(patterns: readonly string[], name: string): boolean {
  try {
    return matchesPatterns(patterns, name);
  } catch {
    // A pattern GitHub rejects lets nothing through.
    return false;
  }
}
