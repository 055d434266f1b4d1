import type { PathConflict } from '@release-train/promotion';
import type { Content } from './content.ts';
import type { Sync } from './decide.ts';

export const place = {
  repositoryUrl: 'https://github.example/acme/shop',
  head: 'main',
  base: 'staging',
  branch: 'sync/main-to-staging',
};

export const hotfix = { sha: '1'.repeat(40), subject: 'Fix @all', author: 'Ada' };

export const conflictIn = (path: string, change: Partial<PathConflict> = {}): PathConflict => ({
  path,
  kind: 'content',
  main: [],
  staging: [],
  ...change,
});

export const sync = (change: Partial<Content> = {}): Sync => ({
  kind: 'sync',
  content: { driftFiles: 2, hotfixes: [hotfix], conflicts: [], ...change } as unknown as Content,
  open: undefined,
  tip: '5'.repeat(40),
  pushes: true,
  plan: { title: 'Sync', record: {}, draft: false, draftChange: 'none', turn: 'none' },
});
