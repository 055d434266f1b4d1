/** RD310: automation for every branch that also catches the branches of releases. */
import { asksForBranch, isLiteral, pullLines, type Trigger } from '@release-train/workflows';
import type { Rule } from '../finding.ts';
import { jobSites, quoteLine } from '../region.ts';

export const branchAutomation: Rule = {
  id: 'RD310',
  name: 'branch-automation',
  stage: 'D',
  title:
    'A workflow opens or merges a pull request for every pushed branch, those of releases included.',
  check: ({ files }) =>
    files.flatMap((file) => {
      const trigger = file.workflow.triggers.find(({ event }) => event === 'push');
      if (!trigger || !catchesAll(trigger)) return [];
      return jobSites(file).flatMap(({ job, steps }) =>
        steps
          .filter(({ step }) => !asksForBranch(job.if) && !asksForBranch(step.if))
          .flatMap((site) => pullLines(site))
          .map((line) => ({
            severity: 'warning' as const,
            file: file.path,
            line,
            job: job.id,
            blocks: 'nothing' as const,
            message:
              'every pushed branch gets a pull request, so "release/…", "sync/…" and "revert/…" do, too',
            evidence: [quoteLine(file, line), quoteLine(file, trigger.line)],
            fix: "Exclude them: `branches-ignore: [main, staging, 'release/**', 'sync/**', 'revert/**']`.",
          })),
      );
    }),
};

const RELEASE = ['release/', 'sync/', 'revert/'];

function catchesAll({ filters }: Trigger): boolean {
  if (filters.tags && !filters.branches && !filters['branches-ignore']) return false;
  const ignored = filters['branches-ignore']?.patterns;
  if (ignored) return !RELEASE.every((kind) => ignored.some((pattern) => pattern.startsWith(kind)));
  const patterns = filters.branches?.patterns;
  if (!patterns) return true;
  if (isLiteral(patterns)) return false;
  const takesAll = patterns.some((pattern) => /^\*\*?(?:\/\*\*?)?$/.test(pattern));
  return (
    takesAll && !RELEASE.every((kind) => patterns.some((pattern) => pattern.startsWith(`!${kind}`)))
  );
}
