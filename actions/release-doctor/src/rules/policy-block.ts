/** RD115: a trigger that GitHub's default policy blocks. */
import type { Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';

export const policyBlock: Rule = {
  id: 'RD115',
  name: 'policy-block',
  stage: 'B',
  title: 'The default policy of public repositories blocks `pull_request_target`.',
  check: ({ files, visibility }) =>
    visibility === 'private'
      ? []
      : files.flatMap((file) =>
          file.workflow.triggers
            .filter(({ event }) => event === 'pull_request_target')
            .map(({ line }) => ({
              severity: visibility === 'public' ? ('warning' as const) : ('unknown' as const),
              file: file.path,
              line,
              blocks: 'nothing' as const,
              message: `"pull_request_target" is blocked by default in public repositories since 2026-11-02${
                visibility === 'public'
                  ? ''
                  : '; whether this repository is public is not known here'
              }`,
              evidence: [quoteLine(file, line)],
              fix: 'Use `pull_request`, or let an administrator allow the event in the workflow execution protections.',
            })),
        ),
};
