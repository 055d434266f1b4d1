/** Releases and syncs without a record, beside changes in the same file: only git can tell. */
import { promote } from '@release-train/promotion';
import { describe, expect, it } from 'vitest';
import { type GitRemote, gitRemote } from '../../git/src/git-remote.fixture.ts';

const text = (lines: Readonly<Record<number, string>>): string =>
  [...Array.from({ length: 10 }, (_, at) => lines[at] ?? `line ${at}`), ''].join('\n');

function commits(remote: GitRemote) {
  const clock = { seconds: 1000 };
  return (branch: string, app: string, parent?: string): Promise<string> => {
    clock.seconds += 100;
    const seed = { files: { app }, subject: 'Change', seconds: clock.seconds };
    return remote.seed(branch, parent === undefined ? seed : { ...seed, parents: [parent] });
  };
}

async function promoted(remote: GitRemote) {
  await using clone = await remote.git.clone(['main', 'staging']);
  const ends = { main: clone.tip('main'), staging: clone.tip('staging') };
  return await promote(clone, { ...ends, records: [] });
}

const treeOf = async (remote: GitRemote, sha: string): Promise<string> =>
  (await remote.run(['rev-parse', `${sha}^{tree}`])).stdout.trim();

describe('a squash release that git merged with a hotfix, with nothing to tell of it', () => {
  it('is known by its text: what main takes back of it afterwards stays taken back', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', text({}));
    await commit('staging', text({ 1: 'feature', 2: 'more' }), start);
    await commit('main', text({ 8: 'hotfix' }));
    await commit('main', text({ 1: 'feature', 2: 'more', 8: 'hotfix' }));
    await commit('main', text({ 1: 'feature', 8: 'hotfix' }));
    await commit('staging', text({ 1: 'feature', 2: 'more', 5: 'new' }));

    const result = await promoted(remote);

    expect(result).toMatchObject({ kind: 'merged', drift: [{ path: 'app', reason: 'merged' }] });
    const wanted = await commit('wanted', text({ 1: 'feature', 5: 'new', 8: 'hotfix' }));
    expect(result).toMatchObject({ tree: await treeOf(remote, wanted) });
  });

  it('may be followed by a sync of the same kind, and by a release of what came after', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', text({}));
    await commit('staging', text({ 1: 'feature' }), start);
    await commit('main', text({ 8: 'hotfix' }));
    await commit('main', text({ 1: 'feature', 8: 'hotfix' }));
    await commit('staging', text({ 1: 'feature', 5: 'new' }));
    const synced = await commit('staging', text({ 1: 'feature', 5: 'new', 8: 'hotfix' }));
    await commit('main', text({ 1: 'feature', 3: 'other' }));

    const result = await promoted(remote);

    expect(result).toMatchObject({ kind: 'merged', unreleased: [expect.any(String)] });
    expect('unreleased' in result && result.unreleased).not.toContain(synced);
    const wanted = await commit('wanted', text({ 1: 'feature', 3: 'other', 5: 'new' }));
    expect(result).toMatchObject({ tree: await treeOf(remote, wanted) });
  });

  it('is not seen in two hotfixes that only look like one', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', text({}));
    await commit('staging', text({ 1: 'feature' }), start);
    await commit('main', text({ 8: 'hotfix' }));
    await commit('main', text({ 5: 'another', 8: 'hotfix' }));

    const result = await promoted(remote);

    const wanted = await commit('wanted', text({ 1: 'feature', 5: 'another', 8: 'hotfix' }));
    expect(result).toMatchObject({ tree: await treeOf(remote, wanted) });
  });
});
