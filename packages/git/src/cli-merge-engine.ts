import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitRepository, NewCommit, NewTree, ThreeTrees, TreeMerge } from './git.ts';
import type { RunGit } from './git-process.ts';
import { type BytesGit, collect } from './git-stream.ts';
import type { Change, Line, LineCommit } from './line.ts';
import { logFormat, parseChanges, parseLog } from './raw-log.ts';
import { parseTreeMerge } from './tree-merge.ts';

type Verbs = Pick<GitRepository, 'line' | 'changes' | 'writeTree' | 'mergeTrees'>;

interface Clone {
  readonly folder: string;
  readonly git: RunGit;
  readonly bytes: BytesGit;
  readonly createCommit: (commit: NewCommit) => Promise<string>;
}

const raw = ['-z', '--raw', '--no-abbrev', '--no-renames', '--ignore-submodules=none'];

/** What the merge engine asks of git, each in one or a few commands on trees. */
export const mergeEngineVerbs = (clone: Clone): Verbs => ({
  line: (range) => readLine(clone, range),
  changes: (from, to) => readChanges(clone, from, to),
  writeTree: (tree) => writeTree(clone, tree),
  mergeTrees: (trees) => mergeTrees(clone, trees),
});

async function readLine(
  clone: Clone,
  { since, to }: { readonly since: string; readonly to: string },
): Promise<Line> {
  const log = [
    'log',
    '--first-parent',
    '-m',
    '--reverse',
    ...raw,
    logFormat,
    to,
    `^${since}`,
    '--',
  ];
  const commits = await collect(parseLog(clone.bytes.stream(log)));
  const parent = commits[0]?.parent;
  if (commits.length === 0 || parent === since) return { start: [], commits, entry: 0 };
  return {
    start: parent === undefined ? [] : await readChanges(clone, since, parent),
    commits,
    entry: await firstDescendant(clone, since, commits),
  };
}

/** Position of the oldest commit that contains `since`; all after it do too. */
async function firstDescendant(
  { git }: Clone,
  since: string,
  commits: readonly LineCommit[],
): Promise<number> {
  const range = { low: 0, high: commits.length - 1 };
  while (range.low < range.high) {
    const middle = Math.floor((range.low + range.high) / 2);
    const args = ['merge-base', '--is-ancestor', since, commits[middle]?.sha ?? ''];
    const { code } = await git(args, { answers: [0, 1] });
    if (code === 0) range.high = middle;
    else range.low = middle + 1;
  }
  return range.low + 1;
}

function readChanges({ bytes }: Clone, from: string, to: string): Promise<readonly Change[]> {
  return parseChanges(bytes.stream(['diff-tree', '-r', ...raw, from, to]));
}

/** Through an index of its own, beside the clone: no worktree, and no file contents are fetched. */
async function writeTree({ folder, bytes }: Clone, tree: NewTree): Promise<string> {
  const temp = await mkdtemp(join(folder, 'index-'));
  try {
    const env = { GIT_INDEX_FILE: join(temp, 'index') };
    await bytes.run(['read-tree', tree.from], { env });
    await bytes.run(['update-index', '-z', '--index-info'], { env, input: indexInfo(tree) });
    return (await bytes.run(['write-tree', '--missing-ok'], { env })).stdout.trim();
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** Removals first: a file may make room for a folder of its name, and the other way round. */
function indexInfo({ contents }: NewTree): string {
  const entries = [...contents];
  const gone = entries.filter(([, content]) => content === '');
  const there = entries.filter(([, content]) => content !== '');
  return [
    ...gone.map(([path]) => `0 ${'0'.repeat(40)}\t${path}\0`),
    ...there.map(([path, content]) => `${content}\t${path}\0`),
  ].join('');
}

/**
 * Link commits give git the base: it merges two children of a commit whose tree is the base.
 * `--merge-base` would say it shorter, but needs git 2.40.
 */
async function mergeTrees(clone: Clone, trees: ThreeTrees): Promise<TreeMerge> {
  const write = (tree: string, parents: readonly string[]): Promise<string> =>
    clone.createCommit({ tree: `${tree}^{tree}`, parents, message: 'Link', date: 0 });
  const base = await write(trees.base, []);
  const [ours, theirs] = await Promise.all([
    write(trees.ours, [base]),
    write(trees.theirs, [base]),
  ]);
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--messages', ours, theirs];
  const { code, stdout } = await clone.bytes.run(args, { what: 'the merge', answers: [0, 1] });
  return parseTreeMerge(stdout, code === 0);
}
