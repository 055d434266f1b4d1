/** Reading commits and how they relate. */
import { git, lines, tryGit } from './git-process.ts';

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch. */
  readonly seconds: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  readonly committer: Identity;
  readonly message: string;
}

export const isAncestor = (dir: string, ancestor: string, descendant: string): boolean =>
  tryGit(dir, ['merge-base', '--is-ancestor', ancestor, descendant]).code === 0;

export function mergeBase(dir: string, one: string, other: string): string | null {
  const found = tryGit(dir, ['merge-base', one, other]);
  return found.code === 0 ? (lines(found.stdout)[0] ?? null) : null;
}

/** Hashes newest first; `args` are hashes, `^hash` and rev-list options of our own making. */
export const revList = (dir: string, args: readonly string[]): string[] =>
  lines(git(dir, ['rev-list', ...args, '--']));

export function aheadBehind(dir: string, base: string, head: string): [number, number] {
  const counted = git(dir, ['rev-list', '--left-right', '--count', `${base}...${head}`, '--']);
  const [behind = 0, ahead = 0] = counted.trim().split('\t').map(Number);
  return [ahead, behind];
}

export const hasMergeCommit = (dir: string, from: string | null, to: string): boolean =>
  revList(dir, ['--merges', '--max-count=1', to, ...(from ? [`^${from}`] : [])]).length > 0;

export function readCommit(dir: string, sha: string): Commit {
  const [commit] = readCommits(dir, [sha]);
  if (!commit) throw new Error(`no commit ${sha} in ${dir}`);
  return commit;
}

/** Raw objects by length, so that no message can forge a field. */
export function readCommits(dir: string, shas: readonly string[]): Commit[] {
  if (shas.length === 0) return [];
  const all = Buffer.from(git(dir, ['cat-file', '--batch'], { input: `${shas.join('\n')}\n` }));
  const commits: Commit[] = [];
  for (let at = 0; at < all.length; ) {
    const endOfHeader = all.indexOf(10, at);
    const [sha = '', type = '', size = '0'] = all.toString('utf8', at, endOfHeader).split(' ');
    if (type !== 'commit') throw new Error(`${sha} is a ${type}, not a commit`);
    const end = endOfHeader + 1 + Number(size);
    commits.push(parseCommit(sha, all.toString('utf8', endOfHeader + 1, end)));
    at = end + 1;
  }
  return commits;
}

function parseCommit(sha: string, raw: string): Commit {
  const gap = raw.indexOf('\n\n');
  const headers = raw.slice(0, gap === -1 ? raw.length : gap).split('\n');
  const all = (key: string): string[] =>
    headers.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: parseIdentity(all('author')[0] ?? ''),
    committer: parseIdentity(all('committer')[0] ?? ''),
    message: gap === -1 ? '' : raw.slice(gap + 2),
  };
}

function parseIdentity(text: string): Identity {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*?)> (-?\d+)/.exec(text) ?? [];
  return { name, email, seconds: Number(seconds) };
}
