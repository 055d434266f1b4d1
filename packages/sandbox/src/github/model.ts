/** What the sandbox's GitHub remembers besides git itself: plain data, one store per repository. */
import type { Actor, GitHubEvent, GitHubUrls } from '../ports.ts';
import type { ActionsSettings } from './actions-settings.ts';
import type { Habits } from './habits/habit.ts';
import type { AppCheck, CheckRun, CommitStatus, Deployment, WorkflowRun } from './reports.ts';
import type { BranchProtection } from './rules/branch-protection.ts';
import type { Ruleset } from './rules/ruleset.ts';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface RepositorySettings {
  readonly allowMergeCommit: boolean;
  readonly allowSquashMerge: boolean;
  readonly allowRebaseMerge: boolean;
  readonly allowAutoMerge: boolean;
  readonly deleteBranchOnMerge: boolean;
  readonly squashMergeCommitTitle: 'PR_TITLE' | 'COMMIT_OR_PR_TITLE';
  readonly squashMergeCommitMessage: 'PR_BODY' | 'COMMIT_MESSAGES' | 'BLANK';
  readonly mergeCommitTitle: 'PR_TITLE' | 'MERGE_MESSAGE';
  readonly mergeCommitMessage: 'PR_BODY' | 'PR_TITLE' | 'BLANK';
  /** "Allow GitHub Actions to create and approve pull requests"; off by default at GitHub. */
  readonly actionsMayCreatePullRequests: boolean;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';

export interface Review {
  readonly id: number;
  readonly author: Actor;
  readonly body: string;
  readonly commitSha: string;
  readonly submittedAt: string;
  state: ReviewState;
}

export interface IssueComment {
  readonly id: number;
  readonly author: Actor;
  readonly createdAt: string;
  updatedAt: string;
  body: string;
}

export interface AutoMerge {
  readonly enabledBy: Actor;
  readonly enabledAt: string;
  readonly method: MergeMethod;
  readonly title: string | null;
  readonly message: string | null;
}

/** git's answer for one pair of tips; `mergeSha` is null where the two conflict. */
export interface TestMerge {
  readonly headSha: string;
  readonly baseSha: string;
  readonly mergeSha: string | null;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly author: Actor;
  readonly createdAt: string;
  readonly headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  updatedAt: string;
  closedAt: string | null;
  closedBy: Actor | null;
  mergedAt: string | null;
  mergedBy: Actor | null;
  mergeCommitSha: string | null;
  testMerge: TestMerge | null;
  /** The test merge a reader has asked for before: GitHub answers null the first time. */
  revealed: TestMerge | null;
  autoMerge: AutoMerge | null;
  labels: string[];
  assignees: string[];
  requestedReviewers: string[];
  requestedTeams: string[];
  readonly reviews: Review[];
  readonly comments: IssueComment[];
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly gitDir: string;
  readonly createdAt: string;
  readonly defaultBranch: string;
  settings: RepositorySettings;
  readonly actions: ActionsSettings;
  readonly protections: Map<string, BranchProtection>;
  readonly rulesets: Map<number, Ruleset>;
  /** Labels that somebody defined or used, by name. */
  readonly labels: Map<string, Label>;
  readonly pulls: Map<number, PullRequest>;
  readonly workflowIds: Map<string, number>;
  readonly runs: Map<number, WorkflowRun>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly appChecks: Map<number, AppCheck>;
  readonly statuses: CommitStatus[];
  readonly deployments: Map<number, Deployment>;
  /** Refs that were made and not yet asked for. */
  readonly freshRefs: Set<string>;
  /** Merge commits whose pull request somebody has asked for before. */
  readonly lookedUp: Set<string>;
}

export interface Credential {
  readonly actor: Actor;
  /** Where the token is good; absent for people, who see everything here. */
  readonly repository?: string;
}

/** Everything there is, and the two things that leave it: events and approvals. */
export interface World {
  readonly root: string;
  readonly urls: GitHubUrls;
  readonly habits: Habits;
  readonly repositories: Map<string, Repository>;
  readonly accounts: Map<string, Account>;
  readonly credentials: Map<string, Credential>;
  /** Logins of people who may read and not write. */
  readonly outsiders: Set<string>;
  readonly nextId: () => number;
  readonly emit: (event: GitHubEvent) => void;
  readonly announceApproval: (runId: number) => void;
}

export const DEFAULT_SETTINGS: RepositorySettings = {
  allowMergeCommit: true,
  allowSquashMerge: true,
  allowRebaseMerge: true,
  allowAutoMerge: false,
  deleteBranchOnMerge: false,
  squashMergeCommitTitle: 'COMMIT_OR_PR_TITLE',
  squashMergeCommitMessage: 'COMMIT_MESSAGES',
  mergeCommitTitle: 'MERGE_MESSAGE',
  mergeCommitMessage: 'PR_TITLE',
  actionsMayCreatePullRequests: false,
};

/** GitHub's timestamps carry whole seconds. */
export const timestamp = (ms: number = Date.now()): string =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
