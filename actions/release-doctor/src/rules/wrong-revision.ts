/** RD301: the tip of the default branch taken for the commit that was deployed. */
import type { Draft, Rule } from '../finding.ts';
import { type JobSite, jobSites, type Line, quoteLine } from '../region.ts';
import { commands, operands } from '../shell-lines.ts';

const TIP = /\bgithub\.sha\b|\$\{?GITHUB_SHA\b/;
const KNOWS_BETTER = /head_sha|deployment\.sha|client_payload/;

export const wrongRevision: Rule = {
  id: 'RD301',
  name: 'wrong-revision',
  stage: 'D',
  title:
    'A run that stands on the default branch verifies or reverts that tip, not what was deployed.',
  check: ({ files }) =>
    files.flatMap((file) => {
      const events = file.workflow.triggers.map(({ event }) => event);
      if (!events.every((event) => event === 'workflow_run' || event === 'schedule')) return [];
      const isRun = events.includes('workflow_run');
      return jobSites(file).flatMap((job) => [
        ...(isRun ? tipUses(job) : []),
        ...(events.length > 0 ? tipReverts(job) : []),
      ]);
    }),
};

const tipUses = (job: JobSite): readonly Draft[] =>
  job.steps
    .flatMap(({ lines }) => withoutName(lines))
    .filter(({ text }) => TIP.test(text) && !KNOWS_BETTER.test(text) && !isHarmless(text))
    .map((line) =>
      draft(job, line, {
        message:
          '`github.sha` is the tip of the default branch here, not the commit the upstream run was for',
        fix: 'Use `github.event.workflow_run.head_sha`.',
      }),
    );

/** A name shows a commit, and verifies nothing. */
function withoutName(lines: readonly Line[]): readonly Line[] {
  const start = lines.findIndex(({ text }) => /^\s*(?:-\s+)?name:/.test(text));
  if (start < 0) return lines;
  const column = lines[start]?.text.indexOf('name:') ?? 0;
  const length = lines.slice(start + 1).findIndex(({ text }) => text.search(/\S/) <= column);
  return length < 0 ? lines.slice(0, start) : lines.toSpliced(start, length + 1);
}

// Printing it or naming a group after it verifies nothing.
const isHarmless = (text: string): boolean =>
  /^\s*(?:-\s+)?(?:run:\s*)?echo\b|^\s*(?:group|run-name|name|key|if):/.test(text);

function tipReverts(job: JobSite): readonly Draft[] {
  const checksOutOther = /ref:.*(?:head_sha|deployment\.sha)/.test(job.text);
  if (checksOutOther) return [];
  return job.steps.flatMap(({ lines }) =>
    commands(lines, 'git', 'revert')
      .filter((command) => operands(command, 'revert').some((word) => /^HEAD\b/.test(word)))
      .map(({ line, text }) =>
        draft(
          job,
          { number: line, text },
          {
            message:
              '`HEAD` is the tip of the default branch here; what is reverted need not be what failed',
            fix: 'Revert the commit that was deployed, by its SHA: `github.event.workflow_run.head_sha`.',
          },
        ),
      ),
  );
}

const draft = (
  { file, job }: JobSite,
  { number }: Line,
  words: { readonly message: string; readonly fix: string },
): Draft => ({
  severity: 'error',
  file: file.path,
  line: number,
  job: job.id,
  blocks: 'nothing',
  evidence: [quoteLine(file, number)],
  ...words,
});
