/** Auto-merge of the sync, after all else about its pull request is in place. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import {
  type AutoMergeWish,
  type AutoMerging,
  keepAutoMerge,
  planAutoMerge,
} from '@release-train/github/auto-merge';
import { renderAutoMerge } from '@release-train/github/auto-merge-words';
import { methodsLeftOf } from '@release-train/github/branch-preflight';
import { readRecord } from '@release-train/github/managed-block';
import type { Method } from './content.ts';
import type { Inputs } from './contract.ts';
import type { Sync } from './decide.ts';
import { blockKind, type MergeFacts } from './facts.ts';

interface Situation {
  readonly inputs: Pick<Inputs, 'auto-merge' | 'base'>;
  readonly facts: MergeFacts;
  readonly method: Method;
  readonly pull: PullRequest;
  /** The body with another note in its record. */
  readonly bodyWith: (note: string | undefined, current: string) => string;
}

interface Ports {
  readonly github: GitHub;
  readonly log: Log;
}

/** What the last run noted about auto-merge. */
export const noteIn = (body: string): string | undefined =>
  readRecord(body, blockKind)?.['autoMerge'];

export async function autoMergeStep(
  decision: Sync,
  situation: Situation,
  ports: Ports,
): Promise<AutoMerging> {
  const { inputs, pull, bodyWith } = situation;
  const { github, log } = ports;
  const wish = wishOf(decision, situation);
  // Asking makes GitHub compute it: of a pull request just opened it knows nothing yet.
  if (wish.method !== 'off' && wish.isReady) await github.mergeable(pull.number, wish.headSha);
  const result = await keepAutoMerge(github.autoMerge, wish);
  const says = `auto-merge: ${renderAutoMerge(result, 'en')}`;
  if (result.state === 'refused') log.warning(says);
  else if (result.state !== 'off') log.info(says);
  if (result.state === 'merged') {
    await verifyHistory(decision, { base: inputs.base, method: situation.method }, ports);
  }
  if (result.note === wish.note || result.state === 'merged') return result;
  // Read again: people may have written into it since.
  const { pull: now } = await github.autoMerge.look(pull.number);
  await github.updatePull(pull.number, { body: bodyWith(result.note, now.body) });
  return { ...result, changed: true };
}

/** A merge that was to bring the history, and did not, is told at once. */
async function verifyHistory(
  { content }: Sync,
  { base, method }: { readonly base: string; readonly method: Method },
  { github, log }: Ports,
): Promise<void> {
  if (method !== 'merge') return;
  const { ahead } = await github.compare(base, content.head);
  if (ahead === 0) return;
  log.warning(
    `the files of the sync arrived in "${base}", its history did not: set "auto-merge: merge", or "method: linear" where no history is wanted`,
  );
}

/** What it would do, for a dry run. */
export function rehearsedAutoMerge(
  decision: Sync,
  situation: Omit<Situation, 'pull' | 'bodyWith'>,
): readonly string[] {
  const method = situation.inputs['auto-merge'];
  const { open: pull } = decision;
  const isNewAndReady = !pull && method !== 'off' && decision.content.conflicts.length === 0;
  if (isNewAndReady) return [`switch on auto-merge by ${method}`];
  const step = pull && planAutoMerge(wishOf(decision, { ...situation, pull })).step;
  if (step === 'arm' || step === 'rearm') return [`switch on auto-merge by ${method}`];
  return step === 'disarm' ? ['switch off auto-merge'] : [];
}

function wishOf(
  { content, plan, open, tip }: Sync,
  { inputs, facts, pull }: Omit<Situation, 'bodyWith' | 'method'>,
): AutoMergeWish {
  const change = open ? plan.draftChange : 'none';
  const isDraft = change === 'none' ? pull.isDraft : change === 'to-draft';
  return {
    pull,
    method: inputs['auto-merge'],
    headSha: tip,
    isReady: content.conflicts.length === 0 && !isDraft,
    allowed: methodsLeftOf(facts),
    note: noteIn(open?.body ?? ''),
  };
}
