import type { ActionsBackend, Conclusion, EventName, GitHubEvent, RunStatus } from '../ports.ts';

export interface RunnerOptions {
  readonly github: ActionsBackend;
  /** Folder of the checkout that `release-train/release-train/actions/<name>@v1` maps to. */
  readonly actionsRoot: string;
  /** Workspaces live here while their job runs; artifacts stay under `artifacts/`. */
  readonly workRoot: string;
  /** Repository (`owner/name`) → secrets. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Repository → configuration variables. */
  readonly vars: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Extra environment of every step process (e.g. the time preload); it wins over everything. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onProgress: (event: RunnerProgress) => void;
  /** `stub`: every step succeeds at once, with a notice and without outputs. Executed unless told. */
  readonly steps?: 'execute' | 'stub';
}

export interface Runner {
  /** Takes one webhook delivery. `startRunner` already subscribes to the backend's own events. */
  receive(event: GitHubEvent): void;
  /** When nothing is running, queued or being decided. Runs that await approval do not count. */
  settled(): Promise<void>;
  /** Starts workflows whose cron is due in the minute of `at`; once per minute, however often called. */
  schedule(repository: string, at: Date): void;
  runs(): readonly RunRecord[];
  /** Cancels what runs and waits for its processes to end. */
  close(): Promise<void>;
}

export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface RunRecord {
  readonly id: number;
  readonly repository: string;
  readonly workflowName: string;
  readonly path: string;
  readonly event: EventName;
  readonly headBranch: string;
  readonly headSha: string;
  readonly displayTitle: string;
  readonly number: number;
  readonly status: RunStatus;
  readonly conclusion?: Conclusion;
  /** Why a run ended before its jobs, or what was wrong with its file. */
  readonly reason?: string;
  /** Unix epoch, milliseconds, by the global clock. */
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  readonly jobs: readonly JobRecord[];
}

export interface JobRecord {
  readonly id: string;
  /** What the check run is called. */
  readonly name: string;
  readonly result?: JobResult;
  /** Why it was skipped, cancelled or refused. */
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  readonly steps: readonly StepRecord[];
}

export interface StepRecord {
  readonly name: string;
  readonly id?: string;
  /** Before and after `continue-on-error`. */
  readonly outcome?: JobResult;
  readonly conclusion?: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown the step wrote to GITHUB_STEP_SUMMARY, masked. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Masked. */
  readonly log: readonly string[];
  readonly startedAtMs: number;
  readonly completedAtMs?: number;
}

export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

export type RunnerProgress =
  /** A workflow listens to the event and yet does not run. */
  | {
      readonly kind: 'not-fired';
      readonly repository: string;
      readonly workflowName: string;
      readonly path: string;
      readonly event: string;
      readonly reason: string;
    }
  | { readonly kind: 'run-created'; readonly run: RunRecord }
  | { readonly kind: 'run-started'; readonly run: RunRecord }
  | { readonly kind: 'run-finished'; readonly run: RunRecord }
  | { readonly kind: 'job-started'; readonly run: RunRecord; readonly job: JobRecord }
  | { readonly kind: 'job-finished'; readonly run: RunRecord; readonly job: JobRecord }
  | {
      readonly kind: 'step-started';
      readonly run: RunRecord;
      readonly job: JobRecord;
      readonly step: StepRecord;
    }
  | {
      readonly kind: 'step-finished';
      readonly run: RunRecord;
      readonly job: JobRecord;
      readonly step: StepRecord;
    }
  | {
      readonly kind: 'log';
      readonly run: RunRecord;
      readonly job: JobRecord;
      readonly step: StepRecord;
      readonly line: string;
    };
