/** What records alone tell of the base, where no commit of either branch holds it. */
import { type MeetingRecord, promote, shortSha } from '@release-train/promotion';
import { describe, expect, it } from 'vitest';
import { type GitRemote, gitRemote } from '../../git/src/git-remote.fixture.ts';

const text = (lines: Readonly<Record<number, string>>): string =>
  [...Array.from({ length: 10 }, (_, at) => lines[at] ?? `line ${at}`), ''].join('\n');

type Files = Readonly<Record<string, string>>;

function commits(remote: GitRemote) {
  const clock = { seconds: 1000 };
  return (branch: string, files: Files, parent?: string): Promise<string> => {
    clock.seconds += 100;
    const seed = { files, subject: 'Change', seconds: clock.seconds };
    return remote.seed(branch, parent === undefined ? seed : { ...seed, parents: [parent] });
  };
}

async function promoted(remote: GitRemote, records: readonly MeetingRecord[], wanted: string) {
  await using clone = await remote.git.clone(['main', 'staging', 'wanted']);
  const ends = { main: clone.tip('main'), staging: clone.tip('staging') };
  const { tree } = await clone.commit(wanted);
  return { tree, result: await promote(clone, { ...ends, records, isComplete: true }) };
}

describe('a partial release of one change to a file that has another', () => {
  it('leaves what it did not carry to the next release, beside what main changed since', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: text({}) });
    await commit('staging', { app: text({ 1: 'held' }) }, start);
    const source = await commit('staging', { app: text({ 1: 'held', 8: 'picked' }) });
    const landed = await commit('main', { app: text({ 8: 'picked' }) });
    await commit('main', { app: text({ 8: 'mended' }) });
    const wanted = await commit('wanted', { app: text({ 1: 'held', 8: 'mended' }) });
    const picked = new Set([shortSha(source)]);
    const record = { kind: 'release', source, landed, without: new Set(['app']), picked } as const;

    const { tree, result } = await promoted(remote, [record], wanted);

    expect(result).toMatchObject({ kind: 'merged', tree, drift: [{ reason: 'merged' }] });
  });

  it('stays taken back where main takes it back', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: text({}) });
    await commit('staging', { app: text({ 1: 'held' }) }, start);
    const source = await commit('staging', { app: text({ 1: 'held', 8: 'picked' }) });
    const landed = await commit('main', { app: text({ 8: 'picked' }) });
    await commit('main', { app: text({}) });
    const wanted = await commit('wanted', { app: text({ 1: 'held' }) });
    const picked = new Set([shortSha(source)]);
    const record = { kind: 'release', source, landed, without: new Set(['app']), picked } as const;

    const { tree, result } = await promoted(remote, [record], wanted);

    expect(result).toMatchObject({ kind: 'merged', tree });
  });
});

describe('a release and a sync under way at once', () => {
  it('meet in what git makes of both, though no commit but theirs holds it', async () => {
    await using remote = await gitRemote();
    const commit = commits(remote);
    const start = await commit('main', { app: text({}) });
    const released = await commit('staging', { app: text({ 1: 'feature' }) }, start);
    const synced = await commit('main', { app: text({ 8: 'hotfix' }) });
    await commit('main', { app: text({ 5: 'other', 8: 'hotfix' }) });
    const onMain = await commit('main', { app: text({ 1: 'feature', 5: 'other', 8: 'hotfix' }) });
    await commit('staging', { app: text({ 1: 'feature', 3: 'more' }) });
    const onStaging = await commit('staging', {
      app: text({ 1: 'feature', 3: 'more', 8: 'hotfix' }),
    });
    await commit('main', { app: text({ 1: 'feature', 5: 'other', 8: 'better' }) });
    const wanted = await commit('wanted', {
      app: text({ 1: 'feature', 3: 'more', 5: 'other', 8: 'better' }),
    });

    const { tree, result } = await promoted(
      remote,
      [
        { kind: 'release', source: released, landed: onMain },
        { kind: 'sync', source: synced, landed: onStaging },
      ],
      wanted,
    );

    expect(result).toMatchObject({ kind: 'merged', tree });
  });
});
