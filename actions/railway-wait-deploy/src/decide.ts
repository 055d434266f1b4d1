/** What the judgements of all services come to. Pure. */
import type { Inputs, Verdict } from './contract.ts';
import type { Judgement } from './judgement.ts';

/** From worst to best: the verdict of the whole is that of its worst service. */
const severity: readonly Verdict[] = [
  'deadlocked',
  'failed',
  'crashed',
  'needs-approval',
  'not-found',
  'timed-out',
  'superseded',
  'success',
  'skipped',
];

export interface Whole {
  readonly verdict: Verdict;
  readonly isGreen: boolean;
}

/**
 * The verdict of all services together; nothing while it is open. With `all` every service is
 * waited for even when one has failed, so that nothing is in motion when the step ends.
 */
export function decide(
  judgements: readonly Judgement[],
  require: Inputs['require'],
): Whole | undefined {
  const greens = judgements.filter(({ isGreen }) => isGreen);
  if (require === 'any' && greens.length > 0) return { verdict: worst(greens), isGreen: true };
  if (judgements.length === 0 || judgements.some(({ verdict }) => !verdict)) return undefined;
  const reds = judgements.filter(({ isGreen }) => !isGreen);
  return { verdict: worst(reds.length > 0 ? reds : greens), isGreen: reds.length === 0 };
}

const worst = (judgements: readonly Judgement[]): Verdict =>
  severity.find((verdict) => judgements.some((judgement) => judgement.verdict === verdict)) ??
  'not-found';
