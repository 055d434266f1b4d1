import type { PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import type { Content } from './content.ts';
import { chooseMethod, decide, settled } from './decide.ts';
import type { Seen } from './facts.ts';
import type { OwnBranch } from './sync-commit.ts';

const branch = (name: string, tree: string) => ({
  name,
  sha: `${name}-tip`,
  tree,
  isProtected: true,
});

const seen = (change: Partial<Seen> = {}): Seen => ({
  head: branch('main', 'one'),
  base: branch('staging', 'two'),
  branch: 'sync/main-to-staging',
  tip: undefined,
  ahead: 1,
  behind: 1,
  open: undefined,
  last: undefined,
  isBrought: false,
  withoutHistory: undefined,
  done: [],
  ...change,
});

const content = (change: Partial<Content> = {}): Content => ({
  head: 'main-tip',
  base: 'staging-tip',
  ahead: 1,
  behind: 1,
  conflicts: [],
  driftFiles: 1,
  hotfixes: [],
  isBrought: false,
  wanted: 'wanted',
  own: undefined,
  ...change,
});

const own = (change: Partial<OwnBranch> = {}): OwnBranch => ({
  tip: 'own-tip',
  isForeign: false,
  isGood: true,
  ...change,
});

const open = { number: 7, title: 'Sync', body: '' } as PullRequest;
const sameTrees = { base: branch('staging', 'one') };

describe('settled', () => {
  it.each([
    ['staging has every commit', { ahead: 0 }, undefined, 'ancestor'],
    ['an earlier sync brought the tip', { isBrought: true }, undefined, 'brought'],
    ['the files are the same and history is linear', sameTrees, 'linear', 'same-files'],
    ['the files are the same, and a merge may heal', sameTrees, 'merge', undefined],
    ['the files are the same, and the method is not known', sameTrees, undefined, undefined],
    ['the files differ', {}, 'linear', undefined],
  ] as const)('knows without git when %s', (...[, change, method, expected]) => {
    expect(settled(seen(change), method)).toBe(expected);
  });
});

describe('chooseMethod', () => {
  const rules = { requiresLinearHistory: false, allowedMethods: undefined };

  it.each([
    ['merge', { allowsMergeCommit: true, rules }],
    ['merge', { allowsMergeCommit: undefined, rules }],
    ['merge', { allowsMergeCommit: true, rules: { ...rules, allowedMethods: ['merge'] } }],
    ['linear', { allowsMergeCommit: false, rules }],
    ['linear', { allowsMergeCommit: true, rules: { ...rules, requiresLinearHistory: true } }],
    ['linear', { allowsMergeCommit: true, rules: { ...rules, allowedMethods: ['squash'] } }],
  ])('chooses %s for %j', (expected, facts) => {
    expect(chooseMethod(facts)).toBe(expected);
  });
});

describe('decide', () => {
  const said = (...[see, found, method]: [Seen, Content, 'merge' | 'linear']): string => {
    const decision = decide(see, found, method);
    switch (decision.kind) {
      case 'in-sync':
        return `in-sync ${decision.why}`;
      case 'close':
        return `close ${decision.why} ${decision.deletes ?? 'nothing'}`;
      case 'hands-off':
        return `hands-off ${decision.open?.number ?? 'no'}`;
      case 'sync':
        return `sync ${decision.pushes ? 'pushing' : 'as is'} ${decision.content.conflicts.map(({ path }) => path).join()}`.trim();
      default:
        return decision satisfies never;
    }
  };
  const noDrift = content({ driftFiles: 0 });
  const conflicts = [{ path: 'a', kind: 'content', main: [], staging: [] }] as const;

  it.each([
    ['sync pushing', seen(), content(), 'merge'],
    ['sync as is', seen(), content({ own: own() }), 'merge'],
    ['sync pushing', seen(), content({ own: own({ isGood: false }) }), 'merge'],
    ['sync pushing', seen(), noDrift, 'merge'],
    ['sync pushing a', seen(), content({ conflicts }), 'linear'],
    ['sync pushing a', seen(), content({ conflicts, driftFiles: 0 }), 'linear'],
    ['in-sync same-files', seen(), noDrift, 'linear'],
    ['in-sync ancestor', seen(), content({ ahead: 0 }), 'merge'],
    ['in-sync brought', seen(), content({ isBrought: true }), 'merge'],
    ['close same-files nothing', seen({ open }), noDrift, 'linear'],
    ['close same-files own-tip', seen({ open }), content({ driftFiles: 0, own: own() }), 'linear'],
    [
      'close ancestor nothing',
      seen({ open }),
      content({ ahead: 0, own: own({ isForeign: true }) }),
      'merge',
    ],
    ['hands-off 7', seen({ open }), content({ own: own({ isForeign: true }) }), 'merge'],
    ['hands-off no', seen(), content({ own: own({ isForeign: true }) }), 'merge'],
  ] as const)('decides "%s" (%#)', (...[expected, see, found, method]) => {
    expect(said(see, found, method)).toBe(expected);
  });

  it('records what it carries, and the tip that carries it', () => {
    const recordOf = (found: Content) => {
      const decision = decide(seen(), found, 'linear');
      return decision.kind === 'sync' ? decision.plan.record : undefined;
    };

    expect(recordOf(content())).toMatchObject({ source: 'main-tip', tip: 'wanted' });
    expect(recordOf(content({ own: own() }))).toMatchObject({ source: 'main-tip', tip: 'own-tip' });
    expect(recordOf(content({ own: own({ isGood: false }) }))).toMatchObject({ tip: 'wanted' });
  });
});
