/** What a release of single commits asks of git: where they are, in which order, and by whom. */
import { GitError } from './git-error.ts';
import type { RunGit } from './git-process.ts';

export interface CommitDetails {
  /** `Name <email>`: the author, then co-authors. */
  readonly authors: readonly string[];
  /** Commits this one says to be a cherry-pick of (`git cherry-pick -x`). */
  readonly pickedFrom: readonly string[];
}

export interface PickVerbs {
  /**
   * The full SHA of a commit: of any branch of the remote, or, abbreviated, of a cloned one.
   * `undefined`: there is none, or more than one.
   */
  find(name: string): Promise<string | undefined>;
  /** The same commits, ancestors before descendants. */
  sorted(shas: readonly string[]): Promise<readonly string[]>;
  isAncestor(sha: string, of: string): Promise<boolean>;
  details(shas: readonly string[]): Promise<ReadonlyMap<string, CommitDetails>>;
}

export const pickVerbs = (git: RunGit): PickVerbs => ({
  find: (name) => (/^[0-9a-f]{40}$/.test(name) ? fetchCommit(git, name) : expand(git, name)),
  sorted: (shas) => sort(git, shas),
  isAncestor: async (sha, of) => {
    const args = ['merge-base', '--is-ancestor', sha, of];
    return (await git(args, { answers: [0, 1] })).code === 0;
  },
  details: (shas) => readDetails(git, shas),
});

async function expand(git: RunGit, name: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,39}$/.test(name)) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
  const { code, stdout } = await git(args, { answers: [0, 1, 128] });
  return code === 0 ? stdout.trim() : undefined;
}

/** With its history: a commit alone would tell of no parents. */
async function fetchCommit(git: RunGit, sha: string): Promise<string | undefined> {
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--filter=blob:none'];
  try {
    await git(['fetch', ...flags, 'origin', sha], { what: `fetching commit ${sha.slice(0, 7)}` });
  } catch (error) {
    const isUnknown = /not our ref|unadvertised object|not a valid object|bad object/i;
    if (error instanceof GitError && isUnknown.test(error.message)) return undefined;
    throw error;
  }
  const { stdout } = await git(['cat-file', '-t', sha]);
  return stdout.trim() === 'commit' ? sha : undefined;
}

async function sort(git: RunGit, shas: readonly string[]): Promise<readonly string[]> {
  if (shas.length < 2) return shas;
  const input = `${shas.join('\n')}\n`;
  const { stdout } = await git(['rev-list', '--topo-order', '--reverse', '--stdin'], { input });
  const wanted = new Set(shas);
  return stdout.split('\n').filter((sha) => wanted.has(sha));
}

const record = '%x1e%H%x00%an <%ae>%x00%B';

async function readDetails(
  git: RunGit,
  shas: readonly string[],
): Promise<ReadonlyMap<string, CommitDetails>> {
  if (shas.length === 0) return new Map();
  const args = ['log', '--no-walk=unsorted', '--stdin', `--format=tformat:${record}`];
  const { stdout } = await git(args, { input: `${shas.join('\n')}\n` });
  const texts = stdout.split('\x1e').slice(1);
  return new Map(texts.map(parseDetails));
}

function parseDetails(text: string): [string, CommitDetails] {
  const [sha = '', author = '', ...rest] = text.split('\0');
  const message = rest.join('\0');
  const coAuthors = [...message.matchAll(/^co-authored-by:[ \t]*([^<>\n]+<[^<>\n]*>)[ \t]*$/gim)];
  const origins = [...message.matchAll(/^\(cherry picked from commit ([0-9a-f]{40})\)[ \t]*$/gm)];
  return [
    sha,
    {
      authors: [...new Set([author, ...coAuthors.map(([, name = '']) => name.trim())])],
      pickedFrom: origins.map(([, origin = '']) => origin),
    },
  ];
}
