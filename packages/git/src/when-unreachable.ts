import type { RetryPolicy } from '@release-train/polling';
import { GitError } from './git-error.ts';

/** For what may be asked again: a server that fails in passing. */
export const whenUnreachable: RetryPolicy = {
  tries: 3,
  firstMs: 1000,
  factor: 3,
  mostMs: 10_000,
  retryInMs: (error, attempt) =>
    error instanceof GitError && error.code === 'unreachable' ? 1000 * attempt : undefined,
};
