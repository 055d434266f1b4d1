import type { EventContext } from '@release-train/action-kit';
import type { Claims } from './claim.ts';
import type { Inputs } from './contract.ts';
import { githubClaims } from './github-claims.ts';
import { githubJudgements } from './github-judgements.ts';
import type { Judgements } from './judgement.ts';

/** The record on GitHub, where a token was given and there is a repository to write to. */
export function recordsFor(
  inputs: Inputs,
  { apiUrl, repository, runUrl }: EventContext,
): { readonly judgements?: Judgements; readonly claims?: Claims } {
  const token = inputs['github-token'];
  if (token === undefined || repository === '') return {};
  const place = { apiUrl, token, repository };
  return { judgements: githubJudgements(place, runUrl), claims: githubClaims(place) };
}
