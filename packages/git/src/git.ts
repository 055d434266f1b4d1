/** The git port: the verbs a release and a sync need, on a throw-away clone. */
import type { Change, Content, Line } from './line.ts';
import type { PickVerbs } from './picks.ts';

export interface Git {
  /**
   * A bare clone of some branches without file contents, which git fetches as a merge asks for
   * them. Dispose of it (`await using`) to remove its folder.
   *
   * @throws GitError `branch-missing`, `not-found`, `unauthorized`, `unreachable`, `git-too-old`, …
   */
  clone(branches: readonly string[]): Promise<GitRepository>;
}

export interface GitRepository extends AsyncDisposable, PickVerbs {
  /** The commit a cloned branch pointed at when it was cloned. */
  tip(branch: string): string;
  commit(sha: string): Promise<Commit>;
  /** The newest common ancestor; `undefined` for histories that share nothing. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** How many commits each side has that the other lacks. */
  divergence(
    base: string,
    head: string,
  ): Promise<{ readonly ahead: number; readonly behind: number }>;
  /** Newest first. */
  commits(range: CommitRange): Promise<readonly Commit[]>;
  count(range: CommitRange): Promise<number>;
  /** Where the first-parent lines of two commits last held the same tree; see `lastMeeting`. */
  meeting(base: string, head: string): Promise<Meeting | undefined>;
  /**
   * What `git merge` would make of two commits; with `base`, the one whose content they last
   * agreed on, which git's own merge base misses after a squash.
   */
  merge(ours: string, theirs: string, base?: string): Promise<Merge>;
  /** Paths in which two trees (or commits) differ; a rename counts as two. */
  changedPaths(from: string, to: string): Promise<readonly string[]>;
  /** A branch's first-parent line since a merge base; reads trees, no file contents. */
  line(range: { readonly since: string; readonly to: string }): Promise<Line>;
  /** What differs between two trees (or commits), with contents; a rename counts as two. */
  changes(from: string, to: string): Promise<readonly Change[]>;
  /** Text files directly in a folder of a tree (or commit), fetched together; none if it is not there. */
  textFiles(treeish: string, folder: string): Promise<readonly TextFile[]>;
  /** Writes a tree into the clone: another (a tree or commit) with some paths replaced. */
  writeTree(tree: NewTree): Promise<string>;
  /** What git makes of two trees over a given base: the merge a true merge base would give. */
  mergeTrees(trees: ThreeTrees): Promise<TreeMerge>;
  /** Writes a commit into the clone. The same arguments give the same SHA. */
  createCommit(commit: NewCommit): Promise<string>;
  /**
   * Points a branch of the remote at a commit, if it still is where it is expected to be. A branch
   * that is there already is left as it is; after a lost answer the branch is read, then moved
   * where it has not been.
   *
   * @throws GitError `foreign-branch` for any branch but the tool's own, `lease-lost` where somebody was faster
   */
  push(change: BranchChange): Promise<void>;
  deleteBranch(change: { readonly branch: string; readonly expected: string }): Promise<void>;
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface CommitRange {
  readonly to: string;
  /** Commits reachable from these are left out. */
  readonly not?: readonly string[];
  readonly firstParent?: boolean;
  readonly most?: number;
}

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly author: string;
  /** Seconds since 1970. */
  readonly committedAt: number;
  readonly subject: string;
  /** `Release-Train-Source` and `Release-Train-Base` trailers of commits made by the tool. */
  readonly record?: CommitRecord;
}

export interface CommitRecord {
  readonly source: string;
  readonly base: string;
  /** `Release-Train-Part`: it carries the source without some changes; the trailers do not say which. */
  readonly isPart?: true;
}

export type Merge =
  | { readonly clean: true; readonly tree: string }
  /** The tree holds conflict markers: good for counting files, not for shipping. */
  | { readonly clean: false; readonly tree: string; readonly conflicts: readonly string[] };

export interface NewTree {
  readonly from: string;
  readonly contents: ReadonlyMap<string, Content>;
}

/** Trees or commits. */
export interface ThreeTrees {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface TreeMerge {
  /** With conflicts it holds conflict markers: good for counting files, not for shipping. */
  readonly tree: string;
  /** Paths as in `Change`; none: the merge is clean. */
  readonly conflicts: readonly string[];
  /** Paths whose text git merged. */
  readonly textMerged: readonly string[];
}

export interface Meeting {
  readonly onBase: string;
  readonly onHead: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Seconds since 1970, for author and committer. */
  readonly date: number;
}

export interface BranchChange {
  readonly branch: string;
  readonly sha: string;
  /** The tip the remote must still have; `undefined`: the branch must not exist. */
  readonly expected: string | undefined;
}
