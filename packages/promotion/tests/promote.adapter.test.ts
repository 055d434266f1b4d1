/** The cases of the field, on real git in a partial clone. */
import { promote } from '@release-train/promotion';
import { describe, expect, it } from 'vitest';
import { type GitRemote, gitRemote } from '../../git/src/git-remote.fixture.ts';

type Files = Readonly<Record<string, string>>;

const lines = (first: string, last: string): string =>
  [first, ...Array.from({ length: 8 }, (_, at) => `line ${at}`), last, ''].join('\n');

/** Commits of a protected, squash-only repository: one parent each. */
function commits(remote: GitRemote) {
  const clock = { seconds: 1000 };
  return (branch: string, files: Files, parent?: string): Promise<string> => {
    clock.seconds += 100;
    const seed = { files, subject: 'Change', seconds: clock.seconds };
    return remote.seed(branch, parent === undefined ? seed : { ...seed, parents: [parent] });
  };
}

describe('a release after a squash release', () => {
  it('is clean where plain git conflicts, keeps the hotfix and lists only what is new', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: lines('a', 'z') });
    const source = await commit('staging', { app: lines('feature A', 'z') }, start);
    const landed = await commit('main', { app: lines('feature A', 'z') });
    await commit('main', { app: lines('feature A', 'hotfix') });
    const fresh = await commit('staging', { app: lines('feature B', 'z') });
    await using clone = await remote.git.clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];
    await commit('wanted', { app: lines('feature B', 'hotfix') });

    for (const records of [[], [{ kind: 'release' as const, source, landed }]]) {
      const result = await promote(clone, { main, staging, records });

      expect((await clone.merge(main, staging)).clean).toBe(false);
      expect(result).toMatchObject({
        kind: 'merged',
        tree: (await remote.run(['rev-parse', 'wanted^{tree}'])).stdout.trim(),
        unreleased: [fresh],
        drift: [{ path: 'app', reason: 'merged' }],
      });
    }
  });

  it('keeps a hotfix that main had before the release, which a base on main would drop', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: lines('a', 'z') });
    const source = await commit('staging', { app: lines('feature A', 'z') }, start);
    await commit('main', { app: lines('a', 'hotfix') });
    const landed = await commit('main', { app: lines('feature A', 'hotfix') });
    await commit('staging', { app: lines('feature B', 'z') });
    await commit('wanted', { app: lines('feature B', 'hotfix') });
    await using clone = await remote.git.clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];
    const wrong = await clone.mergeTrees({ base: main, ours: main, theirs: staging });

    const records = [{ kind: 'release' as const, source, landed }];
    const result = await promote(clone, { main, staging, records });

    const wanted = (await remote.run(['rev-parse', 'wanted^{tree}'])).stdout.trim();
    expect(result).toMatchObject({ kind: 'merged', tree: wanted });
    expect(wrong).toMatchObject({ conflicts: [], tree: (await clone.commit(staging)).tree });
  });

  it('leaves reverted what was reverted on main, and says so', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: 'a\n', other: 'o\n' });
    await commit('staging', { app: 'feature X\n', other: 'o\n' }, start);
    await commit('main', { app: 'feature X\n', other: 'o\n' });
    await commit('main', { app: 'a\n', other: 'o\n' });
    const fresh = await commit('staging', { app: 'feature X\n', other: 'feature Y\n' });
    await commit('wanted', { app: 'a\n', other: 'feature Y\n' });
    await using clone = await remote.git.clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];

    expect(await promote(clone, { main, staging, records: [] })).toMatchObject({
      kind: 'merged',
      tree: (await remote.run(['rev-parse', 'wanted^{tree}'])).stdout.trim(),
      unreleased: [fresh],
      drift: [{ path: 'app', reason: 'kept-revert' }],
    });
  });

  it('names path and commits of both sides where they truly disagree', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: 'a\n', other: 'o\n' });
    const ours = await commit('main', { app: 'hotfix\n', other: 'o\n' });
    const theirs = await commit('staging', { app: 'feature\n', other: 'n\n' }, start);
    await using clone = await remote.git.clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];

    expect(await promote(clone, { main, staging, records: [] })).toMatchObject({
      kind: 'conflicted',
      conflicts: [{ path: 'app', kind: 'content', main: [ours], staging: [theirs] }],
      unreleased: [theirs],
      unsynced: [ours],
    });
  });

  it('is refused where the branches share no commit', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    await commit('main', { a: 'a\n' });
    await commit('staging', { b: 'b\n' });
    await using clone = await remote.git.clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];

    expect(await promote(clone, { main, staging, records: [] })).toEqual({ kind: 'unrelated' });
  });
});
