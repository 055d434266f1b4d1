/** Everything a release is decided by, read from GitHub first and from git only if there is need. */
import { ActionError } from '@release-train/action-kit';
import type { Commit, Git, Merge } from '@release-train/git';
import type { Branch, GitHub, PullRequest } from '@release-train/github';

export interface Facts {
  readonly head: Pick<Branch, 'name' | 'sha'>;
  readonly base: Pick<Branch, 'name' | 'sha'>;
  readonly open: PullRequest | undefined;
  /** Absent where GitHub's own figures already say that there is nothing. */
  readonly content: Content | NoContent;
}

export interface NoContent {
  readonly kind: 'none';
  readonly why: 'no-commits' | 'same-files';
}

export interface Content {
  readonly kind: 'some';
  readonly merge: Merge;
  /** Files the merge changes in base. */
  readonly files: number;
  /** First-parent commits of head since the branches last agreed, newest first, capped. */
  readonly commits: readonly Commit[];
  readonly commitCount: number;
  /** Candidates: merged pull requests into head of that time. */
  readonly pulls: readonly PullRequest[];
}

interface Ports {
  readonly git: Git;
  readonly github: GitHub;
}

const mostCommits = 1000;
const mostPulls = 1000;
const dayMs = 86_400_000;

export async function readFacts(
  { git, github }: Ports,
  names: { readonly head: string; readonly base: string },
): Promise<Facts> {
  const comparing = github.compare(names.base, names.head);
  // A missing branch also fails the comparison; its own error below says more.
  comparing.catch(() => {});
  const [head, base, [open]] = await Promise.all([
    existing(github, 'head', names.head),
    existing(github, 'base', names.base),
    github.pulls({ ...names, state: 'open' }),
  ]);
  const { ahead } = await comparing;
  if (ahead === 0) return { head, base, open, content: { kind: 'none', why: 'no-commits' } };
  if (head.tree === base.tree) {
    return { head, base, open, content: { kind: 'none', why: 'same-files' } };
  }
  return { open, ...(await readContent({ git, github }, names)) };
}

async function existing(github: GitHub, input: string, name: string): Promise<Branch> {
  const branch = await github.branch(name);
  if (branch) return branch;
  throw new ActionError('branch-missing', `branch "${name}" does not exist`, {
    hint: `Check the input "${input}".`,
  });
}

/** The clone is read a moment later than GitHub's figures: from here on its tips are the truth. */
async function readContent(
  { git, github }: Ports,
  names: { readonly head: string; readonly base: string },
): Promise<Pick<Facts, 'head' | 'base' | 'content'>> {
  await using clone = await git.clone([names.base, names.head]);
  const [base, head] = [clone.tip(names.base), clone.tip(names.head)];
  const merge = await clone.merge(base, head);
  // Where one side deleted what the other changed, the tree of the trial merge is not changed.
  const conflicts = merge.clean ? [] : merge.conflicts;
  const files = new Set([...conflicts, ...(await clone.changedPaths(base, merge.tree))]);
  const meeting = await clone.meeting(base, head);
  const range = { to: head, not: [meeting?.onHead ?? base, base], firstParent: true };
  const commits = await clone.commits({ ...range, most: mostCommits });
  const content: Content = {
    kind: 'some',
    merge,
    files: files.size,
    commits,
    commitCount: commits.length < mostCommits ? commits.length : await clone.count(range),
    pulls: await readPulls(github, names.head, commits),
  };
  const tips = { head: { name: names.head, sha: head }, base: { name: names.base, sha: base } };
  return files.size === 0
    ? { ...tips, content: { kind: 'none', why: 'same-files' } }
    : { ...tips, content };
}

async function readPulls(
  github: GitHub,
  into: string,
  commits: readonly Commit[],
): Promise<readonly PullRequest[]> {
  const oldest = commits.at(-1);
  if (!oldest) return [];
  // A merge updates its pull request, so older ones brought none of these; a day for clock skew.
  const updatedSince = oldest.committedAt * 1000 - dayMs;
  return github.mergedPulls({ base: into, updatedSince, most: mostPulls });
}
