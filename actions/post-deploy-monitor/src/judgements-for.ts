import type { EventContext } from '@release-train/action-kit';
import type { Inputs } from './contract.ts';
import { githubJudgements } from './github-judgements.ts';
import type { Judgements } from './judgement.ts';

/** The record on GitHub, where a token was given and there is a repository to write to. */
export function judgementsFor(
  inputs: Inputs,
  { apiUrl, repository, runUrl }: EventContext,
): Judgements | undefined {
  const token = inputs['github-token'];
  if (token === undefined || repository === '') return undefined;
  return githubJudgements({ apiUrl, token, repository }, runUrl);
}
