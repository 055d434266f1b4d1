/**
 * The seams of the sandbox. GitHub, Railway and the runner know each other only through these
 * interfaces, as they know each other in the world only through webhooks and public APIs.
 */

/** Which kind of credential a request carried. A run's own GITHUB_TOKEN fires almost no workflow. */
export type TokenKind = 'user' | 'app' | 'github-token';

export interface Actor {
  readonly login: string;
  readonly type: 'User' | 'Bot';
  readonly token: TokenKind;
  /** May administer repositories; still bound by protection, as with `enforce_admins`. */
  readonly admin: boolean;
  /** For `github-token`: what the run's `permissions:` grant, e.g. `{ contents: 'write' }`. */
  readonly permissions?: Readonly<Record<string, 'read' | 'write' | 'none'>>;
}

export type EventName =
  | 'push'
  | 'pull_request'
  | 'pull_request_review'
  | 'workflow_run'
  | 'workflow_dispatch'
  | 'repository_dispatch'
  | 'schedule'
  | 'deployment'
  | 'deployment_status'
  | 'status'
  | 'check_suite'
  | 'issue_comment';

/** One webhook delivery. `payload` has GitHub's shape and becomes `github.event` in a run. */
export interface GitHubEvent {
  readonly name: EventName;
  readonly action?: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly actor: Actor;
  /** GITHUB_REF and GITHUB_SHA as GitHub's events page defines them for this event. */
  readonly ref: string;
  readonly sha: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'action_required';
export type Conclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'startup_failure';

export interface NewRun {
  readonly repository: string;
  /** The workflow's `name:`, or its path where it has none. */
  readonly workflowName: string;
  /** `.github/workflows/x.yml`. */
  readonly path: string;
  readonly event: GitHubEvent;
  /** Branch and commit the run is listed under (`head_branch`, `head_sha`). */
  readonly headBranch: string;
  readonly headSha: string;
  readonly displayTitle: string;
  readonly status: RunStatus;
}

export interface NewCheckRun {
  readonly runId: number;
  /** The job's name: what "required status checks" are matched by. */
  readonly name: string;
}

/** What GitHub's side offers the Actions service (in-process, as at GitHub). */
export interface ActionsBackend {
  onEvent(listener: (event: GitHubEvent) => void): void;
  /** Somebody with write access pressed "Approve workflows to run". */
  onRunApproved(listener: (runId: number) => void): void;
  /** Folder of the bare repository. */
  gitDir(repository: string): string;
  defaultBranch(repository: string): string;
  /** False where Actions are off, or the workflow is. */
  startsRuns(repository: string, path: string): boolean;
  repositories(): readonly string[];
  /** A GITHUB_TOKEN for one run; dies with `revoke`. */
  issueRunToken(repository: string, permissions: Actor['permissions']): string;
  revoke(token: string): void;
  /** An installation token for `actions/create-github-app-token`. */
  issueAppToken(repository: string, appSlug: string): string;
  /** Returns the run's id; creates its check suite; emits `workflow_run` `requested`. */
  createRun(run: NewRun): number;
  /** Emits `workflow_run` `in_progress` or `completed` and closes the check suite. */
  updateRun(runId: number, change: { status: RunStatus; conclusion?: Conclusion }): void;
  createCheckRun(check: NewCheckRun): number;
  updateCheckRun(id: number, change: { status: RunStatus; conclusion?: Conclusion }): void;
  /** The GitHub-shaped repository object, for `github.event.repository`. */
  repositoryPayload(repository: string): Readonly<Record<string, unknown>>;
  readonly urls: GitHubUrls;
}

/** The three addresses a run is given (GHES layout, one loopback port). */
export interface GitHubUrls {
  /** GITHUB_SERVER_URL; git lives at `${server}/owner/name.git`. */
  readonly server: string;
  /** GITHUB_API_URL: `${server}/api/v3`. */
  readonly api: string;
  /** GITHUB_GRAPHQL_URL: `${server}/api/graphql`. */
  readonly graphql: string;
}
