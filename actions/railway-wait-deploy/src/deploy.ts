/** Mode deploy: orders the commit where it is not there or on its way already. */
import { type Log, oneLine } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import {
  type Deployer,
  type Deployment,
  mayHaveHappened,
  type Place,
  type Railway,
  type Service,
} from '@release-train/railway';
import type { Ancestry, Relation } from './ancestry.ts';
import { unlessCancelled } from './cancel.ts';
import type { Inputs } from './contract.ts';
import { decideOrder, type Order, rivals } from './order.ts';
import { renderOrder } from './render-order.ts';
import type { OrderState } from './watch.ts';

export interface DeployPorts {
  readonly railway: Railway & Deployer;
  readonly ancestry: Ancestry;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface DeployWhat {
  readonly inputs: Inputs;
  readonly commit: string;
  readonly place: Place;
  readonly services: readonly Service[];
}

/**
 * Decides for all services first: with `require: all` none is ordered where one may not be.
 *
 * @throws RailwayError or HttpError before the first order; ActionError `cancelled`
 */
export async function deployServices(
  what: DeployWhat,
  ports: DeployPorts,
): Promise<ReadonlyMap<string, OrderState>> {
  const { commit, inputs } = what;
  const plans: { readonly service: Service; readonly facts: Facts; readonly order: Order }[] = [];
  for (const facts of await readFacts(what, ports)) {
    const relations = await relate(facts, commit, ports.ancestry);
    const order = decideOrder({ ...facts, relations, commit, allowOlder: inputs['allow-older'] });
    plans.push({ service: facts.service, facts, order });
  }
  const isHeld = inputs.require === 'all' && plans.some(({ order }) => order.kind === 'refuse');
  const states = new Map<string, OrderState>();
  for (const { service, facts, order } of plans) {
    const state = await carryOut(order, { what, facts, ports, isHeld });
    states.set(service.id, state);
    ports.log.info(renderOrder(service, state));
  }
  return states;
}

interface Facts {
  readonly service: Service;
  readonly records: readonly Deployment[];
  readonly active: readonly Deployment[];
}

async function readFacts(
  { place, services }: DeployWhat,
  { railway, signal }: DeployPorts,
): Promise<readonly Facts[]> {
  const read = (alone: readonly string[]) =>
    unlessCancelled(signal, () => railway.readDeployments(place, alone));
  const page = await read([]);
  const absent = services.filter(({ id }) => !page.some(({ serviceId }) => serviceId === id));
  const more = absent.length > 0 ? await read(absent.map(({ id }) => id)) : page;
  return services.map((service) => ({
    service,
    records: more.filter(({ serviceId }) => serviceId === service.id),
    active: service.active,
  }));
}

async function relate(
  facts: Facts,
  commit: string,
  ancestry: Ancestry,
): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  for (const rival of rivals({ ...facts, commit })) {
    if (rival.commit) relations.set(rival.commit, await ancestry.relate(rival.commit, commit));
  }
  return relations;
}

interface Job {
  readonly what: DeployWhat;
  readonly facts: Facts;
  readonly ports: DeployPorts;
  readonly isHeld: boolean;
}

async function carryOut(order: Order, job: Job): Promise<OrderState> {
  switch (order.kind) {
    case 'refuse':
      return { kind: 'none', cause: order.cause, detail: order.detail };
    case 'adopt':
      return { kind: 'adopted', id: order.deployment.id };
    case 'order':
      if (job.isHeld) return { kind: 'none', cause: 'held-back', detail: '' };
      if (!job.ports.signal.aborted) return orderOnce(job, job.ports.clock.now(), 2);
      return { kind: 'none', cause: 'order-failed', detail: 'the job was cancelled before' };
    default:
      return order satisfies never;
  }
}

/** A lost answer is looked for before the order is repeated, once. Never throws. */
async function orderOnce(job: Job, sinceMs: number, tries: number): Promise<OrderState> {
  const { what, facts, ports } = job;
  const { commit, place } = what;
  try {
    const order = { serviceId: facts.service.id, commit };
    const send = () => ports.railway.deployCommit(place, order);
    return { kind: 'ordered', id: await unlessCancelled(patient(ports), send) };
  } catch (error) {
    const detail = oneLine(error instanceof Error ? error.message : String(error), 300);
    const failed: OrderState = { kind: 'none', cause: 'order-failed', detail };
    if (!mayHaveHappened(error) || ports.signal.aborted) return failed;
    const made = await lookFor(job, sinceMs);
    if (made === 'unknown' || (made === 'absent' && tries === 1)) return failed;
    return made === 'absent'
      ? orderOnce(job, sinceMs, tries - 1)
      : { kind: 'ordered', id: made.id };
  }
}

/** The answer to an order tells what was ordered: it is let go of a little later than the rest. */
function patient({ clock, signal }: DeployPorts): AbortSignal {
  const letGo = new AbortController();
  const end = (): void => void clock.sleep(3000).then(() => letGo.abort());
  signal.addEventListener('abort', end, { once: true });
  return letGo.signal;
}

/** Two clocks may differ by as much. */
const skewMs = 60_000;
const lookEveryMs = 5_000;
/** Railway makes a record within seconds. */
const lookForMs = 60_000;

async function lookFor(
  { what: { place, commit }, facts, ports: { railway, clock, signal } }: Job,
  sinceMs: number,
): Promise<Deployment | 'absent' | 'unknown'> {
  const before = new Set(facts.records.map(({ id }) => id));
  const untilMs = clock.monotonic() + lookForMs;
  for (;;) {
    const records = await railway.readDeployments(place, [facts.service.id]).catch(() => undefined);
    const made = records?.find(
      (record) =>
        record.serviceId === facts.service.id &&
        record.commit === commit &&
        !before.has(record.id) &&
        record.createdAtMs >= sinceMs - skewMs,
    );
    if (made) return made;
    // Not to have looked is not to have found nothing.
    const leftMs = untilMs - clock.monotonic();
    if (leftMs <= 0 || signal.aborted) return records ? 'absent' : 'unknown';
    await clock.sleep(Math.min(lookEveryMs, leftMs), signal);
  }
}
