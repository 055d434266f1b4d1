/** A release with nothing special about it, for tests to change. */
import type { PathConflict } from '@release-train/promotion';
import type { Content } from './content.ts';
import type { Choice, Release } from './decide.ts';
import type { Place } from './place.ts';

export const sha = (digit: string): string => digit.repeat(40);

export const place: Place = {
  repositoryUrl: 'https://github.example/acme/shop',
  head: 'staging',
  base: 'main',
  branch: 'release/staging-to-main',
};

export const contentOf = (change: Partial<Content> = {}): Content => ({
  head: sha('a'),
  base: sha('b'),
  source: sha('a'),
  divergence: 'none',
  tree: sha('e'),
  conflicts: [],
  drift: [],
  files: 3,
  commits: [],
  commitCount: 2,
  pulls: [],
  landed: [],
  broughtBy: new Map(),
  ...change,
});

export const direct: Choice = { strategy: 'direct', why: 'same', differs: [] };
export const merge: Choice = { strategy: 'merge', why: 'squash', differs: [] };

export const conflictIn = (path: string, change: Partial<PathConflict> = {}): PathConflict => ({
  path,
  kind: 'content',
  main: [],
  staging: [],
  ...change,
});

export const releaseOf = (change: Partial<Release> = {}): Release => ({
  kind: 'release',
  content: contentOf(),
  choice: direct,
  conflicts: [],
  entries: [],
  branch: 'staging',
  tip: sha('a'),
  builtOn: sha('b'),
  push: undefined,
  open: undefined,
  advice: [],
  mergeMethods: undefined,
  replaced: undefined,
  plan: { title: 'Release', record: {}, draft: false, draftChange: 'none', turn: 'none' },
  ...change,
});
