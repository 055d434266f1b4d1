/** A run that ends before the services are known. */
import { duration, forMarkdown, type Outcome } from '@release-train/action-kit';
import { isTransient } from '@release-train/railway';
import { interruptionBy, isCancellation } from './cancel.ts';
import type { contract } from './contract.ts';
import type { Interruption } from './report.ts';

export interface Unbegun {
  readonly interruption: Interruption;
}

/**
 * Railway was out of order all the time, or the job was cancelled.
 *
 * @throws the error itself where it is a finding: a refused token, an unknown name
 */
export function unbegun(error: unknown): Unbegun {
  if (!isCancellation(error) && !isTransient(error)) throw error;
  return { interruption: interruptionBy(error) };
}

interface Facts {
  readonly commit: string;
  readonly durationMs: number;
  readonly requests: number;
}

export function unbegunOutcome(
  { interruption }: Unbegun,
  { commit, durationMs, requests }: Facts,
): Outcome<typeof contract> {
  const { message, hint } =
    interruption.kind === 'error'
      ? interruption
      : { message: 'the job was cancelled before anything was known', hint: undefined };
  const facts = `Nothing is known of commit \`${commit.slice(0, 7)}\` after ${duration(durationMs)} and ${requests} requests to Railway.`;
  return {
    outputs: {
      verdict: 'timed-out',
      url: undefined,
      commit,
      'live-commit': undefined,
      'duration-ms': Math.round(durationMs),
      requests,
      deployments: {},
    },
    summary: ['### Railway: timed-out', facts, forMarkdown(message, 500), ''].join('\n\n'),
    failure: { message, ...(hint ? { hint } : {}) },
  };
}
