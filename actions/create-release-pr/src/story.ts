/** What a run did, and what it did when it had to look again. */
import type { GitHub } from '@release-train/github';
import { movedOn, resultOfBoth } from '@release-train/github/moved-on';
import type { Acted } from './act.ts';
import type { Inputs } from './contract.ts';
import type { Decision } from './decide.ts';
import type { Seen } from './facts.ts';

export interface Story {
  readonly seen: Seen;
  readonly decision: Decision;
  readonly result: Acted;
  /** What rules and workflows will do to it, for the summary. */
  readonly findings?: readonly string[];
}

/**
 * Branches that moved on while the run wrote what it had read of them. A merge of its own moves
 * `base` by itself.
 */
export async function movedSince(
  { seen, decision, result }: Story,
  { 'source-sha': source }: Pick<Inputs, 'source-sha'>,
  github: GitHub,
): Promise<readonly string[]> {
  const { verdict, autoMerging, isDryRun } = result;
  const isWritten = decision.kind === 'release' && !isDryRun && verdict !== 'unchanged';
  if (!isWritten || autoMerging?.state === 'merged') return [];
  return movedOn(github, source === undefined ? [seen.head, seen.base] : [seen.base]);
}

/** A pull request that was merged in the meantime leaves nothing to tell but that it was there. */
export function followedBy(first: Story, second: Story): Story {
  if (second.decision.kind === 'nothing') return first;
  return {
    ...second,
    result: resultOfBoth(first.result, second.result),
    findings: [...new Set([...(first.findings ?? []), ...(second.findings ?? [])])],
  };
}
