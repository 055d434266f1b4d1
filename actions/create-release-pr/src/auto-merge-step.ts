/** Auto-merge of the release: what is wished for. */
import type { Log } from '@release-train/action-kit';
import type { GitHub, Mergeable, PullRequest } from '@release-train/github';
import type { AutoMergeWish, AutoMerging } from '@release-train/github/auto-merge';
import {
  autoMergeNote,
  isDraftAfter,
  rehearsedAutoMerge,
  takeAutoMergeStep,
} from '@release-train/github/auto-merge-step';
import type { Inputs } from './contract.ts';
import { blockKind, type Release } from './decide.ts';

interface Situation {
  readonly inputs: Pick<Inputs, 'auto-merge'>;
  readonly pull: PullRequest;
  readonly mergeable: Mergeable;
  /** The body with another note in its record. */
  readonly bodyWith: (note: string | undefined, current: string) => string;
}

export const noteIn = (body: string): string | undefined => autoMergeNote(body, blockKind);

export const autoMergeStep = (
  decision: Release,
  { inputs, pull, mergeable, bodyWith }: Situation,
  ports: { readonly github: GitHub; readonly log: Log },
): Promise<AutoMerging> => {
  const wish = wishOf(decision, { method: inputs['auto-merge'], pull, mergeable });
  return takeAutoMergeStep(wish, bodyWith, ports);
};

export function rehearsed(
  decision: Release,
  { 'auto-merge': method }: Pick<Inputs, 'auto-merge'>,
): readonly string[] {
  const { open: pull, plan, conflicts } = decision;
  const wish = pull && wishOf(decision, { method, pull, mergeable: 'unknown' });
  return rehearsedAutoMerge(method, wish, !plan.draft && conflicts.length === 0);
}

function wishOf(
  { open, plan, tip, conflicts, mergeMethods }: Release,
  { mergeable, ...wish }: Pick<AutoMergeWish, 'method' | 'pull'> & { mergeable: Mergeable },
): AutoMergeWish {
  const isDraft = isDraftAfter(wish.pull, plan, open);
  return {
    ...wish,
    headSha: tip,
    isReady: conflicts.length === 0 && mergeable !== 'false' && !isDraft,
    allowed: mergeMethods,
    note: noteIn(open?.body ?? ''),
  };
}
