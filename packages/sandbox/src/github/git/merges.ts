/** Making commits without a work tree: every merge of this GitHub is `git merge-tree`'s. */
import type { Commit, Identity } from './commits.ts';
import { git, lines, tryGit } from './git-process.ts';

export type TreeMerge =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly files: readonly string[] };

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
}

/** Three-way merge of two commits. https://git-scm.com/docs/git-merge-tree (git 2.38 or later) */
export function mergeTree(dir: string, ours: string, theirs: string): TreeMerge {
  const merge = ['merge-tree', '--write-tree', '--name-only', '--no-messages'];
  const done = tryGit(dir, [...merge, '--allow-unrelated-histories', ours, theirs]);
  const [tree = '', ...files] = lines(done.stdout);
  if (done.code === 0) return { clean: true, tree };
  if (done.code === 1) return { clean: false, files };
  throw new Error(`git merge-tree exited with ${done.code}: ${done.stderr.trim()}`);
}

export function commitTree(dir: string, commit: NewCommit): string {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: `${commit.author.seconds} +0000`,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
    GIT_COMMITTER_DATE: `${commit.committer.seconds} +0000`,
  };
  const options = { env, input: commit.message };
  return git(dir, ['commit-tree', ...parents, '-F', '-', commit.tree], options).trim();
}

/**
 * Replays one commit on a new parent; null where it conflicts. `merge-tree --merge-base` needs
 * git 2.40, so the base is given by a throw-away commit of the new parent's tree on the old parent.
 */
export function replay(
  dir: string,
  commit: Commit,
  { onto, committer }: { onto: Commit; committer: Identity },
): string | null {
  const parents = commit.parents.slice(0, 1);
  const standIn = { tree: onto.tree, parents, message: 'stand-in', author: committer, committer };
  const merged = mergeTree(dir, commitTree(dir, standIn), commit.sha);
  if (!merged.clean) return null;
  const { message, author } = commit;
  return commitTree(dir, { tree: merged.tree, parents: [onto.sha], message, author, committer });
}
