/** Refs of a bare repository, by full name; names from outside are validated by git itself. */
import { git, lines, tryGit } from './git-process.ts';

export const ZERO = '0'.repeat(40);

export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

export const isRefName = (name: string): boolean =>
  name.startsWith('refs/') &&
  !name.includes('\0') &&
  tryGit('.', ['check-ref-format', name]).code === 0;

/** A branch may not look like an option, nor be anything `git check-ref-format` refuses. */
export const isBranchName = (name: string): boolean =>
  !name.startsWith('-') && name !== 'HEAD' && isRefName(`refs/heads/${name}`);

export function readRef(dir: string, name: string): string | null {
  if (!name.startsWith('refs/') || name.includes('\0')) return null;
  const found = tryGit(dir, ['show-ref', '--verify', '--hash', name]);
  return found.code === 0 ? found.stdout.trim() : null;
}

export const readBranch = (dir: string, branch: string): string | null =>
  readRef(dir, `refs/heads/${branch}`);

export function listRefs(dir: string, prefix: string): Ref[] {
  const format = '%(refname) %(objectname) %(objecttype)';
  return lines(git(dir, ['for-each-ref', `--format=${format}`]))
    .map((line) => line.split(' '))
    .map(([name = '', sha = '', type = '']) => ({ name, sha, type }))
    .filter((ref) => ref.name.startsWith(prefix));
}

export function writeRef(dir: string, name: string, sha: string): void {
  git(dir, ['update-ref', '--no-deref', name, sha]);
}

export function deleteRef(dir: string, name: string): void {
  git(dir, ['update-ref', '--no-deref', '-d', name]);
}

/**
 * The commit behind what a caller calls a "ref": a branch, a tag, a full ref name or a hash.
 * Revision expressions (`main~2`, `@{1}`) are not refs.
 */
export function resolveCommit(dir: string, ref: string): string | null {
  const candidates = ref.startsWith('refs/')
    ? [ref]
    : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`];
  const sha = candidates.map((name) => readRef(dir, name)).find((found) => found !== null);
  if (sha) return peel(dir, sha);
  return /^[0-9a-f]{7,40}$/.test(ref) ? peel(dir, ref) : null;
}

export function peel(dir: string, sha: string): string | null {
  const found = tryGit(dir, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${sha}^{commit}`,
  ]);
  return found.code === 0 ? found.stdout.trim() : null;
}
