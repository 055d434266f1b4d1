/** What a run did, and what it did when it had to look again. */
import type { GitHub } from '@release-train/github';
import type { BranchPreflight } from '@release-train/github/branch-preflight';
import { movedOn, resultOfBoth } from '@release-train/github/moved-on';
import type { Acted } from './act.ts';
import type { Content, Method } from './content.ts';
import type { Decision } from './decide.ts';
import type { Seen } from './facts.ts';

export interface Story extends Told {
  readonly seen: Seen;
  readonly method: Method | undefined;
}

export interface Told {
  readonly decision: Decision;
  readonly content: Content | undefined;
  readonly result: Acted;
  readonly preflight: BranchPreflight | undefined;
}

/**
 * Branches that moved on while the run wrote what it had read of them. A merge of its own moves
 * `base` by itself.
 */
export async function movedSince(
  { seen, decision, result }: Story,
  github: GitHub,
): Promise<readonly string[]> {
  const { verdict, autoMerging, isDryRun } = result;
  const isWritten = decision.kind === 'sync' && !isDryRun && verdict !== 'unchanged';
  if (!isWritten || autoMerging?.state === 'merged') return [];
  return movedOn(github, [seen.head, seen.base]);
}

/** A pull request that was merged in the meantime leaves nothing to tell but that it was there. */
export function followedBy(first: Story, second: Story): Story {
  if (second.decision.kind === 'in-sync') return first;
  return {
    ...second,
    result: resultOfBoth(first.result, second.result),
    preflight: second.preflight ?? first.preflight,
  };
}
