/** A repository of a size that makes a difference, written by `git fast-import` in one go. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';

export interface Size {
  readonly commits: number;
  readonly files: number;
  readonly fileBytes: number;
  /** Commits of staging between two squash releases to main. */
  readonly perRelease: number;
}

/**
 * Staging goes on for all the commits, one file each; main gets them in squash releases, none of
 * which git knows of, and every fourth time a hotfix in a file of its own that staging never sees.
 * The last commits are not released.
 */
export async function writeLargeRepository(gitDir: string, size: Size): Promise<void> {
  const child = spawn('git', [`--git-dir=${gitDir}`, 'fast-import', '--quiet', '--force'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for (const part of script(size)) {
    if (!child.stdin.write(part))
      await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

function* script(size: Size): Iterable<string> {
  yield commit('main', { at: 0 });
  for (let file = 0; file < size.files; file += 1) yield change(file, 0, size);
  yield '\nreset refs/heads/staging\nfrom refs/heads/main\n\n';
  for (let at = 1; at <= size.commits; at += 1) {
    yield commit('staging', { at });
    yield change(fileOf(at, size), at, size);
    if (at % size.perRelease === 0 && at < size.commits) yield* release(at, size);
  }
}

function* release(at: number, size: Size): Iterable<string> {
  yield commit('main', { at: at + 0.5 });
  for (let one = at - size.perRelease + 1; one <= at; one += 1) {
    yield change(fileOf(one, size), one, size);
  }
  if (at % (4 * size.perRelease) !== 0) return;
  yield commit('main', { at: at + 0.7 });
  yield change(size.files - 1 - at, -at, size);
}

/** All over the tree, and each file again after a while. */
const fileOf = (at: number, { files }: Size): number => (at * 7919) % Math.floor(files / 2);

const epoch = 1_700_000_000;

const commit = (branch: string, { at }: { readonly at: number }): string =>
  [
    `commit refs/heads/${branch}`,
    `committer Ada <ada@example.com> ${epoch + Math.round(at * 60)} +0000`,
    `data <<END\nChange ${at}\nEND\n`,
  ].join('\n');

function change(file: number, version: number, { fileBytes }: Size): string {
  const path = `area-${file % 20}/module-${Math.floor(file / 20) % 50}/file-${file}.txt`;
  const text = textOf(file, version, fileBytes);
  return `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
}

/** Lines of which a version changes one; no two files alike. */
function textOf(file: number, version: number, bytes: number): string {
  const lines: string[] = [];
  for (let line = 0; line * 65 < bytes; line += 1) {
    const isChanged = version !== 0 && line === 3;
    lines.push(
      createHash('sha256')
        .update(`${file} ${line} ${isChanged ? version : 0}`)
        .digest('hex'),
    );
  }
  return `${lines.join('\n')}\n`;
}
