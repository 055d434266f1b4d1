/** Commits carried alone, on real git in a partial clone. */
import { pickCommits } from '@release-train/promotion';
import { describe, expect, it } from 'vitest';
import { type GitRemote, gitRemote } from '../../git/src/git-remote.fixture.ts';

const lines = (first: string, last: string): string =>
  [first, ...Array.from({ length: 8 }, (_, at) => `line ${at}`), last, ''].join('\n');

interface Script {
  readonly remote: GitRemote;
  /** A commit in the words of fast-import; its SHA. */
  readonly commit: (branch: string, parents: readonly string[], changes: string) => Promise<string>;
  readonly treeOf: (sha: string) => Promise<string>;
}

function scriptIn(remote: GitRemote): Script {
  const time = { seconds: 1000 };
  return {
    remote,
    commit: async (branch, parents, changes) => {
      time.seconds += 100;
      const links = parents.map((sha, at) => `${at === 0 ? 'from' : 'merge'} ${sha}`);
      const who = `committer Ada <ada@example.com> ${time.seconds} +0000`;
      const head = [`commit refs/heads/${branch}`, who, 'data 0', ...links].join('\n');
      const input = `${head}\n${changes}\n`;
      await remote.run(['fast-import', '--quiet', '--force'], { input });
      return (await remote.remoteTip(branch)) ?? '';
    },
    treeOf: async (sha) => (await remote.run(['rev-parse', `${sha}^{tree}`])).stdout.trim(),
  };
}

const file = (path: string, text: string, mode = '100644'): string =>
  `M ${mode} inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;

describe('commits picked onto a branch', () => {
  it('bring what they changed, file modes, links, submodules, LFS pointers and renames too', async () => {
    await using remote = await gitRemote();
    const { commit, treeOf } = scriptIn(remote);
    const module = '160000 1111111111111111111111111111111111111111';
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n';
    const start = await commit('main', [], file('app', lines('a', 'z')) + file('run', 'x\n'));
    const fixed = await commit('main', [start], file('app', lines('a', 'hotfix')));
    const held = await commit('staging', [start], file('held', 'held\n'));
    const all = [
      file('app', lines('feature', 'z')),
      file('run', 'x\n', '100755'),
      file('link', 'app', '120000'),
      `M ${module} vendor\n`,
      file('big.bin', pointer),
    ];
    const feature = await commit('staging', [held], all.join(''));
    const rename = await commit('staging', [feature], 'R app lib/app');
    const wanted = await commit(
      'wanted',
      [fixed],
      `D app\n${file('lib/app', lines('feature', 'hotfix'))}${all.slice(1).join('')}`,
    );
    await using clone = await remote.git.clone(['main', 'staging']);
    const onto = (await clone.commit(fixed)).tree;

    const result = await pickCommits(clone, {
      onto,
      picks: [
        { sha: feature, parent: held },
        { sha: rename, parent: feature },
      ],
    });

    expect(result).toEqual({
      tree: await treeOf(wanted),
      picked: [feature, rename],
      empty: [],
      refused: [],
    });
  });

  it('are taken against the first parent where they merged something', async () => {
    await using remote = await gitRemote();
    const { commit, treeOf } = scriptIn(remote);
    const start = await commit('main', [], file('a', 'a\n'));
    const other = await commit('staging', [start], file('other', 'other\n'));
    const topic = await commit('topic', [start], file('topic', 'topic\n'));
    const merge = await commit('staging', [other, topic], file('topic', 'topic\n'));
    const wanted = await commit('wanted', [start], file('topic', 'topic\n'));
    await using clone = await remote.git.clone(['main', 'staging']);
    const onto = (await clone.commit(start)).tree;

    const { tree } = await pickCommits(clone, { onto, picks: [{ sha: merge, parent: other }] });

    expect(tree).toBe(await treeOf(wanted));
  });

  it('are dropped where they change nothing, and refused with their paths where they cannot stand', async () => {
    await using remote = await gitRemote();
    const { commit, treeOf } = scriptIn(remote);
    const start = await commit('main', [], file('a', 'a\n') + file('b', 'b\n'));
    const one = await commit('staging', [start], file('a', 'one\n'));
    const two = await commit('staging', [one], file('a', 'two\n') + file('b', 'two\n'));
    const three = await commit('staging', [two], file('c', 'three\n'));
    const there = await commit('main', [start], file('c', 'three\n'));
    await using clone = await remote.git.clone(['main', 'staging']);
    const onto = (await clone.commit(there)).tree;

    const result = await pickCommits(clone, {
      onto,
      picks: [
        { sha: two, parent: one },
        { sha: three, parent: two },
      ],
    });

    expect(result).toEqual({
      tree: await treeOf(there),
      picked: [],
      empty: [three],
      refused: [{ sha: two, paths: ['a'] }],
    });
  });

  it('bring only some of their changes where that is asked, and the first commit of a history', async () => {
    await using remote = await gitRemote();
    const { commit, treeOf } = scriptIn(remote);
    const start = await commit('main', [], file('a', 'a\n'));
    const both = await commit('staging', [start], file('a', 'new\n') + file('b', 'b\n'));
    const root = await commit('elsewhere', [], file('root', 'root\n'));
    const wanted = await commit('wanted', [start], file('b', 'b\n') + file('root', 'root\n'));
    await using clone = await remote.git.clone(['main', 'staging', 'elsewhere']);
    const [{ tree: onto }, changes] = [await clone.commit(start), await clone.changes(start, both)];
    const b = changes
      .filter(({ path }) => path === 'b')
      .map((one) => [one.path, one.after] as const);

    const { tree } = await pickCommits(clone, {
      onto,
      picks: [
        { sha: both, parent: start, contents: new Map(b) },
        { sha: root, parent: undefined },
      ],
    });

    expect(tree).toBe(await treeOf(wanted));
  });

  it('are as they were where nothing is beneath them but what they stand on', async () => {
    const git = {
      mergeTrees: () => Promise.reject(new Error('git was asked')),
      writeTree: () => Promise.reject(new Error('git was asked')),
    };
    const trees = { commit: 'after', parent: 'before' };

    const result = await pickCommits(git, {
      onto: 'before',
      picks: [{ sha: 'one', parent: 'none', trees }],
    });

    expect(result).toMatchObject({ tree: 'after', picked: ['one'] });
  });
});
