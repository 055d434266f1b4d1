/** Reading what git prints with `-z`: NUL is the one byte no path and no field can hold. */
import type { Commit, Merge } from './git.ts';

const trailer = (key: string): string => `%(trailers:key=${key},valueonly,separator=%x20)`;

const fields = [
  '%H',
  '%P',
  '%T',
  '%an',
  '%ct',
  '%s',
  trailer('Release-Train-Source'),
  trailer('Release-Train-Base'),
  trailer('Release-Train-Part'),
];

export const commitFormat = `--format=tformat:${fields.join('%x00')}`;

/** Output of `git log -z` with `commitFormat`. */
export function parseCommits(stdout: string): Commit[] {
  const values = stdout.split('\0');
  const commits = Array.from({ length: Math.floor(values.length / fields.length) }, (_, at) =>
    values.slice(at * fields.length, (at + 1) * fields.length),
  );
  return commits.map(parseCommit);
}

function parseCommit(values: readonly string[]): Commit {
  const [sha = '', parents = '', tree = '', author = '', date = '0', subject = ''] = values;
  const [source = '', base = '', part = ''] = values.slice(6);
  const isRecord = [source, base].every((text) => /^[0-9a-f]{40}$/.test(text));
  return {
    sha,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    tree,
    author,
    committedAt: Number(date),
    subject,
    ...(isRecord ? { record: { source, base, ...(part === '' ? {} : { isPart: true }) } } : {}),
  };
}

export const parsePaths = (stdout: string): string[] =>
  stdout.split('\0').filter((path) => path !== '');

/** Output of `git merge-tree --write-tree --name-only --no-messages -z`. */
export function parseMerge(stdout: string, isClean: boolean): Merge {
  const [tree = '', ...rest] = stdout.split('\0');
  if (isClean) return { clean: true, tree };
  return { clean: false, tree, conflicts: [...new Set(rest.filter((path) => path !== ''))] };
}
