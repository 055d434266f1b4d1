import type { Deployment, Railway } from './railway.ts';
import {
  type RollbackRefusal,
  type RollbackTarget,
  type RollbackWish,
  refusalOfBad,
  rollbackTargets,
  wasHealthy,
} from './rollback.ts';
import type { Planned, Refused, RollbackPolicy } from './rollback-result.ts';

/** A target for each service, or why there is none. Reads only. */
export async function planRollback(
  wishes: readonly RollbackWish[],
  railway: Railway,
  policy: RollbackPolicy,
): Promise<readonly (Planned | Refused)[]> {
  if (wishes.length === 0) return [];
  const ids = wishes.map(({ service }) => service.id);
  const records = await railway.readDeployments(policy.place, ids);
  const active = await railway.readActive(policy.place);
  const plans: (Planned | Refused)[] = [];
  for (const wish of wishes) {
    const own = records.filter(({ serviceId }) => serviceId === wish.service.id);
    const state = { records: own, active: active[wish.service.id] ?? [] };
    const refusal = refusalOfBad(state, wish);
    const target = refusal ?? (await chooseTarget(wish, own, { railway, policy }));
    plans.push(
      typeof target === 'string'
        ? { kind: 'refused', wish, refusal: target }
        : { kind: 'planned', wish, target },
    );
  }
  return plans;
}

/** Candidates whose steps are read: older ones are seldom restorable. */
const mostCandidates = 5;

async function chooseTarget(
  wish: RollbackWish,
  records: readonly Deployment[],
  { railway, policy }: { readonly railway: Railway; readonly policy: RollbackPolicy },
): Promise<RollbackTarget | RollbackRefusal> {
  const bad = records.find(({ id }) => id === wish.badId);
  if (!bad) return 'bad-not-active';
  const { targets, refusal } = rollbackTargets(records, bad, wish);
  const sure = targets.find(({ basis }) => basis !== 'was-healthy');
  if (sure || policy.requireKnownGood) return sure ?? refusal;
  const candidates = targets.slice(0, mostCandidates);
  const timelines = await railway.readTimelines(candidates.map(({ deployment }) => deployment.id));
  const healthy = candidates.find(({ deployment }) =>
    wasHealthy(timelines[deployment.id] ?? [], wish.service.hasHealthcheck),
  );
  return healthy ?? refusal;
}
