import { mergeEngineVerbs } from './cli-merge-engine.ts';
import { type Network, push } from './cli-push.ts';
import type { Commit, CommitRange, GitRepository, Merge, NewCommit } from './git.ts';
import type { RunGit } from './git-process.ts';
import type { BytesGit } from './git-stream.ts';
import { lastMeeting, type Stop } from './meeting.ts';
import { commitFormat, parseCommits, parseMerge, parsePaths } from './output.ts';
import { pickVerbs } from './picks.ts';
import { readTextFiles } from './text-files.ts';

interface Clone {
  readonly folder: string;
  readonly git: RunGit;
  readonly bytes: BytesGit;
  readonly tips: ReadonlyMap<string, string>;
  readonly network: Network;
  readonly remove: () => Promise<void>;
}

// The account GitHub shows for commits made by workflows.
const identity = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'github-actions[bot]',
  GIT_COMMITTER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
};

/** The verbs of the port, each one git command. */
export const cliRepository = ({
  folder,
  git,
  bytes,
  tips,
  network,
  remove,
}: Clone): GitRepository => ({
  tip: (branch) => tipOf(tips, branch),
  commit: (sha) => readCommit(git, sha),
  mergeBase: (one, other) => mergeBase(git, one, other),
  divergence: (base, head) => divergence(git, base, head),
  commits: (range) => readCommits(git, range),
  count: async (range) => {
    const { stdout } = await git(['rev-list', '--count', ...rangeArgs(range)]);
    return Number(stdout);
  },
  meeting: async (base, head) => {
    const from = await mergeBase(git, base, head);
    if (from === undefined) return undefined;
    const [onBase, onHead] = await Promise.all([line(git, from, base), line(git, from, head)]);
    return lastMeeting(onBase, onHead);
  },
  merge: (ours, theirs, base) =>
    base === undefined ? merge(git, ours, theirs) : mergeFrom(git, base, [ours, theirs]),
  changedPaths: async (from, to) => {
    const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to];
    return parsePaths((await git(args)).stdout);
  },
  textFiles: (treeish, folder) => readTextFiles(git, treeish, folder),
  ...mergeEngineVerbs({ folder, git, bytes, createCommit: (commit) => createCommit(git, commit) }),
  ...pickVerbs(git),
  createCommit: (commit) => createCommit(git, commit),
  push: (change) => push(git, change, network),
  deleteBranch: (change) => push(git, { ...change, sha: undefined }, network),
  [Symbol.asyncDispose]: remove,
});

function tipOf(tips: ReadonlyMap<string, string>, branch: string): string {
  const sha = tips.get(branch);
  if (sha === undefined) throw new Error(`branch ${branch} was not cloned`);
  return sha;
}

async function readCommit(git: RunGit, sha: string): Promise<Commit> {
  const [commit] = await readCommits(git, { to: sha, most: 1 });
  if (!commit) throw new Error(`git log printed nothing for ${sha}`);
  return commit;
}

async function readCommits(git: RunGit, range: CommitRange): Promise<Commit[]> {
  return parseCommits((await git(['log', '-z', commitFormat, ...rangeArgs(range)])).stdout);
}

const rangeArgs = ({ to, not = [], firstParent = false, most }: CommitRange): string[] => [
  ...(firstParent ? ['--first-parent'] : []),
  ...(most === undefined ? [] : [`--max-count=${most}`]),
  to,
  ...not.map((sha) => `^${sha}`),
  '--',
];

async function mergeBase(git: RunGit, one: string, other: string): Promise<string | undefined> {
  const { code, stdout } = await git(['merge-base', one, other], { answers: [0, 1] });
  return code === 0 ? stdout.trim() : undefined;
}

async function divergence(
  git: RunGit,
  base: string,
  head: string,
): Promise<{ ahead: number; behind: number }> {
  const { stdout } = await git(['rev-list', '--left-right', '--count', `${base}...${head}`, '--']);
  const [behind = 0, ahead = 0] = stdout.trim().split('\t').map(Number);
  return { ahead, behind };
}

/** First-parent line from a merge base (included) to a tip, oldest first. */
async function line(git: RunGit, from: string, to: string): Promise<Stop[]> {
  const since = await readCommits(git, { to, not: [from], firstParent: true });
  return [await readCommit(git, from), ...since.toReversed()];
}

// Only forms of git 2.38: `--merge-base` needs 2.40. https://git-scm.com/docs/git-merge-tree
async function merge(git: RunGit, ours: string, theirs: string): Promise<Merge> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const { code, stdout } = await git(args, { what: 'the trial merge', answers: [0, 1] });
  return parseMerge(stdout, code === 0);
}

/** Stand-ins with the same trees, both children of the base: then it is git's merge base too. */
async function mergeFrom(
  git: RunGit,
  base: string,
  sides: readonly [string, string],
): Promise<Merge> {
  const standIn = async (sha: string, parents: readonly string[]): Promise<string> => {
    const { tree } = await readCommit(git, sha);
    return createCommit(git, { tree, parents, message: 'stand-in', date: 0 });
  };
  const root = await standIn(base, []);
  return merge(git, await standIn(sides[0], [root]), await standIn(sides[1], [root]));
}

async function createCommit(git: RunGit, commit: NewCommit): Promise<string> {
  // Without the "@" git takes a small number for something else than seconds.
  const date = `@${commit.date} +0000`;
  const parents = commit.parents.flatMap((sha) => ['-p', sha]);
  const { stdout } = await git(['commit-tree', ...parents, '-F', '-', commit.tree], {
    input: commit.message,
    env: { ...identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
  return stdout.trim();
}
