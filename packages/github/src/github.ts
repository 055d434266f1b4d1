/** The GitHub port: what opening and keeping a pull request between two branches needs. */

import type { AutoMergePort } from './auto-merge.ts';

export interface GitHub {
  repository(): Promise<Repository>;
  /** The account that this token acts as; `undefined` where GitHub does not say. */
  viewer(): Promise<string | undefined>;
  /** `undefined` where the branch does not exist. */
  branch(name: string): Promise<Branch | undefined>;
  /** How many commits each side, a branch or a commit, has that the other lacks. */
  compare(base: string, head: string): Promise<{ readonly ahead: number; readonly behind: number }>;
  /** What protection and rulesets say of merging into a branch. */
  mergeRules(branch: Branch): Promise<MergeRules>;
  /** Types of the ruleset rules that a branch, there or not, would meet; none where nobody says. */
  branchRules(name: string): Promise<readonly string[]>;
  /** Pull requests between two branches of this repository, newest first, at most 100. */
  pulls(query: PullQuery): Promise<readonly PullRequest[]>;
  /** Merged pull requests into a branch, most recently updated first. */
  mergedPulls(query: MergedQuery): Promise<readonly PullRequest[]>;
  /** `undefined` where there is none of that number. */
  findPull(number: number): Promise<PullRequest | undefined>;
  /** Who closed it; `undefined` where nobody did, or GitHub does not say. */
  closer(number: number): Promise<Closer | undefined>;
  /** The commits of a pull request, oldest first; GitHub tells at most 250. */
  pullCommits(number: number): Promise<readonly PullCommit[]>;
  /** Opens a pull request, or adopts the one that somebody opened in the same moment. */
  createPull(pull: NewPull): Promise<PullRequest>;
  /** Writes only the given fields. */
  updatePull(number: number, change: PullChange): Promise<void>;
  setDraft(pull: PullRequest, draft: boolean): Promise<void>;
  /** Adds missing labels and people; what GitHub refuses becomes a warning. */
  dress(pull: PullRequest, wishes: Wishes): Promise<Dressing>;
  /** Waits until GitHub has computed whether `headSha` can be merged; `unknown` if it never says. */
  mergeable(number: number, headSha: string): Promise<Mergeable>;
  readonly autoMerge: AutoMergePort;
  readonly files: FilesPort;
}

export interface FilesPort {
  /** The text of a file at a branch or commit; `undefined` where there is none. */
  read(path: string, ref: string): Promise<string | undefined>;
}

export type Mergeable = 'true' | 'false' | 'unknown';

export interface Repository {
  /** `undefined` where the token may not know. */
  readonly allowsMergeCommit: boolean | undefined;
  /** Of merge, squash and rebase, those the settings allow. */
  readonly methods: readonly string[] | undefined;
  readonly deletesHeadBranches: boolean | undefined;
}

export interface Branch {
  readonly name: string;
  readonly sha: string;
  readonly tree: string;
  readonly isProtected: boolean;
}

export interface MergeRules {
  readonly requiresLinearHistory: boolean;
  /** Merge methods a ruleset leaves; `undefined` where none speaks. */
  readonly allowedMethods: readonly string[] | undefined;
  /** "Require branches to be up to date before merging". */
  readonly requiresUpToDate: boolean;
  readonly requiresSignatures: boolean;
  /** Classic protection is there and not to be read: what it asks for is not known. */
  readonly isClassicHidden: boolean;
}

export interface PullRequest {
  readonly number: number;
  /** Global id, for GraphQL. */
  readonly nodeId: string;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly isMerged: boolean;
  readonly isDraft: boolean;
  readonly author: string;
  /** `member`: a person who belongs to the repository or its organization. */
  readonly authorRole: 'bot' | 'member' | 'outsider';
  /** Its head branch is one of another repository. */
  readonly isFromFork: boolean;
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly labels: readonly string[];
  /** People whose review is asked for and not yet given. */
  readonly reviewers: readonly string[];
  readonly teams: readonly string[];
  readonly assignees: readonly string[];
  /** The commit a merged pull request put on its base; for a rebase, the last one. */
  readonly mergeCommit: string | undefined;
  /** GitHub merges it by itself once all that is required is there. */
  readonly autoMerge?: { readonly method: string; readonly isByBot: boolean } | undefined;
}

export interface Closer {
  readonly login: string;
  readonly isBot: boolean;
}

export interface PullCommit {
  readonly sha: string;
  /** First line of the message. */
  readonly subject: string;
  /** Name of the author. */
  readonly author: string;
}

export interface PullQuery {
  readonly head: string;
  readonly base: string;
  readonly state: 'open' | 'all';
}

export interface MergedQuery {
  readonly base: string;
  /** Milliseconds since 1970; older ones are left out. */
  readonly updatedSince: number;
  readonly most: number;
}

export interface NewPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

export interface PullChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'closed';
}

export interface Wishes {
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly teamReviewers: readonly string[];
  readonly assignees: readonly string[];
}

export interface Dressing {
  readonly changed: boolean;
  readonly warnings: readonly string[];
}
