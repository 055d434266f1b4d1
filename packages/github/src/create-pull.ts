import { HttpError } from '@release-train/http';
import { type Clock, retry } from '@release-train/polling';
import type { NewPull, PullRequest } from './github.ts';

interface Calls {
  readonly create: (pull: NewPull) => Promise<PullRequest>;
  readonly findOpen: () => Promise<PullRequest | undefined>;
}

const policy = {
  tries: 3,
  firstMs: 1000,
  factor: 3,
  mostMs: 10_000,
  retryInMs: (error: unknown, attempt: number) =>
    isLost(error) || isUnseen(error) ? 2000 * attempt : undefined,
};

/**
 * Opens a pull request exactly once. A create whose answer was lost may have happened, and another
 * run may have been faster: so before any second try the open ones are read again.
 */
export const createPullOnce = (clock: Clock, calls: Calls, pull: NewPull): Promise<PullRequest> =>
  retry(clock, policy, async () => {
    try {
      return await calls.create(pull);
    } catch (error) {
      if (isAboutDrafts(error) && pull.draft) return calls.create({ ...pull, draft: false });
      const open = isLost(error) || isDuplicate(error) ? await calls.findOpen() : undefined;
      if (open) return open;
      throw error;
    }
  });

const isLost = (error: unknown): boolean =>
  error instanceof HttpError && (error.status === 0 || error.status >= 500);

const isDuplicate = (error: unknown): boolean =>
  error instanceof HttpError && /pull request already exists/i.test(error.message);

/**
 * A branch pushed a moment ago may not be seen yet by whoever answers: GitHub calls it invalid.
 * https://github.com/google-github-actions/release-please-action/issues/1105
 */
const isUnseen = (error: unknown): boolean =>
  error instanceof HttpError && error.status === 422 && /\bhead invalid\b/.test(error.message);

/** Private repositories of free plans have no drafts. */
const isAboutDrafts = (error: unknown): boolean =>
  error instanceof HttpError && /draft pull requests are not supported/i.test(error.message);
