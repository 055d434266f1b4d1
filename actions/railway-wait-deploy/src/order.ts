/** Whether a commit must be ordered for a service, may not be, or is on its way already. Pure. */
import type { Deployment } from '@release-train/railway';
import { selectDeployment } from '@release-train/railway/selection';
import type { Relation } from './ancestry.ts';
import type { OrderCause } from './judgement.ts';

export interface OrderFacts {
  readonly commit: string;
  /** Of the service, newest first. */
  readonly records: readonly Deployment[];
  /** What Railway lists as active, newest first. */
  readonly active: readonly Deployment[];
  /** From a commit that serves or is on its way to ours. */
  readonly relations: ReadonlyMap<string, Relation>;
  readonly allowOlder: boolean;
}

export type Order =
  | { readonly kind: 'adopt'; readonly deployment: Deployment }
  | { readonly kind: 'order' }
  | { readonly kind: 'refuse'; readonly cause: OrderCause; readonly detail: string };

export function decideOrder(facts: OrderFacts): Order {
  const there = selectDeployment(facts.records, facts.commit);
  if (there && isAdopted(there, facts.active)) return { kind: 'adopt', deployment: there };
  const refusals = facts.allowOlder ? [] : rivals(facts).flatMap((rival) => refusal(rival, facts));
  return refusals[0] ?? { kind: 'order' };
}

// WAITING stands behind checks that may be this very run; an order goes past them. A person's
// approval is not gone past.
const isAdopted = ({ id, phase, status }: Deployment, active: readonly Deployment[]): boolean => {
  if (phase === 'live') return active[0]?.id === id;
  return ['moving', 'unknown', 'needs-approval'].includes(phase) || status === 'QUEUED';
};

/** What ours would replace: what serves, and what is about to. */
export function rivals({
  records,
  active,
  commit,
}: Pick<OrderFacts, 'records' | 'active' | 'commit'>): readonly Deployment[] {
  const serving = active.slice(0, 1);
  const since = serving[0]?.createdAtMs ?? 0;
  const coming = records.filter(
    ({ phase, status, createdAtMs }) =>
      createdAtMs > since && (phase === 'moving' || status === 'QUEUED'),
  );
  return [...coming, ...serving].filter((rival) => rival.commit !== commit);
}

function refusal(rival: Deployment, { relations }: OrderFacts): readonly Order[] {
  const refuse = (cause: OrderCause, detail: string): readonly Order[] => [
    { kind: 'refuse', cause, detail },
  ];
  if (rival.commit === undefined) {
    return refuse('ancestry-unknown', `deployment ${rival.id} has no known commit`);
  }
  const other = `commit ${rival.commit.slice(0, 7)}`;
  const relation = relations.get(rival.commit);
  switch (relation?.kind) {
    case 'contains':
    case 'same':
      return [];
    case 'older':
      return refuse('would-go-back', other);
    case 'diverged':
      return refuse('other-line', other);
    case 'unknown':
    case undefined:
      return refuse('ancestry-unknown', `${other}: ${relation?.reason ?? 'not compared'}`);
    default:
      return relation satisfies never;
  }
}
