import { ActionError } from './action-error.ts';
import type { Log } from './runner.ts';

/**
 * A `RetryPolicy` for whoever plans by what was read and is refused with `lease-lost`, because
 * somebody else moved the branch: everything is read and planned again, up to three times in all.
 */
export const whenOvertaken = (log: Log) => ({
  tries: 3,
  firstMs: 1000,
  factor: 2,
  mostMs: 5000,
  retryInMs: (error: unknown, attempt: number): number | undefined =>
    error instanceof ActionError && error.code === 'lease-lost' ? 1000 * attempt : undefined,
  onRetry: (): void => log.info('somebody else moved the branch: reading everything again'),
});
