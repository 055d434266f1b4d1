/** Rolls a release back at most once, whoever runs at the same time and wherever a run is killed. */
import { ActionError, type Log, oneLine } from '@release-train/action-kit';
import { type Clock, poll } from '@release-train/polling';
import {
  type Deployer,
  type Deployment,
  isInFlight,
  type Place,
  type Railway,
  type RollbackResult,
  rollBack,
  rollbackVerdict,
  type Service,
  usualRollback,
} from '@release-train/railway';
import type { Acted, ServiceRollback } from './acted.ts';
import type { ClaimContent, Claims, HeldClaim } from './claim.ts';
import { takenInHand } from './taken-in-hand.ts';

export interface ActPorts {
  readonly railway: Railway & Deployer;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly log: Log;
  /** Page of this run; the same when a job is run again. */
  readonly run: string;
}

/** What is left to do before the claim is closed: a run that dies before it is finished by another. */
export type Finish = (acted: Acted, content: ClaimContent) => Promise<Acted>;

export interface RollbackOrder {
  readonly name: string;
  readonly content: ClaimContent;
  readonly place: Place;
  readonly services: readonly Service[];
}

/** A claim that nobody has finished for so long is nobody's: a rollback takes ten minutes at most. */
export const staleMs = 900_000;

/** @throws HttpError where the claim cannot be made: nothing is done without one */
export async function rollBackOnce(
  order: RollbackOrder,
  ports: ActPorts,
  finish: Finish,
): Promise<Acted> {
  const claim = await ports.claims.create(order.name, order.content);
  if (claim.isMine) return carryOut(order, claim, { ports, finish, isResumed: false });
  return takeOver(order, claim, { ports, finish });
}

interface Taking {
  readonly ports: ActPorts;
  readonly finish: Finish;
}

/** Finishes a claim that was begun: ours, or one whose run died. */
export async function takeOver(
  order: Omit<RollbackOrder, 'name' | 'content'>,
  held: HeldClaim,
  { ports, finish }: Taking,
): Promise<Acted> {
  const { content } = held;
  const mine = content && isForMe(content, ports) ? content : undefined;
  const next = mine && { ...mine, run: ports.run, atMs: mine.atMs };
  const taken = next && (await ports.claims.advance(held, next));
  if (!next || !taken) return takenInHand(content);
  return carryOut({ ...order, content: next }, taken, { ports, finish, isResumed: true });
}

export const isForMe = ({ state, run, atMs }: ClaimContent, ports: ActPorts): boolean =>
  state === 'claimed' && (run === ports.run || ports.clock.now() - atMs > staleMs);

async function carryOut(
  { content, place, services }: Omit<RollbackOrder, 'name'>,
  claim: HeldClaim,
  { ports, finish, isResumed }: Taking & { readonly isResumed: boolean },
): Promise<Acted> {
  const adopted = isResumed ? await adoptedOf({ content, place, services }, ports) : {};
  const wishes = content.services.flatMap(({ serviceId, badId }) => {
    const service = services.find(({ id }) => id === serviceId);
    const { knownGood } = content;
    return service && !adopted[service.name] ? [{ service, badId, knownGood }] : [];
  });
  const policy = { ...usualRollback, place, requireKnownGood: content.requireKnownGood };
  const results = await rollBack(wishes, ports, policy).catch(explained);
  if (typeof results === 'string') {
    // Nothing was ordered, and the claim stays as it is: the same run may come back to it.
    const deed = { code: 'nothing-ordered', error: oneLine(results, 500) } as const;
    return finish({ taken: 'rollback-failed', deeds: [deed], services: adopted }, content);
  }
  const acted = await finish(actedOf(results, adopted), content);
  const state = { ...content, state: 'acted' as const, outcome: acted.taken };
  await ports.claims.advance(claim, state).catch((error: unknown) => {
    ports.log.warning(`the claim could not be closed: ${oneLine(String(error), 300)}`);
  });
  return acted;
}

function explained(error: unknown): string {
  if (error instanceof ActionError) return error.message;
  throw error;
}

interface Adopted {
  readonly service: Service;
  readonly badId: string;
  readonly deployment: Deployment;
}

/** What the run before had ordered already: waited for, so that nothing is ordered twice. */
async function adoptedOf(
  order: Omit<RollbackOrder, 'name'>,
  { railway, clock }: ActPorts,
): Promise<Record<string, ServiceRollback>> {
  const { intervalMs, timeoutMs } = usualRollback;
  const alone = order.services.map(({ id }) => id);
  const seen: { adopted: readonly Adopted[] } = { adopted: [] };
  await poll(clock, { timeoutMs, pauseMs: () => intervalMs }, async () => {
    const records = await railway.readDeployments(order.place, alone);
    seen.adopted = order.services.flatMap((service) => orderedBefore(service, order, records));
    const isOver = seen.adopted.every(({ deployment }) => !isInFlight(deployment.phase));
    return isOver ? { done: true, value: undefined } : { done: false };
  });
  return Object.fromEntries(seen.adopted.map((one) => [one.service.name, shownAdopted(one)]));
}

/** Two clocks may differ by as much. */
const skewMs = 60_000;

/** A deployment made since the claim, of an image that was there before the bad one. */
function orderedBefore(
  service: Service,
  { content }: Pick<RollbackOrder, 'content'>,
  records: readonly Deployment[],
): Adopted[] {
  const own = records.filter(({ serviceId }) => serviceId === service.id);
  const bad = own.find(({ id }) => content.services.some(({ badId }) => badId === id));
  const deployment = own.find(
    (record) =>
      record.createdAtMs >= content.atMs - skewMs &&
      record.createdAtMs > (bad?.createdAtMs ?? 0) &&
      record.commit !== content.commit &&
      own.some(
        (earlier) =>
          earlier.commit === record.commit && earlier.createdAtMs < (bad?.createdAtMs ?? 0),
      ),
  );
  return bad && deployment ? [{ service, badId: bad.id, deployment }] : [];
}

function shownAdopted({ service, badId, deployment }: Adopted): ServiceRollback {
  const { id, commit = '', status, phase } = deployment;
  const isVerified = phase === 'live';
  const told = { service: service.name, commit, deployment: id, status, isVerified };
  const fate = { code: 'adopted', ...told } as const;
  return { from: badId, to: commit, deployment: id, isVerified, fate };
}

function actedOf(
  results: readonly RollbackResult[],
  adopted: Readonly<Record<string, ServiceRollback>>,
): Acted {
  const verdict = rollbackVerdict(results);
  const hasAdopted = Object.keys(adopted).length > 0;
  const services = {
    ...adopted,
    ...Object.fromEntries(results.map((result) => [result.wish.service.name, shown(result)])),
  };
  if (!hasAdopted) return { taken: verdict, deeds: [], services };
  const isWhole = Object.values(services).every(({ isVerified }) => isVerified);
  return { taken: isWhole ? 'rolled-back' : 'rollback-partial', deeds: [], services };
}

const shown = (result: RollbackResult): ServiceRollback => ({
  from: result.wish.badId,
  ...('target' in result ? { to: result.target.deployment.commit ?? '' } : {}),
  ...('deployment' in result && result.deployment ? { deployment: result.deployment.id } : {}),
  isVerified: result.kind === 'rolled-back',
  fate: { code: 'result', result },
});
