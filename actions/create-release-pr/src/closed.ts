import type { GitHub } from '@release-train/github';
import { closedByPerson } from '@release-train/github/closed-by-people';
import { blockKind, type Decision } from './decide.ts';
import type { Place } from './place.ts';

interface Situation {
  readonly place: Place;
  /** Of the release branch, if it exists. */
  readonly branchTip: string | undefined;
}

/**
 * Who closed the pull request does not want this release: it is opened again by hand, or with the
 * next change. A named pick is a wish of its own.
 */
export async function unlessClosed(
  decision: Decision,
  { place, branchTip }: Situation,
  github: GitHub,
): Promise<Decision> {
  if (decision.kind !== 'release') return decision;
  const { open, replaced, choice, branch, content, entries, plan } = decision;
  if (open || replaced || choice.why === 'picked') return decision;
  const [last] = await github.pulls({ head: branch, base: place.base, state: 'all' });
  const tip = branch === place.branch ? branchTip : content.head;
  const wanted = { kind: blockKind, record: plan.record, branchTip: tip };
  const closed = await closedByPerson(github, last, wanted);
  if (!closed || tip === undefined) return decision;
  const { strategy } = choice;
  return { kind: 'hands-off', content, entries, strategy, branch, tip, closed };
}
