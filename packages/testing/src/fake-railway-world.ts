/** What a stand-in of Railway is told to be. */
import type { FailureEvidence, Trigger } from '@release-train/railway';

export interface FakeService {
  readonly name: string;
  readonly trigger?: Trigger;
  readonly healthcheckPath?: string;
  readonly cronSchedule?: string;
  readonly domains?: readonly string[];
  readonly watchPatterns?: readonly string[];
  /** The environment is focused on others. */
  readonly isLeftOut?: boolean;
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
  readonly kind: 'rollback' | 'deploy' | 'cancel';
  readonly service: string;
  readonly commit: string | undefined;
  /** Orders before this one. */
  readonly count: number;
}

export const serviceId = (name: string): string => `service-${name}`;
