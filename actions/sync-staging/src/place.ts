import { badInput, type EventContext, isBranchName } from '@release-train/action-kit';
import type { Inputs } from './contract.ts';
import type { Place } from './render.ts';

/** @throws ActionError `bad-input` for branches that cannot go together */
export function placeOf(
  inputs: Pick<Inputs, 'head' | 'base' | 'sync-branch'>,
  { serverUrl, repository }: Pick<EventContext, 'serverUrl' | 'repository'>,
): Place {
  const { head, base } = inputs;
  const branch = inputs['sync-branch'].replaceAll('{head}', head).replaceAll('{base}', base);
  const problems = [
    ...(head === base
      ? [{ input: 'head', problem: `is "${head}", the same branch as "base"` }]
      : []),
    ...(isBranchName(branch)
      ? []
      : [{ input: 'sync-branch', problem: `gives "${branch}", which is no branch name` }]),
    ...([head, base].includes(branch)
      ? [{ input: 'sync-branch', problem: `gives "${branch}", which is not a branch of its own` }]
      : []),
  ];
  if (problems.length > 0) throw badInput(problems);
  return { repositoryUrl: `${serverUrl}/${repository}`, head, base, branch };
}
