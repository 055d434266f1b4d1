import { createHash } from 'node:crypto';
import type { Change, Commit, CommitRange, GitRepository, Line, Merge } from '@release-train/git';

export type Files = Readonly<Record<string, string>>;

interface Store {
  files(treeOrCommit: string): Files;
  /** Every text there is. */
  texts(): Iterable<string>;
  writeTree(files: Files): string;
  list(range: CommitRange): readonly Commit[];
  contains(sha: string, ancestor: string): boolean;
  merge(ours: string, theirs: string, base: string): Merge;
}

type Verbs = Pick<GitRepository, 'line' | 'changes' | 'textFiles' | 'writeTree' | 'mergeTrees'>;

/** What the merge engine asks of git, on whole files. */
export const fakeTreeVerbs = (store: Store): Verbs => ({
  line: async ({ since, to }) => lineOf(store, since, to),
  changes: async (from, to) => changesOf(store.files(from), store.files(to)),
  textFiles: async (treeish, folder) =>
    Object.entries(store.files(treeish)).flatMap(([path, text]) =>
      path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/')
        ? [{ path, text }]
        : [],
    ),
  writeTree: async ({ from, contents }) => {
    const texts = new Map([...store.texts()].map((text) => [contentOf(text), text]));
    const files = new Map(Object.entries(store.files(from)));
    for (const [path, content] of contents) {
      const text = texts.get(content);
      if (text === undefined) files.delete(decoded(path));
      else files.set(decoded(path), text);
    }
    return store.writeTree(Object.fromEntries(files));
  },
  mergeTrees: async ({ base, ours, theirs }) => {
    const merge = store.merge(ours, theirs, base);
    const conflicts = merge.clean ? [] : merge.conflicts.map(encoded);
    return { tree: merge.tree, conflicts, textMerged: [] };
  },
});

export function changedPaths(from: Files, to: Files): string[] {
  const paths = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...paths].filter((path) => from[path] !== to[path]).sort();
}

/** Whole files: what both sides changed, each its own way, conflicts. */
export function mergeFiles(trees: Readonly<Record<'base' | 'one' | 'other', Files | undefined>>): {
  files: Files;
  conflicts: string[];
} {
  const { base = {}, one = {}, other = {} } = trees;
  const paths = [...new Set([base, one, other].flatMap((files) => Object.keys(files)))];
  const conflicts = paths.filter(
    (path) => one[path] !== base[path] && other[path] !== base[path] && one[path] !== other[path],
  );
  const merged = paths.flatMap((path): [string, string][] => {
    const kept = one[path] === base[path] ? other[path] : one[path];
    return kept === undefined ? [] : [[path, kept]];
  });
  return { files: Object.fromEntries(merged), conflicts };
}

function lineOf(store: Store, since: string, to: string): Line {
  const commits = store.list({ to, not: [since], firstParent: true }).toReversed();
  const filesOf = (sha: string | undefined): Files => (sha ? store.files(sha) : {});
  const oldest = commits[0]?.parents[0];
  const passes = commits.length === 0 || oldest === since;
  return {
    start: passes ? [] : changesOf(store.files(since), filesOf(oldest)),
    commits: commits.map(({ sha, parents, committedAt }) => ({
      sha,
      parent: parents[0],
      committedAt,
      changes: changesOf(filesOf(parents[0]), filesOf(sha)),
    })),
    entry: passes ? 0 : commits.findIndex(({ sha }) => store.contains(sha, since)) + 1,
  };
}

function changesOf(from: Files, to: Files): Change[] {
  const content = (text: string | undefined): string => (text === undefined ? '' : contentOf(text));
  return changedPaths(from, to).map((path) => ({
    path: encoded(path),
    before: content(from[path]),
    after: content(to[path]),
  }));
}

const contentOf = (text: string): string =>
  `100644 ${createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex')}`;

const encoded = (path: string): string => Buffer.from(path).toString('latin1');
const decoded = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
