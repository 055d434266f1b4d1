/** Auto-merge of the release, after all else about its pull request is in place. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, Mergeable, PullRequest } from '@release-train/github';
import {
  type AutoMergeWish,
  type AutoMerging,
  keepAutoMerge,
  planAutoMerge,
} from '@release-train/github/auto-merge';
import { renderAutoMerge } from '@release-train/github/auto-merge-words';
import { readRecord } from '@release-train/github/managed-block';
import type { Inputs } from './contract.ts';
import { blockKind, type Release } from './decide.ts';

interface Situation {
  readonly inputs: Pick<Inputs, 'auto-merge'>;
  readonly pull: PullRequest;
  readonly mergeable: Mergeable;
  /** The body with another note in its record. */
  readonly bodyWith: (note: string | undefined, current: string) => string;
}

/** What the last run noted about auto-merge. */
export const noteIn = (body: string): string | undefined =>
  readRecord(body, blockKind)?.['autoMerge'];

export async function autoMergeStep(
  decision: Release,
  { inputs, pull, mergeable, bodyWith }: Situation,
  { github, log }: { readonly github: GitHub; readonly log: Log },
): Promise<AutoMerging> {
  const wish = wishOf(decision, { method: inputs['auto-merge'], pull, mergeable });
  const result = await keepAutoMerge(github.autoMerge, wish);
  const says = `auto-merge: ${renderAutoMerge(result, 'en')}`;
  if (result.state === 'refused') log.warning(says);
  else if (result.state === 'withdrawn') log.notice(says);
  else if (result.state !== 'off') log.info(says);
  if (result.note === wish.note || result.state === 'merged') return result;
  // Read again: people may have ticked something since.
  const { pull: now } = await github.autoMerge.look(pull.number);
  await github.updatePull(pull.number, { body: bodyWith(result.note, now.body) });
  return { ...result, changed: true };
}

/** What it would do, for a dry run. */
export function rehearsedAutoMerge(
  decision: Release,
  { 'auto-merge': method }: Pick<Inputs, 'auto-merge'>,
): readonly string[] {
  const { open: pull, plan, conflicts } = decision;
  const isNewAndReady = !pull && method !== 'off' && !plan.draft && conflicts.length === 0;
  if (isNewAndReady) return [`switch on auto-merge by ${method}`];
  const wish = pull && wishOf(decision, { method, pull, mergeable: 'unknown' });
  switch (wish && planAutoMerge(wish).step) {
    case 'arm':
    case 'rearm':
      return [`switch on auto-merge by ${method}`];
    case 'disarm':
      return ['switch off auto-merge'];
    default:
      return [];
  }
}

function wishOf(
  { open, plan, tip, conflicts, mergeMethods }: Release,
  { mergeable, ...wish }: Pick<AutoMergeWish, 'method' | 'pull'> & { mergeable: Mergeable },
): AutoMergeWish {
  const change = open ? plan.draftChange : 'none';
  const isDraft = change === 'none' ? wish.pull.isDraft : change === 'to-draft';
  return {
    ...wish,
    headSha: tip,
    isReady: conflicts.length === 0 && mergeable !== 'false' && !isDraft,
    allowed: mergeMethods,
    note: noteIn(open?.body ?? ''),
  };
}
