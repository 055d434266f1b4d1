/** The world behind every stand-in of Railway: deployments follow their histories, orders add some. */

import {
  type Deployment,
  type FailureEvidence,
  newestFirst,
  phaseOf,
  type Step,
  type Trigger,
} from '@release-train/railway';

export interface FakeService {
  readonly name: string;
  readonly trigger?: Trigger;
  readonly healthcheckPath?: string;
  readonly cronSchedule?: string;
  readonly domains?: readonly string[];
  readonly watchPatterns?: readonly string[];
  readonly autoDeploy?: { readonly enabled: boolean; readonly reason?: string };
}

/** Status by status, in order of time; milliseconds from the world's start. */
export type History = readonly (readonly [atMs: number, status: string])[];

/** A deployment with all that will become of it. */
export interface FakeDeployment {
  readonly id: string;
  readonly service: string;
  readonly commit?: string;
  /** The record appears with the first status. */
  readonly history: History;
  readonly imageDigest?: string;
  readonly skippedReason?: string;
  readonly reason?: string;
  readonly canRollback?: boolean;
  readonly stopped?: boolean;
  /** From when on it is listed as active while it is up; otherwise at once. */
  readonly activeFromMs?: number;
  /** Statuses of its instances. */
  readonly instances?: readonly string[];
  /** Steps, from its creation on. */
  readonly steps?: readonly (readonly [
    name: string,
    fromMs: number,
    toMs: number,
    error?: string,
  ])[];
  readonly failure?: Partial<FailureEvidence>;
}

export interface FakeEnvironment {
  readonly id: string;
  readonly name: string;
  readonly pullRequest?: { readonly number: number; readonly repository: string };
}

export interface RailwayWorld {
  readonly project: string;
  readonly environment: string;
  /** Beside the one above, whose id is `environment-1`. */
  readonly otherEnvironments?: readonly FakeEnvironment[];
  readonly services: readonly FakeService[];
  readonly deployments: readonly FakeDeployment[];
  readonly incident?: { readonly message: string; readonly url: string };
  /** What becomes of an ordered deployment, from the order on; see `usualHistory`. */
  readonly ordered?: (order: Order) => Partial<FakeDeployment>;
}

export interface Order {
  readonly kind: 'rollback' | 'deploy';
  readonly service: string;
  readonly commit: string | undefined;
  /** Orders before this one. */
  readonly count: number;
}

export const serviceId = (name: string): string => `service-${name}`;

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
