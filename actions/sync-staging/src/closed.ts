import type { GitHub } from '@release-train/github';
import { closedByPerson } from '@release-train/github/closed-by-people';
import type { Decision } from './decide.ts';
import { blockKind, type Seen } from './facts.ts';

/**
 * Who closed the pull request does not want this sync: it is opened again by hand, or with the next
 * change.
 */
export async function unlessClosed(
  decision: Decision,
  { last, tip }: Pick<Seen, 'last' | 'tip'>,
  github: GitHub,
): Promise<Decision> {
  if (decision.kind !== 'sync' || decision.open) return decision;
  const wanted = { kind: blockKind, record: decision.plan.record, branchTip: tip };
  const closed = await closedByPerson(github, last, wanted);
  return closed ? { kind: 'hands-off', open: undefined, closed } : decision;
}
