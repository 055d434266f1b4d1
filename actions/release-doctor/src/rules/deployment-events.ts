/** RD114: `deployment_status` workflows that misread the event. */
import type { Draft, Rule } from '../finding.ts';
import { toldValue } from '../live/told.ts';
import { jobSites, type Line, lineAt, quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';
import { deploymentDrafts } from './live-deployments.ts';
import { isRailway } from './railway.ts';

export const deploymentStatus: Rule = {
  id: 'RD114',
  name: 'deployment-status',
  stage: 'D',
  title:
    'A `deployment_status` workflow tests what the event does not hold, or does not test its state.',
  check: (repository) =>
    repository.files.flatMap((file) => {
      const trigger = file.workflow.triggers.find(({ event }) => event === 'deployment_status');
      if (!trigger || file.workflow.jobs.length === 0) return [];
      const lines = jobSites(file).flatMap((site) => site.lines);
      return [
        ...stateless(file, trigger.line, lines),
        ...(file.workflow.triggers.length === 1 ? refTests(file, lines) : []),
        ...inactive(file, lines),
        ...environmentNames(file, lines, repository),
        ...deploymentDrafts({ file, trigger, lines }, repository),
      ];
    }),
};

type Words = Pick<Draft, 'severity' | 'message' | 'fix'>;

const at = (file: WorkflowFile, line: number, words: Words): Draft => ({
  file: file.path,
  line,
  blocks: 'nothing',
  evidence: [quoteLine(file, line)],
  ...words,
});

const stateless = (file: WorkflowFile, line: number, lines: readonly Line[]): readonly Draft[] =>
  lines.some(({ text }) => /deployment_status\.state|toJSON\(github\.event/i.test(text))
    ? []
    : [
        at(file, line, {
          severity: 'warning',
          message:
            'the workflow runs for every state of every deployment, and nothing tests the state',
          fix: "Test `github.event.deployment_status.state == 'success'` and the environment in `if`.",
        }),
      ];

const refTests = (file: WorkflowFile, lines: readonly Line[]): readonly Draft[] =>
  lines
    .filter(({ text }) => /\bif:|[&|]{2}/.test(text) && /github\.ref(?:_name)?\s*[!=]=/.test(text))
    .map(({ number }) =>
      at(file, number, {
        severity: 'error',
        message: '`github.ref` is empty where a deployment was made for a commit, as platforms do',
        fix: 'Test `github.event.deployment.environment`, and take the commit from `github.event.deployment.sha`.',
      }),
    );

const inactive = (file: WorkflowFile, lines: readonly Line[]): readonly Draft[] =>
  lines
    .filter(({ text }) => /deployment_status\.state\s*==\s*'inactive'/.test(text))
    .map(({ number }) =>
      at(file, number, {
        severity: 'error',
        message: 'the state "inactive" starts no workflow',
        fix: "Wait for 'success', 'failure' or 'error'.",
      }),
    );

/** Railway writes "<project> / <environment>". */
function environmentNames(
  file: WorkflowFile,
  lines: readonly Line[],
  repository: Repository,
): readonly Draft[] {
  if (toldValue(repository.live?.deployments) || !isRailway(repository)) return [];
  return lines.flatMap(({ number }) => {
    const compared = /deployment(?:_status)?\.environment\s*==\s*'([^']+)'/.exec(
      lineAt(file, number),
    );
    const name = compared?.[1];
    if (name === undefined || name.includes(' / ')) return [];
    return [
      at(file, number, {
        severity: 'warning',
        message: `Railway calls its environments "<project> / <environment>", so "${name}" is never equal to one`,
        fix: `Write \`endsWith(github.event.deployment.environment, '/ ${name}')\`.`,
      }),
    ];
  });
}
