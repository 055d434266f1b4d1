/** Auto-merge of the sync: what is wished for, and whether the history came along. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, PullRequest } from '@release-train/github';
import type { AutoMergeWish, AutoMerging } from '@release-train/github/auto-merge';
import {
  autoMergeNote,
  isDraftAfter,
  rehearsedAutoMerge,
  takeAutoMergeStep,
} from '@release-train/github/auto-merge-step';
import { methodsLeftOf } from '@release-train/github/branch-preflight';
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

export const noteIn = (body: string): string | undefined => autoMergeNote(body, blockKind);

export async function autoMergeStep(
  decision: Sync,
  situation: Situation,
  ports: Ports,
): Promise<AutoMerging> {
  const { inputs, pull, bodyWith, method } = situation;
  const wish = wishOf(decision, situation);
  // Asking makes GitHub compute it: of a pull request just opened it knows nothing yet.
  if (wish.method !== 'off' && wish.isReady) {
    await ports.github.mergeable(pull.number, wish.headSha);
  }
  const result = await takeAutoMergeStep(wish, bodyWith, ports);
  if (result.state === 'merged')
    await verifyHistory(decision, { base: inputs.base, method }, ports);
  return result;
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

export function rehearsed(
  decision: Sync,
  situation: Omit<Situation, 'pull' | 'bodyWith'>,
): readonly string[] {
  const { open: pull, content } = decision;
  const wish = pull && wishOf(decision, { ...situation, pull });
  return rehearsedAutoMerge(situation.inputs['auto-merge'], wish, content.conflicts.length === 0);
}

function wishOf(
  { content, plan, open, tip }: Sync,
  { inputs, facts, pull }: Omit<Situation, 'bodyWith' | 'method'>,
): AutoMergeWish {
  return {
    pull,
    method: inputs['auto-merge'],
    headSha: tip,
    isReady: content.conflicts.length === 0 && !isDraftAfter(pull, plan, open),
    allowed: methodsLeftOf(facts),
    note: noteIn(open?.body ?? ''),
  };
}
