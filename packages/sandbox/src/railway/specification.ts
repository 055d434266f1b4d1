import type { DeploymentStatus } from './deploy/status.ts';

export type DeploymentEventStep =
  | 'SNAPSHOT_CODE'
  | 'BUILD_IMAGE'
  | 'PUBLISH_IMAGE'
  | 'PRE_DEPLOY_COMMAND'
  | 'CREATE_CONTAINER'
  | 'HEALTHCHECK'
  | 'DRAIN_INSTANCES';

/** How long each phase takes, in milliseconds of sandbox time. */
export interface Timings {
  readonly initializing: number;
  readonly queued: number;
  readonly build: number;
  readonly publish: number;
  /** From the start of DEPLOYING until the container is created. */
  readonly deploy: number;
  readonly healthcheckInterval: number;
  /** Overrides the service's `healthcheckTimeout`. */
  readonly healthcheckTimeout?: number;
  /** Pause before the restart policy starts the container again. */
  readonly restart: number;
  /** How long Wait for CI gives GitHub to create a commit's check suites before it looks. */
  readonly checkSuitesAppear: number;
  /** How long Wait for CI waits: two hours, https://github.com/railwayapp/docs/pull/1351. */
  readonly waitForCi: number;
  /** Silence after which an app with `sleepApplication` sleeps. */
  readonly sleepAfter: number;
}

export const defaultTimings: Timings = {
  initializing: 3_000,
  queued: 0,
  build: 40_000,
  publish: 4_000,
  deploy: 8_000,
  healthcheckInterval: 1_000,
  restart: 1_000,
  checkSuitesAppear: 15_000,
  waitForCi: 7_200_000,
  sleepAfter: 600_000,
};

export interface TriggerSpec {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  /** "Wait for CI". */
  readonly checkSuites?: boolean;
}

/** Code of a repository, or a published image: exactly one of them. */
export type ServiceSpec = CodeServiceSpec | ImageServiceSpec;

export interface CodeServiceSpec extends ServiceSettings {
  readonly trigger: TriggerSpec;
  readonly image?: never;
}

/** The image's contents are `startCommand` alone; nothing is pulled. */
export interface ImageServiceSpec extends ServiceSettings {
  readonly image: string;
  readonly trigger?: never;
}

interface ServiceSettings {
  readonly name: string;
  /** Argument array, run without a shell in the image's `rootDirectory`. */
  readonly startCommand: readonly string[];
  /** Runs to its end before the container starts; a failure ends the deployment. */
  readonly preDeployCommand?: readonly string[];
  /** Five fields, UTC: `startCommand` runs when `tick` finds them due, and ends by itself. */
  readonly cronSchedule?: string;
  readonly rootDirectory?: string;
  readonly watchPatterns?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** A port of 0 lets the system choose; the port stays the same for the sandbox's life. */
  readonly publicDomain?: { readonly port?: number };
  readonly healthcheckPath?: string;
  /** Seconds; Railway's default is 300. */
  readonly healthcheckTimeout?: number;
  readonly restartPolicyType?: 'ALWAYS' | 'ON_FAILURE' | 'NEVER';
  /** Railway's default is 10. */
  readonly restartPolicyMaxRetries?: number;
  readonly overlapSeconds?: number;
  readonly drainingSeconds?: number;
  readonly sleepApplication?: boolean;
  readonly autoDeploy?: boolean;
  readonly timings?: Partial<Timings>;
}

export interface EnvironmentSpec {
  readonly name: string;
  /** Makes it an ephemeral PR environment. */
  readonly pullRequest?: {
    readonly number: number;
    readonly repository: string;
    readonly branch: string;
    readonly baseBranch: string;
  };
  readonly services: readonly ServiceSpec[];
}

export interface ProjectSpec {
  readonly name: string;
  readonly workspace?: string;
  readonly environments: readonly EnvironmentSpec[];
}

/** What shall happen to one deployment of a service instead of the usual. */
export interface Script {
  /** FAILED ends it at `atStep`; CRASHED kills the container for good once it is active. */
  readonly outcome?: 'FAILED' | 'CRASHED' | 'NEEDS_APPROVAL' | 'SKIPPED';
  /** Where FAILED happens: BUILD_IMAGE unless told. */
  readonly atStep?: DeploymentEventStep;
  /** The failing event's error, or the reason of SKIPPED. */
  readonly error?: string;
  /** Reach this status and stay there until cancelled or superseded, as in a platform incident. */
  readonly holdAt?: Extract<DeploymentStatus, 'INITIALIZING' | 'QUEUED' | 'BUILDING' | 'DEPLOYING'>;
  readonly timings?: Partial<Timings>;
}

export interface ScriptTarget {
  readonly serviceId: string;
  readonly environmentId: string;
  /** A full commit SHA (every deployment of it), or the next deployment whatever its commit. */
  readonly commit: string;
}
