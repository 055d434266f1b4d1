import { describe, expect, it } from 'vitest';
import { type Ancestor, Ancestry, lastCommon, mergesFor, treeOf } from './ancestry.ts';

/** Merges are told by their parts; `asked` keeps them in the order git was asked. */
function history() {
  const asked: string[] = [];
  const ancestry = new Ancestry();
  const commit = (name: string, ...parents: readonly Ancestor[]): Ancestor =>
    ancestry.add(parents, { tree: async () => name });
  const git: Parameters<typeof treeOf>[0] = {
    mergeTrees: async ({ base, ours, theirs }) => {
      asked.push(`${ours} + ${theirs} over ${base}`);
      return { tree: `(${ours}${theirs})`, conflicts: [], textMerged: [] };
    },
  };
  return { ancestry, commit, asked, git };
}

describe('the base of a merge', () => {
  it('is the newest commit both have, and takes no merge', () => {
    const { ancestry, commit } = history();
    const start = commit('o');
    const source = commit('s1', start);
    const main = commit('m2', commit('m1', start, source));
    const staging = commit('s2', source);

    expect(ancestry.baseOf(main, staging)).toBe(source);
    expect(mergesFor(source)).toBe(0);
  });

  it('is what git merges several to, over the base of these', async () => {
    const { ancestry, commit, asked, git } = history();
    const start = commit('o');
    const [source, hotfix] = [commit('s1', start), commit('m1', start)];
    const [main, staging] = [commit('m2', hotfix, source), commit('s2', source, hotfix)];

    const base = ancestry.baseOf(main, staging);

    expect(lastCommon(main, staging)).toEqual([source, hotfix]);
    expect(await treeOf(git, base)).toBe('(s1m1)');
    expect(asked).toEqual(['s1 + m1 over o']);
  });

  it('asks git once for what is needed twice', async () => {
    const { ancestry, commit, asked, git } = history();
    const start = commit('o');
    const [source, hotfix] = [commit('s1', start), commit('m1', start)];
    const crossed = [commit('m2', hotfix, source), commit('s2', source, hotfix)] as const;
    const [main, staging] = [commit('m3', ...crossed), commit('s3', ...crossed)];

    const base = ancestry.baseOf(main, staging);

    expect(await treeOf(git, base)).toBe('(m2s2)');
    expect(ancestry.baseOf(main, staging)).toBe(base);
    expect(mergesFor(base)).toBe(2);
    expect(asked).toEqual(['s1 + m1 over o', 'm2 + s2 over (s1m1)']);
  });
});
