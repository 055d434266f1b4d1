/** RD114, live half: the deployments there are, against what a workflow waits for. */
import type { Trigger } from '@release-train/workflows';
import type { Draft } from '../finding.ts';
import type { LiveDeployment } from '../live/live.ts';
import { untoldDraft } from '../live/untold-draft.ts';
import { type Line, quoteLine } from '../region.ts';
import type { Repository, WorkflowFile } from '../repository.ts';

interface Site {
  readonly file: WorkflowFile;
  readonly trigger: Trigger;
  readonly lines: readonly Line[];
}

export function deploymentDrafts(site: Site, { live }: Repository): readonly Draft[] {
  const deployments = live?.deployments;
  if (!deployments) return [];
  const { file, trigger } = site;
  const place = { file: file.path, line: trigger.line };
  if (deployments.kind === 'untold') {
    return [untoldDraft({ ...place, what: 'which deployments there are' }, deployments)];
  }
  const all = deployments.value;
  if (all.length === 0) return [noneAtAll(site)];
  if (all.every(({ creator }) => creator === 'github-actions[bot]')) return [selfMade(site, all)];
  return unknownNames(site, all);
}

const at = (
  { file, trigger }: Site,
  words: Pick<Draft, 'severity' | 'message' | 'fix'>,
): Draft => ({
  file: file.path,
  line: trigger.line,
  stage: 'A',
  blocks: 'nothing',
  evidence: [quoteLine(file, trigger.line)],
  ...words,
});

const noneAtAll = (site: Site): Draft =>
  at(site, {
    severity: 'warning',
    message: 'the repository has no deployment, so nothing has started this workflow',
    fix: "See that the platform's GitHub App is installed with access to this repository, and that the service is connected to it.",
  });

const selfMade = (site: Site, all: readonly LiveDeployment[]): Draft =>
  at(site, {
    severity: 'error',
    message: `the last ${all.length} deployments were made by GITHUB_TOKEN, which starts no workflow`,
    fix: 'Wait for the deployment of a platform, make it with the token of a GitHub App, or start this workflow by `workflow_run`.',
  });

const COMPARED = /deployment(?:_status)?\.environment\s*==\s*'([^']+)'/;
const SUFFIX = /endsWith\(\s*github\.event\.deployment(?:_status)?\.environment\s*,\s*'([^']+)'/i;

/** GitHub compares texts without regard to case. */
function unknownNames({ file, lines }: Site, all: readonly LiveDeployment[]): readonly Draft[] {
  const names = [...new Set(all.map(({ environment }) => environment))];
  return lines.flatMap(({ number, text }) => {
    const wanted = COMPARED.exec(text)?.[1];
    const end = SUFFIX.exec(text)?.[1];
    const isThere = names.some((name) =>
      wanted === undefined
        ? name.toLowerCase().endsWith((end ?? '').toLowerCase())
        : name.toLowerCase() === wanted.toLowerCase(),
    );
    if (isThere || (wanted ?? end) === undefined) return [];
    return [
      {
        severity: 'error' as const,
        file: file.path,
        line: number,
        blocks: 'nothing' as const,
        message: `no deployment is for "${wanted ?? end}": the last ${all.length} were for ${names.map((name) => `"${name}"`).join(', ')}`,
        evidence: [
          quoteLine(file, number),
          `made by ${[...new Set(all.map(({ creator }) => creator))].join(', ')}`,
        ],
        fix: `Write the name as it is there; Railway calls its environments "<project> / <environment>".`,
      },
    ];
  });
}
