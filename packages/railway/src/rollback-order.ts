import { oneLine } from '@release-train/action-kit/text';
import { madeBy, type Ordered, refusalNow } from './rollback.ts';
import type {
  Failed,
  Planned,
  Refused,
  RollbackPolicy,
  RollbackPorts,
  Sent,
  Unproven,
} from './rollback-result.ts';
import { mayHaveHappened } from './session.ts';

interface Lost {
  readonly kind: 'lost';
  readonly order: Ordered;
  readonly error: string;
  /** Railway was looked at, and nothing new was there. */
  readonly isAbsent: boolean;
}

/**
 * Orders one rollback, after a last look. A second time only where the first answer was lost and
 * Railway was seen not to have carried it out. Never throws: others may have been ordered before.
 */
export async function orderRollback(
  plan: Planned,
  ports: RollbackPorts,
  policy: RollbackPolicy,
): Promise<Sent | Refused | Failed | Unproven> {
  const first = await orderOnce(plan, ports, policy);
  if (first.kind !== 'lost') return first;
  const second = first.isAbsent
    ? await orderOnce(plan, ports, { ...policy, first: first.order })
    : first;
  if (second.kind === 'sent') return second;
  const again = second.kind === 'refused' ? second.refusal : second.error;
  const error = first.isAbsent ? `${first.error}; then: ${again}` : first.error;
  return { ...plan, kind: 'unproven', problem: 'not-seen', error };
}

async function orderOnce(
  { wish, target }: Planned,
  ports: RollbackPorts,
  policy: RollbackPolicy & { readonly first?: Ordered },
): Promise<Sent | Refused | Failed | Lost> {
  const { railway, clock } = ports;
  const { place, first } = policy;
  const ids = { serviceId: wish.service.id, targetId: target.deployment.id };
  const state = await railway.readRollbackState(place, ids).catch(wordsOf);
  if (typeof state === 'string') return { kind: 'failed', wish, error: state };
  const before = new Set(state.records.map(({ id }) => id));
  const order = first ?? { target: target.deployment, before, atMs: clock.now() };
  const sent: Sent = { kind: 'sent', wish, target, order };
  if (first && madeBy(state.records, first)) return sent;
  const refusal = refusalNow(state, { wish, target, place });
  if (refusal) return { kind: 'refused', wish, refusal };
  try {
    await railway.rollBack(ids.targetId);
    return sent;
  } catch (error) {
    const words = wordsOf(error);
    if (!mayHaveHappened(error)) return { kind: 'failed', wish, error: words };
    const seen = await lookFor(sent, ports, policy);
    const isAbsent = seen === 'absent';
    return seen === 'there' ? sent : { kind: 'lost', order, error: words, isAbsent };
  }
}

/** Whether an order whose answer was lost was carried out. */
async function lookFor(
  { wish, order }: Sent,
  { railway, clock }: RollbackPorts,
  { place, appearMs, intervalMs }: RollbackPolicy,
): Promise<'there' | 'absent' | 'unknown'> {
  const untilMs = clock.monotonic() + appearMs;
  for (;;) {
    const records = await railway.readDeployments(place, [wish.service.id]).catch(() => undefined);
    if (records && madeBy(records, order)) return 'there';
    const leftMs = untilMs - clock.monotonic();
    // Not to have looked is not to have found nothing.
    if (leftMs <= 0) return records ? 'absent' : 'unknown';
    await clock.sleep(Math.min(intervalMs, leftMs));
  }
}

const wordsOf = (error: unknown): string =>
  oneLine(error instanceof Error ? error.message : String(error), 300);
