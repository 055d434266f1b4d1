/** Auto-merge of a standing pull request, after all else about it is in place. */
import type { Log } from '@release-train/action-kit';
import { type AutoMergeWish, type AutoMerging, keepAutoMerge } from './auto-merge.ts';
import { planAutoMerge } from './auto-merge-plan.ts';
import { renderAutoMerge } from './auto-merge-words.ts';
import type { GitHub, PullRequest } from './github.ts';
import { readRecord } from './managed-block.ts';
import type { PullPlan } from './standing-pull.ts';

interface Ports {
  readonly github: GitHub;
  readonly log: Log;
}

/** What the last run noted about auto-merge. @param kind of the managed block */
export const autoMergeNote = (body: string, kind: string): string | undefined =>
  readRecord(body, kind)?.['autoMerge'];

/** @param bodyWith the body with another note in its record */
export async function takeAutoMergeStep(
  wish: AutoMergeWish,
  bodyWith: (note: string | undefined, current: string) => string,
  { github, log }: Ports,
): Promise<AutoMerging> {
  const result = await keepAutoMerge(github.autoMerge, wish);
  tell(result, log);
  if (result.note === wish.note || result.state === 'merged') return result;
  // Read again: people may have written into it since.
  const { number } = wish.pull;
  const { pull: now } = await github.autoMerge.look(number);
  await github.updatePull(number, { body: bodyWith(result.note, now.body) });
  return { ...result, changed: true };
}

function tell(result: AutoMerging, log: Log): void {
  const says = `auto-merge: ${renderAutoMerge(result, 'en')}`;
  if (result.state === 'refused') log.warning(says);
  else if (result.state === 'withdrawn') log.notice(says);
  else if (result.state !== 'off') log.info(says);
}

/** What it would do, for a dry run. @param wish of a pull request that is there */
export function rehearsedAutoMerge(
  method: AutoMergeWish['method'],
  wish: AutoMergeWish | undefined,
  isNewAndReady: boolean,
): readonly string[] {
  const on = [`switch on auto-merge by ${method}`];
  if (!wish) return isNewAndReady && method !== 'off' ? on : [];
  const { step } = planAutoMerge(wish);
  if (step === 'arm' || step === 'rearm') return on;
  return step === 'disarm' ? ['switch off auto-merge'] : [];
}

/** Whether it is a draft once the plan is carried out. */
export const isDraftAfter = (
  pull: PullRequest,
  { draftChange }: PullPlan,
  open: PullRequest | undefined,
): boolean => (open && draftChange !== 'none' ? draftChange === 'to-draft' : pull.isDraft);
