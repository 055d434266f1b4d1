import type { Phase } from './status.ts';

/** Railway as far as our actions read it; every method may be called again. */
export interface Railway {
  /**
   * Finds the environment meant. A project token knows its own; an account or workspace token
   * needs names or ids.
   *
   * @throws RailwayError with what exists, where a name is not known
   */
  readPlace(target: PlaceNames): Promise<Place>;
  /** Every service that has an instance in the environment, in Railway's order. */
  readServices(place: Place): Promise<readonly Service[]>;
  /**
   * The newest deployments of the environment in one request, newest first. `alone` names services
   * to ask for one by one in the same request, because a busy neighbour (a cron service makes a
   * record per tick) fills the common page.
   */
  readDeployments(place: Place, alone: readonly string[]): Promise<readonly Deployment[]>;
  /** Where a deployment failed and its last words, `logLines` at most. */
  readFailure(deploymentId: string, logLines: number): Promise<FailureEvidence>;
  /** Why nothing may ever be deployed, in one request. */
  readObstacles(place: Place, serviceIds: readonly string[]): Promise<Obstacles>;
  /**
   * What serves now, by service id, with the state of every instance: Railway's own truth, where
   * `SUCCESS` is only the last thing that happened. One request per 100 services.
   */
  readActive(place: Place): Promise<ActiveDeployments>;
  /** The steps of deployments by id, oldest first, in one request. */
  readTimelines(deploymentIds: readonly string[]): Promise<Timelines>;
  /** What must hold right before a service is rolled back, in one request. */
  readRollbackState(place: Place, rollback: PlannedRollback): Promise<RollbackState>;
  usage(): Usage;
}

/**
 * Railway as far as our actions change it. Each order is sent exactly once: where
 * `mayHaveHappened` says so of the error, look before repeating it.
 */
export interface Deployer {
  /** Deploys exactly this commit past watch paths and "Wait for CI"; the deployment's id. */
  deployCommit(place: Place, order: DeployOrder): Promise<string>;
  /**
   * Makes a new deployment of a stored image with its old variables. Railway tells no id of it.
   *
   * @throws RailwayError `refused` where Railway answers `false`
   */
  rollBack(deploymentId: string): Promise<void>;
  /**
   * Ends a deployment that is still on its way.
   *
   * @throws RailwayError `refused` where Railway answers `false` or it has ended already
   */
  cancelDeployment(deploymentId: string): Promise<void>;
}

export interface DeployOrder {
  readonly serviceId: string;
  readonly commit: string;
}

export interface PlannedRollback {
  readonly serviceId: string;
  /** The deployment to bring back. */
  readonly targetId: string;
}

export type ActiveDeployments = Readonly<Record<string, readonly Deployment[]>>;

export interface RollbackState {
  readonly target: Deployment & { readonly projectId: string; readonly environmentId: string };
  /** What serves, newest first. */
  readonly active: readonly Deployment[];
  /** The service's newest deployments, newest first. */
  readonly records: readonly Deployment[];
}

export type Timelines = Readonly<Record<string, readonly Step[]>>;

/** One step of a deployment. */
export interface Step {
  /** Railway's `DeploymentEventStep`, or one it added since. */
  readonly name: string;
  readonly startedAtMs: number;
  /** Absent: not finished. */
  readonly endedAtMs?: number;
  readonly error?: string;
}

export interface PlaceNames {
  /** Name or id. */
  readonly project?: string | undefined;
  /** Name or id. */
  readonly environment?: string | undefined;
  /**
   * With neither an environment named nor a project token: the ephemeral environment of this pull
   * request is meant.
   */
  readonly pullRequest?: { readonly number: number; readonly repository: string } | undefined;
}

export interface Place {
  readonly projectId: string;
  readonly projectName: string;
  readonly environmentId: string;
  readonly environmentName: string;
}

/** A service as configured in one environment. */
export interface Service {
  readonly id: string;
  readonly name: string;
  /** Absent: no push deploys it. */
  readonly trigger?: Trigger;
  /** `owner/name` of the connected repository. */
  readonly repository?: string;
  readonly watchPatterns: readonly string[];
  readonly hasHealthcheck: boolean;
  readonly isCron: boolean;
  /** Public addresses, custom domains first. */
  readonly urls: readonly string[];
  /** What serves now, newest first; two during overlap. */
  readonly active: readonly Deployment[];
}

export interface Trigger {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  /** "Wait for CI". */
  readonly waitsForCi: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly serviceId: string;
  /** One of `DeploymentStatus`, or one that Railway added since. */
  readonly status: string;
  /** What the status means for somebody who waits. */
  readonly phase: Phase;
  /** Milliseconds since 1970; 0 where Railway's text is not a date. */
  readonly createdAtMs: number;
  /** When the status was entered. `updatedAt` is not read: removal overwrites it. */
  readonly statusSinceMs?: number;
  /** Lower-case SHA; absent for `railway up` uploads and image sources. */
  readonly commit?: string;
  /** Present iff an image was produced. */
  readonly imageDigest?: string;
  readonly skippedReason?: string;
  /** Why it was made, in Railway's word: `deploy` for a push; others are not documented. */
  readonly reason?: string;
  readonly canRollback: boolean;
  /** All instances have stopped: a completed cron run or one-shot. */
  readonly stopped: boolean;
  /** Status of each instance; read for what is active only. */
  readonly instances?: readonly string[];
}

export interface FailureEvidence {
  /** Railway's `DeploymentEventStep`. */
  readonly step?: string;
  readonly error?: string;
  readonly logs: readonly string[];
  /** What could not be read, in words. */
  readonly gaps: readonly string[];
}

export interface Obstacles {
  readonly autoDeploy: Readonly<Record<string, AutoDeploy>>;
  /** Ids of services that a focused pull request environment leaves out. */
  readonly leftOut?: readonly string[];
  /** Railway's own incident notice. */
  readonly incident?: string;
}

export interface AutoDeploy {
  readonly enabled: boolean;
  readonly reason?: string;
}

export interface Usage {
  /** Requests sent so far, retries included. */
  readonly requests: number;
  /** From `X-RateLimit-Remaining` and `-Limit` of the last answer. */
  readonly remaining?: number;
  readonly limit?: number;
}
