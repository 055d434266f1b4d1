import type { Branch, PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import type { Content } from './content.ts';
import { type Choice, chooseStrategy, type Decision, decide, settled } from './decide.ts';
import { conflictIn, contentOf, direct, merge, place, sha } from './release.fixture.ts';
import type { OwnBranch, ReleaseCommit } from './release-commit.ts';

const branch = (name: string, tree: string): Branch => ({
  name,
  sha: sha('a'),
  tree,
  isProtected: false,
});
const seen = (ahead: number, trees: readonly [string, string]) => ({
  head: branch('staging', trees[0]),
  base: branch('main', trees[1]),
  ahead,
  direct: undefined,
  own: undefined,
});
const open = (number: number): PullRequest => ({ number, title: 'Mine', body: '' }) as PullRequest;

describe('what GitHub alone settles', () => {
  it.each([
    [0, ['x', 'y'], undefined, 'no-commits'],
    [3, ['x', 'x'], undefined, 'same-files'],
    [3, ['x', 'x'], sha('1'), undefined],
    [3, ['x', 'y'], undefined, undefined],
  ] as const)('ahead %i, trees %j, source %s: %s', (...[ahead, trees, source, why]) => {
    expect(settled(seen(ahead, trees), { 'source-sha': source, pick: undefined })?.why).toBe(why);
  });
});

describe('the strategy', () => {
  const none = { direct: undefined, own: undefined };
  const choose = async (
    content: Partial<Content>,
    { pulls = none, asked = 'auto', differs = [] }: Partial<Situation> = {},
  ): Promise<string> => {
    const options = { asked, differs: async () => differs };
    const { strategy, why } = await chooseStrategy(pulls, contentOf(content), options);
    return `${strategy}: ${why}`;
  };
  interface Situation {
    readonly pulls: { direct: PullRequest | undefined; own: PullRequest | undefined };
    readonly asked: 'auto' | 'direct' | 'merge';
    readonly differs: readonly string[];
  }

  it.each<[string, Partial<Content>, Partial<Situation>, string]>([
    ['git merges the same', {}, {}, 'direct: same'],
    ['main has a hotfix', { divergence: 'hotfix' }, {}, 'direct: same'],
    ['git merges something else', {}, { differs: ['a'] }, 'merge: differs'],
    ['a squash parted them', { divergence: 'squash' }, {}, 'merge: squash'],
    ['a squash and a hotfix did', { divergence: 'both' }, {}, 'merge: squash'],
    ['another commit is asked for', { source: sha('9') }, {}, 'merge: source'],
    ['the release branch is open', {}, { pulls: { ...none, own: open(1) } }, 'merge: standing'],
    [
      'both are open after a squash',
      { divergence: 'squash' },
      { pulls: { direct: open(1), own: open(2) } },
      'merge: squash',
    ],
    [
      'the branch itself is open and fine after a squash',
      { divergence: 'squash' },
      { pulls: { ...none, direct: open(1) } },
      'direct: same',
    ],
    [
      'the branch itself is open and no longer fine',
      { divergence: 'squash' },
      { pulls: { ...none, direct: open(1) }, differs: ['a'] },
      'merge: squash',
    ],
    ['direct is asked for', { divergence: 'squash' }, { asked: 'direct' }, 'direct: asked'],
    ['merge is asked for', {}, { asked: 'merge' }, 'merge: asked'],
  ])('where %s', async (...[, content, situation, expected]) => {
    expect(await choose(content, situation)).toBe(expected);
  });
});

describe('decide', () => {
  const policy = {
    title: 'Release {head} to {base}',
    draft: 'auto',
    place,
    advice: [],
    mergeMethods: undefined,
  } as const;
  const none = { direct: undefined, own: undefined };
  const decided = (
    content: Partial<Content> = {},
    choice: Choice = direct,
    commit?: ReleaseCommit,
  ): Decision => decide(none, contentOf(content), { ...policy, choice, commit });
  const own = (change: Partial<OwnBranch> = {}): OwnBranch => ({
    tip: sha('7'),
    isForeign: false,
    isGood: false,
    builtOn: sha('6'),
    ...change,
  });

  it('records what the pull request of the branch itself was built from', () => {
    expect(decided()).toMatchObject({
      branch: 'staging',
      tip: sha('a'),
      builtOn: sha('b'),
      push: undefined,
      plan: {
        record: { source: sha('a'), base: sha('b'), title: 'Release staging to main' },
        draft: false,
      },
    });
  });

  it('points a release branch at its commit, and records its tip', () => {
    expect(decided({}, merge, { wanted: sha('c'), own: own() })).toMatchObject({
      branch: 'release/staging-to-main',
      tip: sha('c'),
      push: { expected: sha('7') },
      plan: { record: { source: sha('a'), base: sha('b'), tip: sha('c') } },
    });
  });

  it('keeps a release branch that is still good, with the base it was built on', () => {
    expect(decided({}, merge, { wanted: sha('c'), own: own({ isGood: true }) })).toMatchObject({
      tip: sha('7'),
      push: undefined,
      builtOn: sha('6'),
      plan: { record: { base: sha('6'), tip: sha('7') } },
    });
  });

  it('leaves a release branch alone that people pushed to', () => {
    const decision = decided({}, merge, { wanted: sha('c'), own: own({ isForeign: true }) });

    expect(decision).toMatchObject({ kind: 'hands-off', tip: sha('7') });
  });

  it('replaces an open pull request of the branch itself', () => {
    const requests = { direct: open(3), own: open(4) };
    const commit = { wanted: sha('c'), own: own() };
    const decision = decide(requests, contentOf(), { ...policy, choice: merge, commit });

    expect(decision).toMatchObject({ open: { number: 4 }, replaced: { number: 3 } });
  });

  it('makes a draft of a conflict', () => {
    const conflicts = [conflictIn('a.txt')];

    expect(decided({ conflicts, tree: undefined })).toMatchObject({
      conflicts,
      plan: { draft: true, record: { draft: 'conflict' } },
    });
  });

  it('takes for a conflict what GitHub would merge otherwise', () => {
    const asked = { strategy: 'direct', why: 'asked', differs: ['a.txt', 'b.txt'] } as const;

    expect(decided({ conflicts: [conflictIn('a.txt')] }, asked)).toMatchObject({
      conflicts: [{ path: 'a.txt' }, { path: 'b.txt' }],
      plan: { draft: true },
    });
  });

  it('fills each name in wherever it stands, and once', () => {
    const names = { ...place, head: '{base}' };
    const options = { ...policy, choice: direct, commit: undefined, place: names };

    expect(
      decide(none, contentOf(), { ...options, title: '{head}: {base} <- {head}' }),
    ).toMatchObject({ plan: { title: '{base}: main <- {base}' } });
  });
});
