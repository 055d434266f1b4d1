/**
 * What the sandbox's Railway knows: projects, environments, services, their instances and every
 * deployment record. Names are those of Railway's API.
 */
import type { Container } from './deploy/container.ts';
import type { DeploymentStatus } from './deploy/status.ts';
import type { HttpLog } from './http-logs.ts';
import type { Commit } from './source-repository.ts';
import type { DeploymentEventStep, ProjectSpec, Script, ServiceSpec } from './specification.ts';

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly createdAt: number;
  readonly environments: readonly Environment[];
  readonly services: readonly Service[];
}

export interface Environment {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly createdAt: number;
  readonly pullRequest: ProjectSpec['environments'][number]['pullRequest'];
  readonly instances: ServiceInstance[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
}

/** A service in one environment: what is configured, deployed and reached. */
export interface ServiceInstance {
  readonly id: string;
  readonly environment: Environment;
  readonly service: Service;
  readonly spec: ServiceSpec;
  readonly triggerId: string;
  autoDeploy: boolean;
  /** As they are now; a deployment keeps those it was made with. */
  variables: Readonly<Record<string, string>>;
  /** Check suites seen at the last Wait-for-CI evaluation. */
  validCheckSuites: number;
  /** `host:port` of the public domain. */
  domain?: string;
  /** Newest last. */
  readonly deployments: Deployment[];
  /** Newest first; two during overlap. The first one gets new requests. */
  readonly active: Deployment[];
}

export type Cause = 'push' | 'deploy' | 'redeploy' | 'rollback' | 'cron';

export interface Image {
  readonly folder: string;
  readonly digest: string;
}

export interface LogLine {
  readonly at: number;
  readonly severity: 'info' | 'error';
  readonly message: string;
}

export interface DeploymentEvent {
  readonly id: string;
  readonly step: DeploymentEventStep;
  readonly createdAt: number;
  completedAt?: number;
  error?: string;
}

export interface Deployment {
  readonly id: string;
  readonly instance: ServiceInstance;
  readonly cause: Cause;
  /** Absent for an image source. */
  readonly commit?: Commit;
  readonly variables: Readonly<Record<string, string>>;
  readonly script: Script;
  readonly createdAt: number;
  readonly abort: AbortController;
  readonly history: { readonly status: DeploymentStatus; readonly at: number }[];
  readonly events: DeploymentEvent[];
  readonly buildLogs: LogLine[];
  readonly logs: LogLine[];
  readonly httpLogs: HttpLog[];
  status: DeploymentStatus;
  statusUpdatedAt: number;
  updatedAt: number;
  /** All instances have stopped: completed, crashed or removed. */
  stopped: boolean;
  approved: boolean;
  retiring: boolean;
  skippedReason?: string;
  image?: Image;
  container?: Container;
}
