/** The ReleaseHistory port: what a release has left on GitHub, read as long afterwards as GitHub keeps it. */
import type { PullRequest } from './github.ts';

export interface ReleaseHistory {
  /** @throws HttpError `not-found` where there is no such pull request */
  pull(number: number): Promise<HistoryPull>;
  /**
   * Pull requests that GitHub associates with a commit, in GitHub's order; for some seconds after a
   * merge, none. None also where the commit is not known.
   */
  pullsWith(commit: string): Promise<readonly HistoryPull[]>;
  /** Pull requests into a branch, open ones too, most recently updated first, since a moment. */
  pullsInto(base: string, sinceMs: number): Promise<Listed<HistoryPull>>;
  /** In the order they were given; pending ones are left out. */
  reviews(number: number): Promise<Listed<Review>>;
  /** Oldest first. */
  comments(number: number): Promise<Listed<Comment>>;
  /** The newest check run of each name in each suite. */
  checks(commit: string): Promise<Listed<Check>>;
  /** Every status of every context, newest first. */
  statuses(commit: string): Promise<Listed<Status>>;
  /** Newest first, each with what became of it, newest first. */
  deployments(commit: string): Promise<Listed<HistoryDeployment>>;
  commit(sha: string): Promise<CommitFacts>;
  /** Commits of `head` that `base` lacks, oldest first. */
  shipped(base: string, head: string): Promise<Listed<ShippedCommit>>;
  /** Commits of a pull request, oldest first; GitHub tells 250 at most. */
  commitsOf(pull: HistoryPull): Promise<Listed<ShippedCommit>>;
  /** How many commits each side has that the other lacks. */
  compare(base: string, head: string): Promise<{ readonly ahead: number; readonly behind: number }>;
  /** The message of the commit that a ref names, such as `release-train/claims/…`; nothing: no ref. */
  note(ref: string): Promise<RefNote | undefined>;
}

/** Comments of ours on a pull request. */
export interface Comments {
  comments(number: number): Promise<Listed<Comment>>;
  /** Login that the token writes as; nothing where GitHub does not say. */
  viewer(): Promise<string | undefined>;
  addComment(number: number, body: string): Promise<Comment>;
  editComment(id: number, body: string): Promise<void>;
}

/** A list that was read as far as is reasonable. */
export interface Listed<T> {
  readonly items: readonly T[];
  /** There is more than was read. */
  readonly isCut: boolean;
}

export interface Person {
  readonly login: string;
  /** An app or a bot account. An account of type user behind which a program sits is not told apart. */
  readonly isBot: boolean;
}

/** All times are milliseconds since 1970. */
export interface HistoryPull extends PullRequest {
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly mergedAtMs?: number;
  readonly closedAtMs?: number;
  /** Only where a single pull request was asked for. */
  readonly mergedBy?: Person;
  readonly baseSha: string;
}

export interface Review {
  readonly author: Person;
  /** Whether the author belongs to the repository or its organization. */
  readonly isOfMember: boolean;
  readonly state: 'approved' | 'changes-requested' | 'commented' | 'dismissed';
  readonly atMs: number;
  /** What was reviewed; GitHub may have forgotten it. */
  readonly commit?: string;
  readonly url: string;
}

export interface Comment {
  readonly id: number;
  readonly author: Person;
  readonly isOfMember: boolean;
  readonly body: string;
  readonly url: string;
}

export interface Check {
  readonly name: string;
  /** Of the app that made it, such as `github-actions`. */
  readonly app: string;
  readonly status: string;
  /** Absent until completed. */
  readonly conclusion?: string;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly url?: string;
}

export interface Status {
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly atMs: number;
  readonly url?: string;
}

export interface HistoryDeployment {
  readonly id: number;
  /** Railway writes `<project> / <environment>`. */
  readonly environment: string;
  readonly creator: Person;
  readonly createdAtMs: number;
  /** Newest first. */
  readonly states: readonly DeploymentState[];
}

export interface DeploymentState {
  readonly state: string;
  readonly description: string;
  readonly atMs: number;
  readonly url?: string;
}

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly message: string;
  readonly authoredAtMs: number;
}

export interface ShippedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly authoredAtMs: number;
}

export interface RefNote {
  readonly message: string;
  readonly atMs: number;
}
