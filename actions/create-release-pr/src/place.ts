import { badInput, type EventContext, isBranchName } from '@release-train/action-kit';
import { codeSpan } from '@release-train/action-kit/text';
import { contract, type Inputs } from './contract.ts';

export interface Place {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly head: string;
  readonly base: string;
  /** The release branch. */
  readonly branch: string;
}

/** @throws ActionError `bad-input` for branches that cannot go together */
export function placeOf(
  inputs: Pick<Inputs, 'head' | 'base' | 'release-branch' | 'pick'>,
  { serverUrl, repository }: Pick<EventContext, 'serverUrl' | 'repository'>,
): Place {
  const { head, base } = inputs;
  const isDefault = inputs['release-branch'] === contract.inputs['release-branch'].default;
  const suffix = isDefault && (inputs.pick ?? []).length > 0 ? '-picked' : '';
  const branch = `${inputs['release-branch']}${suffix}`.replace(
    /\{(head|base)\}/g,
    (_whole, name: 'head' | 'base') => inputs[name],
  );
  const problems = [
    ...(head === base
      ? [{ input: 'head', problem: `is "${head}", the same branch as "base"` }]
      : []),
    ...(isBranchName(branch)
      ? []
      : [{ input: 'release-branch', problem: `gives "${branch}", which is no branch name` }]),
    ...([head, base].includes(branch)
      ? [
          {
            input: 'release-branch',
            problem: `gives "${branch}", which is not a branch of its own`,
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw badInput(problems);
  return { repositoryUrl: `${serverUrl}/${repository}`, head, base, branch };
}

/** The branches as code, for sentences in Markdown. */
export const endsOf = ({
  head,
  base,
}: Place): { readonly head: string; readonly base: string } => ({
  head: codeSpan(head),
  base: codeSpan(base),
});
