import type { EventContext, Log } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import type { Claims } from './act/claim.ts';
import { githubClaims } from './act/github-claims.ts';
import type { Inputs } from './contract.ts';
import { githubJudgements } from './github-judgements.ts';
import type { Judgements } from './judgement.ts';
import type { Revert } from './revert/revert.ts';
import type { KeepComment } from './tell/tell.ts';

interface OnGitHub {
  readonly judgements?: Judgements;
  readonly claims?: Claims;
  readonly revert?: Revert;
  readonly comment?: KeepComment;
}

interface Around {
  readonly context: EventContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is written on GitHub, where a token was given and there is a repository to write to. */
export function recordsFor(inputs: Inputs, around: Around): OnGitHub {
  const { apiUrl, repository, runUrl } = around.context;
  const token = inputs['github-token'];
  if (token === undefined || repository === '') return {};
  const place = { apiUrl, token, repository, clock: around.clock };
  return {
    judgements: githubJudgements(place, runUrl),
    claims: githubClaims(place),
    revert: revertWith(token, around),
    comment: commentWith(token, around),
  };
}

/** Git and Octokit are loaded by the few runs that need them. */
const revertWith =
  (token: string, { context, ...common }: Around): Revert =>
  async (order) => {
    const { openRevertOnGitHub } = await import('./revert/on-github.ts');
    return openRevertOnGitHub({ token, ...common, ...context })(order);
  };

const commentWith =
  (token: string, { context, ...common }: Around): KeepComment =>
  async (comment) => {
    const { commentOnGitHub } = await import('./tell/comment-on-github.ts');
    return commentOnGitHub({ token, ...common, ...context })(comment);
  };
