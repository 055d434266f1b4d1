/** Port: what GitHub itself says of a repository. Reading only; every method is one to four requests. */
export interface Live {
  repository(): Promise<LiveRepository>;
  /** At most 300. */
  branches(): Promise<readonly string[]>;
  /** The text of a file at a branch; undefined where it is not there. */
  file(path: string, branch: string): Promise<string | undefined>;
  workflows(): Promise<readonly LiveWorkflow[]>;
  /** The newest ones, newest first; at most 100. */
  runs(query: RunQuery): Promise<readonly LiveRun[]>;
  policy(): Promise<ActionsPolicy>;
  tokenDefaults(): Promise<TokenDefaults>;
  /** Of active rulesets. */
  rules(branch: string): Promise<readonly BranchRule[]>;
  /** Its tip, and what everybody may know of classic protection; undefined where there is no such branch. */
  branch(name: string): Promise<LiveBranch | undefined>;
  /** What a branch asks of who pushes to it; undefined where GitHub tells of no rule. */
  updateRule(branch: string): Promise<UpdateRule | undefined>;
  environments(): Promise<readonly LiveEnvironment[]>;
  /** Patterns of the branches and tags that may deploy there. */
  admittedRefs(environment: string): Promise<readonly string[]>;
  /** Those of the organization included, as runs see them. */
  variables(): Promise<ReadonlyMap<string, string>>;
  secretNames(): Promise<readonly string[]>;
  environmentVariables(environment: string): Promise<readonly string[]>;
  environmentSecrets(environment: string): Promise<readonly string[]>;
  /** The newest 30. */
  deployments(): Promise<readonly LiveDeployment[]>;
}

/** Times are milliseconds since 1970. */
export interface LiveRepository {
  readonly owner: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly isFork: boolean;
  readonly isArchived: boolean;
  readonly pushedAt: number;
}

export interface LiveWorkflow {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  /** `active`, `disabled_manually`, `disabled_inactivity`, `disabled_fork`, `deleted`; the set is open. */
  readonly state: string;
  readonly createdAt: number;
}

export interface RunQuery {
  /** Of one workflow, by its id. */
  readonly workflow?: number;
  /** A status or a conclusion. */
  readonly status?: string;
  /** Of one commit, by its full SHA. */
  readonly sha?: string;
  readonly most: number;
}

export interface LiveRun {
  readonly id: number;
  readonly number: number;
  readonly path: string;
  /** Of the workflow as it was called then; its path where GitHub could not read the file. */
  readonly name: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly headBranch: string | undefined;
  readonly headSha: string;
  readonly actor: string;
  readonly isFromFork: boolean;
  readonly createdAt: number;
  readonly url: string;
}

export interface ActionsPolicy {
  readonly enabled: boolean;
  readonly allowed: 'all' | 'local_only' | 'selected';
  readonly requiresPins: boolean;
  /** Where `allowed` is `selected`. */
  readonly selected?: SelectedActions;
}

export interface SelectedActions {
  readonly github: boolean;
  readonly verified: boolean;
  /** `owner/name@*` */
  readonly patterns: readonly string[];
}

export interface TokenDefaults {
  readonly permissions: 'read' | 'write';
  readonly mayOpenPulls: boolean;
}

export interface BranchRule {
  readonly type: string;
  readonly checks: readonly RequiredContext[];
}

export interface RequiredContext {
  readonly context: string;
  /** Id of the app that must report it; anybody may where absent. */
  readonly app: number | undefined;
}

export interface LiveBranch {
  readonly isProtected: boolean;
  readonly contexts: readonly string[];
  readonly tip: Tip;
}

/** As GitHub tells it to the token that asks, which need not be the one that pushes. */
export interface UpdateRule {
  readonly viewer: string;
  /** Without rules: a token that only reads cannot push anywhere. */
  readonly viewerMayWrite: boolean;
  readonly viewerCanPush: boolean;
  readonly approvals: number;
}

export interface Tip {
  readonly sha: string;
  /** The whole message of the commit. */
  readonly message: string;
}

export interface LiveEnvironment {
  readonly name: string;
  readonly refs: 'all' | 'protected' | 'custom';
  readonly hasReviewers: boolean;
}

export interface LiveDeployment {
  readonly environment: string;
  readonly creator: string;
  readonly ref: string;
  readonly sha: string;
}
