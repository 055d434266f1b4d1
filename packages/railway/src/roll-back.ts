/** Rolls a set of services back: plan all, order each once, prove each. */
import type { RollbackWish } from './rollback.ts';
import { orderRollback } from './rollback-order.ts';
import { planRollback } from './rollback-plan.ts';
import { proveRollbacks } from './rollback-proof.ts';
import type {
  Failed,
  Refused,
  RollbackPolicy,
  RollbackPorts,
  RollbackResult,
  Sent,
  Unproven,
} from './rollback-result.ts';

/**
 * Brings back an earlier deployment of each service. A result per wish, in their order. Reads
 * everything and plans every service before the first order.
 *
 * @throws RailwayError or HttpError while planning, before anything was changed; never afterwards
 */
export async function rollBack(
  wishes: readonly RollbackWish[],
  ports: RollbackPorts,
  policy: RollbackPolicy,
): Promise<readonly RollbackResult[]> {
  const plans = await planRollback(wishes, ports.railway, policy);
  const isHeld = policy.require === 'all' && plans.some(({ kind }) => kind !== 'planned');
  const orders: (Sent | Refused | Failed | Unproven)[] = [];
  for (const plan of plans) {
    if (plan.kind !== 'planned') orders.push(plan);
    else if (isHeld) {
      orders.push({ kind: 'refused', wish: plan.wish, refusal: 'incomplete-set' });
    } else orders.push(await orderRollback(plan, ports, policy));
  }
  return proveRollbacks(orders, ports, policy);
}

/** The results of all services in one word. */
export function rollbackVerdict(
  results: readonly RollbackResult[],
): 'none' | 'rolled-back' | 'rollback-partial' | 'rollback-refused' | 'rollback-failed' {
  if (results.length === 0) return 'none';
  const kinds = new Set(results.map(({ kind }) => kind));
  if (kinds.size === 1 && kinds.has('rolled-back')) return 'rolled-back';
  if (kinds.has('rolled-back')) return 'rollback-partial';
  return kinds.has('failed') || kinds.has('unproven') ? 'rollback-failed' : 'rollback-refused';
}
