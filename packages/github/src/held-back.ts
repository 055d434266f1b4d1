import { HttpError } from '@release-train/http';
import type { GitHub, PullRequest } from './github.ts';

/** The account of a job's own token. */
const ofTheJob = 'github-actions[bot]';

interface Written {
  /** As it is after the run. */
  readonly pull: Pick<PullRequest, 'author'>;
  readonly isNew: boolean;
  /** Its branch was moved by this run. */
  readonly isPushed: boolean;
}

/**
 * What the token of a job opens or pushes starts no workflow of a pull request until somebody with
 * write access approves that. A pull request may be older than the token of today, so its author
 * tells only of its opening.
 * https://docs.github.com/en/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs
 */
export async function isHeldBack(
  github: Pick<GitHub, 'viewer'>,
  { pull: { author }, isNew, isPushed }: Written,
): Promise<boolean> {
  if (isNew) return author === ofTheJob;
  return isPushed && (await writer(github, author)) === ofTheJob;
}

/** A word of advice is not worth a failed run. */
async function writer(github: Pick<GitHub, 'viewer'>, author: string): Promise<string> {
  try {
    return (await github.viewer()) ?? author;
  } catch (error) {
    if (error instanceof HttpError) return author;
    throw error;
  }
}
