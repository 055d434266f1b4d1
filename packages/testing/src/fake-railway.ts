import type { Clock } from '@release-train/polling';
import {
  type ActiveDeployments,
  type Deployer,
  type Deployment,
  type DeployOrder,
  type FailureEvidence,
  findNamed,
  type Obstacles,
  type Place,
  type PlaceNames,
  type PlannedRollback,
  type Railway,
  RailwayError,
  type RollbackState,
  type Service,
  type Timelines,
  type Usage,
} from '@release-train/railway';
import { RailwayStage } from './fake-railway-stage.ts';
import { type RailwayWorld, serviceId } from './fake-railway-world.ts';

export {
  type FakeDeployment,
  type FakeService,
  type Order,
  type RailwayWorld,
  serviceId,
} from './fake-railway-world.ts';

/** How an order ends instead of well. */
export interface OrderFailure {
  readonly error: Error;
  /** Railway carries it out all the same: only the answer is lost. */
  readonly isCarriedOut: boolean;
}

/** A Railway whose deployments follow their histories as the clock moves. */
export class FakeRailway implements Railway, Deployer {
  /** Set to fail the next reads of deployments, one error each. */
  readonly failures: unknown[] = [];
  /** Set to fail the next orders. */
  readonly orderFailures: OrderFailure[] = [];
  /** Set to fail every reading of obstacles. */
  obstaclesFailure: Error | undefined;
  /** An account token sees every environment, a project token the first. */
  isAccountToken = false;
  readonly stage: RailwayStage;
  readonly #world: RailwayWorld;
  #usage: Usage = { requests: 0 };

  constructor(world: RailwayWorld, clock: Clock) {
    this.#world = world;
    this.stage = new RailwayStage(world, clock.now(), () => clock.now());
  }

  async readPlace(target: PlaceNames): Promise<Place> {
    this.#count();
    const { project, environment, otherEnvironments = [] } = this.#world;
    const where = `project "${project}"`;
    const environments = [{ id: 'environment-1', name: environment }, ...otherEnvironments];
    const { number } = target.pullRequest ?? {};
    const ofPull = otherEnvironments.find(({ pullRequest }) => pullRequest?.number === number);
    if (this.isAccountToken && number !== undefined && !target.environment && !ofPull) {
      throw new RailwayError('no-environment', `${where} has no environment of #${number}`);
    }
    const wanted = target.environment ?? (this.isAccountToken ? ofPull?.name : undefined);
    const input = 'environment';
    const named = findNamed(environments, wanted ?? environment, { input, where });
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
      active: this.stage.active(service.name),
    }));
  }

  async readDeployments(): Promise<readonly Deployment[]> {
    this.#count();
    if (this.failures.length > 0) throw this.failures.shift();
    return this.stage.records();
  }

  async readActive(): Promise<ActiveDeployments> {
    this.#count();
    return Object.fromEntries(
      this.#world.services.map(({ name }) => [serviceId(name), this.stage.active(name)]),
    );
  }

  async readTimelines(ids: readonly string[]): Promise<Timelines> {
    if (ids.length === 0) return {};
    this.#count();
    return Object.fromEntries(ids.map((id) => [id, this.stage.steps(id)]));
  }

  async readRollbackState(place: Place, rollback: PlannedRollback): Promise<RollbackState> {
    this.#count();
    const { service } = this.stage.deployment(rollback.targetId);
    const asked = this.#world.services.find(({ name }) => serviceId(name) === rollback.serviceId);
    const target = this.stage.records(service).find(({ id }) => id === rollback.targetId);
    if (!asked || !target) throw new Error('Not Authorized');
    const { projectId, environmentId } = place;
    return {
      target: { ...target, projectId, environmentId },
      active: this.stage.active(asked.name),
      records: this.stage.records(asked.name),
    };
  }

  async readFailure(id: string, logLines: number): Promise<FailureEvidence> {
    this.#count();
    const { failure } = this.stage.deployment(id);
    return { gaps: [], ...failure, logs: (failure?.logs ?? []).slice(-logLines) };
  }

  async readObstacles(_place: Place, serviceIds: readonly string[]): Promise<Obstacles> {
    this.#count();
    if (this.obstaclesFailure) throw this.obstaclesFailure;
    const { incident, services } = this.#world;
    const named = new Map(services.map((service) => [serviceId(service.name), service]));
    const leftOut = serviceIds.filter((id) => named.get(id)?.isLeftOut);
    return {
      autoDeploy: Object.fromEntries(
        serviceIds.map((id) => [id, named.get(id)?.autoDeploy ?? { enabled: true }]),
      ),
      ...(leftOut.length > 0 ? { leftOut } : {}),
      ...(incident ? { incident: `${incident.message} (${incident.url})` } : {}),
    };
  }

  async deployCommit(_place: Place, { serviceId: wanted, commit }: DeployOrder): Promise<string> {
    return this.#order(() => this.stage.deploy(wanted, commit));
  }

  async rollBack(deploymentId: string): Promise<void> {
    this.#order(() => this.stage.rollBack(deploymentId));
  }

  async cancelDeployment(deploymentId: string): Promise<void> {
    this.#order(() => this.stage.cancel(deploymentId));
  }

  usage(): Usage {
    return this.#usage;
  }

  #order<T>(carryOut: () => T): T {
    this.#count();
    const failure = this.orderFailures.shift();
    if (!failure) return carryOut();
    if (failure.isCarriedOut) carryOut();
    throw failure.error;
  }

  #count(): void {
    this.#usage = { requests: this.#usage.requests + 1 };
  }
}
