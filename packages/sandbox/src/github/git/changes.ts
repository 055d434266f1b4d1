/** Which files two trees differ in. */
import { git } from './git-process.ts';

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
}

export function changedFiles(dir: string, from: string, to: string): FileChange[] {
  const range = ['-r', '-M', '-z', '--full-index', from, to, '--'];
  const raw = git(dir, ['diff-tree', '--raw', ...range]).split('\0');
  const counts = lineCounts(git(dir, ['diff-tree', '--numstat', ...range]).split('\0'));
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < raw.length; ) {
    const [, , before = '', after = '', letter = ''] = (raw[at] ?? '').split(' ');
    const renamed = letter.startsWith('R') || letter.startsWith('C');
    const path = raw[at + (renamed ? 2 : 1)] ?? '';
    const [additions, deletions] = counts.get(path) ?? [0, 0];
    const status = statusOf(letter);
    const blob = status === 'removed' ? before : after;
    const previous = renamed ? { previousPath: raw[at + 1] ?? '' } : {};
    changes.push({ path, status, blob, additions, deletions, ...previous });
    at += renamed ? 3 : 2;
  }
  return changes;
}

function statusOf(letter: string): FileChange['status'] {
  if (letter.startsWith('A')) return 'added';
  if (letter.startsWith('D')) return 'removed';
  if (letter.startsWith('R')) return 'renamed';
  return letter.startsWith('T') ? 'changed' : 'modified';
}

/** With `-z` a rename's two paths follow as fields of their own; binary files count as `-`. */
function lineCounts(fields: readonly string[]): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>();
  for (let at = 0; at + 1 < fields.length; ) {
    const [added = '', deleted = '', path = ''] = (fields[at] ?? '').split('\t');
    const renamed = path === '';
    counts.set(renamed ? (fields[at + 2] ?? '') : path, [Number(added) || 0, Number(deleted) || 0]);
    at += renamed ? 3 : 1;
  }
  return counts;
}

export interface TouchedPaths {
  readonly added: string[];
  readonly removed: string[];
  readonly modified: string[];
}

/** What each commit touched, for push payloads; one process for the whole push. */
export function touchedPaths(dir: string, shas: readonly string[]): Map<string, TouchedPaths> {
  const touched = new Map(
    shas.map((sha) => [sha, { added: [], removed: [], modified: [] } as TouchedPaths]),
  );
  const args = ['diff-tree', '--stdin', '-r', '-z', '--root', '--name-status', '--no-renames'];
  const fields = git(dir, args, { input: shas.map((sha) => `${sha}\n`).join('') }).split('\0');
  const entry = { sha: '', at: 0 };
  while (entry.at + 1 < fields.length) {
    const field = (fields[entry.at] ?? '').trim();
    const path = fields[entry.at + 1] ?? '';
    const paths = touched.get(entry.sha);
    entry.at += /^[0-9a-f]{40}$/.test(field) ? 1 : 2;
    if (/^[0-9a-f]{40}$/.test(field)) entry.sha = field;
    else if (field === 'A') paths?.added.push(path);
    else if (field === 'D') paths?.removed.push(path);
    else paths?.modified.push(path);
  }
  return touched;
}
