/** The world behind every stand-in of Railway: deployments follow their histories, orders add some. */

import { type Deployment, newestFirst, phaseOf, type Step } from '@release-train/railway';
import {
  type FakeDeployment,
  type History,
  type Order,
  type RailwayWorld,
  serviceId,
} from './fake-railway-world.ts';

const usualHistory: History = [
  [0, 'INITIALIZING'],
  [5_000, 'DEPLOYING'],
  [15_000, 'SUCCESS'],
];

/** What orders have made of a world. */
export class RailwayStage {
  readonly orders: Order[] = [];
  readonly #world: RailwayWorld;
  readonly #startMs: number;
  readonly #nowMs: () => number;
  #deployments: readonly FakeDeployment[];

  /** `startMs`: epoch milliseconds the world's times count from. */
  constructor(world: RailwayWorld, startMs: number, nowMs: () => number) {
    this.#world = world;
    this.#startMs = startMs;
    this.#nowMs = nowMs;
    this.#deployments = world.deployments;
  }

  /** Deployments that exist by now, newest first. */
  records(service?: string): readonly Deployment[] {
    return newestFirst(
      this.#deployments
        .filter((deployment) => service === undefined || deployment.service === service)
        .flatMap((deployment) => this.#recordOf(deployment) ?? []),
    );
  }

  /** What serves, newest first, with its instances. */
  active(service: string): readonly Deployment[] {
    return this.records(service).flatMap((record) => {
      const { activeFromMs = 0, instances = ['RUNNING'] } = this.deployment(record.id);
      const isUp = record.phase === 'live' || record.phase === 'crashed';
      return isUp && this.#atMs() >= activeFromMs ? [{ ...record, instances }] : [];
    });
  }

  steps(id: string): readonly Step[] {
    const { steps = [], history } = this.deployment(id);
    const createdAtMs = this.#startMs + (history[0]?.[0] ?? 0);
    return steps
      .map(([name, fromMs, toMs, error]) => ({
        name,
        startedAtMs: createdAtMs + fromMs,
        endedAtMs: createdAtMs + toMs,
        ...(error === undefined ? {} : { error }),
      }))
      .filter(({ startedAtMs }) => startedAtMs <= this.#nowMs());
  }

  /** @throws Error where Railway has no such deployment */
  deployment(id: string): FakeDeployment {
    const found = this.#deployments.find((deployment) => deployment.id === id);
    if (!found) throw new Error('Not Authorized');
    return found;
  }

  rollBack(id: string): void {
    const { service, commit, imageDigest, canRollback } = this.deployment(id);
    if (!canRollback || imageDigest === undefined) {
      throw new Error('Deployment cannot be rolled back');
    }
    this.#add('rollback', { service, ...(commit ? { commit } : {}), imageDigest });
  }

  cancel(id: string): void {
    const { service, commit } = this.deployment(id);
    const record = this.records(service).find((one) => one.id === id);
    if (record?.phase !== 'moving' && record?.phase !== 'queued') {
      throw new Error('Deployment is not in progress');
    }
    this.orders.push({ kind: 'cancel', service, commit, count: this.orders.length });
    const ended = [this.#atMs(), 'REMOVED'] as const;
    this.#deployments = this.#deployments.map((one) =>
      one.id === id
        ? { ...one, history: [...one.history.filter(([atMs]) => atMs < ended[0]), ended] }
        : one,
    );
  }

  deploy(wantedServiceId: string, commit: string): string {
    const service = this.#world.services.find(({ name }) => serviceId(name) === wantedServiceId);
    if (!service) throw new Error('Not Authorized');
    return this.#add('deploy', { service: service.name, commit, imageDigest: `sha256:${commit}` });
  }

  #add(kind: Order['kind'], made: Pick<FakeDeployment, 'service' | 'commit' | 'imageDigest'>) {
    const count = this.orders.length;
    const order: Order = { kind, service: made.service, commit: made.commit, count };
    this.orders.push(order);
    const { history = usualHistory, ...more } = this.#world.ordered?.(order) ?? {};
    const dated = history.map(([atMs, status]) => [atMs + this.#atMs(), status] as const);
    const id = `${kind}-${count + 1}`;
    this.#retire(made.service, dated);
    const added = { id, ...made, reason: kind, canRollback: true, ...more, history: dated };
    this.#deployments = [...this.#deployments, added];
    return id;
  }

  /** What serves now is removed when the new one is up. */
  #retire(service: string, history: History): void {
    const [upAtMs] = history.find(([, status]) => phaseOf(status) === 'live') ?? [];
    const serving = new Set(this.active(service).map(({ id }) => id));
    if (upAtMs === undefined) return;
    this.#deployments = this.#deployments.map((deployment) =>
      serving.has(deployment.id)
        ? { ...deployment, history: [...deployment.history, [upAtMs, 'REMOVED']] }
        : deployment,
    );
  }

  #atMs(): number {
    return this.#nowMs() - this.#startMs;
  }

  #recordOf(deployment: FakeDeployment): Deployment | undefined {
    const { history, commit, imageDigest, skippedReason, reason } = deployment;
    const [first] = history;
    const current = history.findLast(([since]) => since <= this.#atMs());
    if (!first || !current) return undefined;
    const [sinceMs, status] = current;
    return {
      id: deployment.id,
      serviceId: serviceId(deployment.service),
      status,
      phase: phaseOf(status),
      createdAtMs: this.#startMs + first[0],
      statusSinceMs: this.#startMs + sinceMs,
      canRollback: deployment.canRollback ?? false,
      stopped: deployment.stopped ?? false,
      ...(commit === undefined ? {} : { commit }),
      ...(imageDigest === undefined ? {} : { imageDigest }),
      ...(skippedReason === undefined ? {} : { skippedReason }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
}
