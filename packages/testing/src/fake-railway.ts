import type { Clock } from '@release-train/polling';
import {
  type Deployment,
  type FailureEvidence,
  findNamed,
  newestFirst,
  type Obstacles,
  type Phase,
  type Place,
  type PlaceNames,
  phaseOf,
  type Railway,
  type Service,
  type Trigger,
  type Usage,
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

/** A deployment with all that will become of it; times in milliseconds from the world's start. */
export interface FakeDeployment {
  readonly id: string;
  readonly service: string;
  readonly commit?: string;
  /** Status by status, in order of time; the record appears with the first. */
  readonly history: readonly (readonly [atMs: number, status: string])[];
  readonly imageDigest?: string;
  readonly skippedReason?: string;
  readonly canRollback?: boolean;
  readonly stopped?: boolean;
  readonly failure?: Partial<FailureEvidence>;
}

export interface RailwayWorld {
  readonly project: string;
  readonly environment: string;
  readonly services: readonly FakeService[];
  readonly deployments: readonly FakeDeployment[];
  readonly incident?: { readonly message: string; readonly url: string };
}

export const serviceId = (name: string): string => `service-${name}`;

/** A deployment as it stands at a moment; nothing before it appears. */
export function deploymentAt(
  deployment: FakeDeployment,
  atMs: number,
  startMs: number,
): Deployment | undefined {
  const { history, commit, imageDigest, skippedReason } = deployment;
  const [first] = history;
  const current = history.findLast(([since]) => since <= atMs);
  if (!first || !current) return undefined;
  const [sinceMs, status] = current;
  const phase: Phase = phaseOf(status);
  return {
    id: deployment.id,
    serviceId: serviceId(deployment.service),
    status,
    phase,
    createdAtMs: startMs + first[0],
    statusSinceMs: startMs + sinceMs,
    canRollback: deployment.canRollback ?? false,
    stopped: deployment.stopped ?? false,
    ...(commit === undefined ? {} : { commit }),
    ...(imageDigest === undefined ? {} : { imageDigest }),
    ...(skippedReason === undefined ? {} : { skippedReason }),
  };
}

/** A Railway whose deployments follow their histories as the clock moves. */
export class FakeRailway implements Railway {
  /** Set to fail the next reads of deployments, one error each. */
  readonly failures: unknown[] = [];
  /** Set to fail every reading of obstacles. */
  obstaclesFailure: Error | undefined;
  readonly #world: RailwayWorld;
  readonly #clock: Clock;
  readonly #startMs: number;
  #usage: Usage = { requests: 0 };

  constructor(world: RailwayWorld, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
    this.#startMs = clock.now();
  }

  async readPlace(target: PlaceNames): Promise<Place> {
    this.#count();
    const { project, environment } = this.#world;
    const where = `project "${project}"`;
    const environments = [{ id: 'environment-1', name: environment }];
    const named = findNamed(environments, target.environment ?? environment, {
      input: 'environment',
      where,
    });
    return {
      projectId: 'project-1',
      projectName: project,
      environmentId: named.id,
      environmentName: named.name,
    };
  }

  async readServices(): Promise<readonly Service[]> {
    this.#count();
    return this.#world.services.map((service) => ({
      id: serviceId(service.name),
      name: service.name,
      ...(service.trigger
        ? { trigger: service.trigger, repository: service.trigger.repository }
        : {}),
      watchPatterns: service.watchPatterns ?? [],
      hasHealthcheck: service.healthcheckPath !== undefined,
      isCron: service.cronSchedule !== undefined,
      urls: (service.domains ?? []).map((domain) => `https://${domain}`),
      active: this.#records(service.name).filter(({ phase }) =>
        ['live', 'crashed'].includes(phase),
      ),
    }));
  }

  async readDeployments(): Promise<readonly Deployment[]> {
    this.#count();
    if (this.failures.length > 0) throw this.failures.shift();
    return this.#records();
  }

  async readFailure(id: string, logLines: number): Promise<FailureEvidence> {
    this.#count();
    const failure = this.#world.deployments.find((deployment) => deployment.id === id)?.failure;
    return { gaps: [], ...failure, logs: (failure?.logs ?? []).slice(-logLines) };
  }

  async readObstacles(_place: Place, serviceIds: readonly string[]): Promise<Obstacles> {
    this.#count();
    if (this.obstaclesFailure) throw this.obstaclesFailure;
    const { incident, services } = this.#world;
    const named = new Map(services.map((service) => [serviceId(service.name), service]));
    return {
      autoDeploy: Object.fromEntries(
        serviceIds.map((id) => [id, named.get(id)?.autoDeploy ?? { enabled: true }]),
      ),
      ...(incident ? { incident: `${incident.message} (${incident.url})` } : {}),
    };
  }

  usage(): Usage {
    return this.#usage;
  }

  #count(): void {
    this.#usage = { requests: this.#usage.requests + 1 };
  }

  #records(service?: string): readonly Deployment[] {
    const atMs = this.#clock.now() - this.#startMs;
    return newestFirst(
      this.#world.deployments
        .filter((deployment) => service === undefined || deployment.service === service)
        .flatMap((deployment) => deploymentAt(deployment, atMs, this.#startMs) ?? []),
    );
  }
}
