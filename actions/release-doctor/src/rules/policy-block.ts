/** RD115: a trigger that GitHub's default policy blocks. */
import type { Draft, Rule } from '../finding.ts';
import { quoteLine } from '../region.ts';
import type { Repository } from '../repository.ts';
import { policyDrafts } from './live-policy.ts';

export const policyBlock: Rule = {
  id: 'RD115',
  name: 'policy-block',
  stage: 'B',
  title: 'A policy of the repository, or the default one, does not let a workflow run.',
  check: (repository) => [...defaultBlock(repository), ...policyDrafts(repository)],
};

const defaultBlock = ({ files, visibility }: Repository): readonly Draft[] =>
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
              visibility === 'public' ? '' : '; whether this repository is public is not known here'
            }`,
            evidence: [quoteLine(file, line)],
            fix: 'Use `pull_request`, or let an administrator allow the event in the workflow execution protections.',
          })),
      );
