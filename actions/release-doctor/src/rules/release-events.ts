/** RD113: release events that do not come, and pushes of too many tags. */
import type { Draft, Rule } from '../finding.ts';
import { pushesOf } from '../push.ts';
import { jobSites, quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';

export const releaseEventGap: Rule = {
  id: 'RD113',
  name: 'release-event-gap',
  stage: 'A',
  title:
    'A workflow waits for a release event that does not come, or for more tags than GitHub announces.',
  check: (repository) => [...releaseTypes(repository), ...manyTags(repository)],
};

const PUBLISHING = ['published', 'released'];

const releaseTypes = ({ files }: Repository): readonly Draft[] =>
  files.flatMap((file) =>
    file.workflow.triggers.flatMap(({ event, filters: { types } }): readonly Draft[] => {
      const early = types?.patterns.filter((type) => type === 'created' || type === 'prereleased');
      if (event !== 'release' || !types || !early || early.length === 0) return [];
      if (types.patterns.some((type) => PUBLISHING.includes(type))) return [];
      return [
        {
          severity: 'warning',
          file: file.path,
          line: types.line,
          blocks: 'nothing',
          message: `a release published from a draft does not send "${early.join('", "')}"`,
          evidence: [quoteLine(file, types.line)],
          fix: 'Write `types: [published]`.',
        },
      ];
    }),
  );

/** Tools that tag every package of a repository. */
const MANY = /\b(?:changeset (?:publish|tag)|lerna (?:publish|version)|nx release)\b/;

function manyTags(repository: Repository): readonly Draft[] {
  const waiting = repository.files.filter(({ workflow }) =>
    workflow.triggers.some(({ event, filters }) => event === 'push' && filters.tags),
  );
  if (waiting.length === 0) return [];
  return repository.files.flatMap((file) =>
    jobSites(file)
      .filter(({ text }) => MANY.test(text))
      .flatMap((job) =>
        pushesOf(job, repository)
          .filter(({ command }) => /--(?:follow-)?tags\b/.test(command.text))
          .map(({ command }) => ({
            severity: 'warning' as const,
            file: file.path,
            line: command.line,
            job: job.job.id,
            blocks: 'nothing' as const,
            message: 'one push of more than three tags sends no event for any of them',
            evidence: [
              quoteLine(file, command.line),
              `"${MANY.exec(job.text)?.[0] ?? ''}" makes a tag for every package`,
              ...waiting.map(({ path }) => `"${path}" waits for tags`),
            ],
            fix: 'Push the tags one by one, or start the workflow by `workflow_dispatch` for each.',
          })),
      ),
  );
}
