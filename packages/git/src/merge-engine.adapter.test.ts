/** What the merge engine asks, on real git: odd entries, merge commits, bases of its own. */
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { GitRepository } from './git.ts';
import { type GitRemote, gitRemote } from './git-remote.fixture.ts';
import { readablePath } from './line.ts';

const first = { files: { 'a.txt': 'a\n', 'b.txt': 'b\n' }, subject: 'Begin', seconds: 1000 };
const files = first.files;

const cloned = (remote: GitRemote): Promise<GitRepository> => remote.git.clone(['main', 'staging']);

describe("a branch's line", () => {
  it('lists modes, links, submodules and odd paths as they are', async () => {
    await using remote = await gitRemote();
    const start = await remote.seed('main', first);
    const input = [
      'commit refs/heads/staging',
      'committer Ada <ada@example.com> 2000 +0000',
      'data 0',
      `from ${start}`,
      'M 120000 inline link\ndata 5\na.txt',
      `M 160000 ${'c'.repeat(40)} vendor/lib`,
      'M 100755 inline run.sh\ndata 0\n',
      'M 100644 inline "not-utf8-\\377"\ndata 0\n',
      'M 100644 inline "line\\nbreak"\ndata 0\n',
      'D a.txt',
      '',
    ].join('\n');
    await remote.run(['fast-import', '--quiet', '--force'], { input });
    await using clone = await cloned(remote);

    const line = await clone.line({ since: start, to: clone.tip('staging') });

    expect(line).toMatchObject({ start: [], entry: 0, commits: [{ committedAt: 2000 }] });
    const modes = line.commits[0]!.changes.map(({ path, after }) => [path, after.slice(0, 6)]);
    expect(new Map(modes as [string, string][])).toEqual(
      new Map([
        ['a.txt', ''],
        ['line\nbreak', '100644'],
        ['link', '120000'],
        ['not-utf8-\xff', '100644'],
        ['run.sh', '100755'],
        ['vendor/lib', '160000'],
      ]),
    );
  });

  it('says where a merge commit brought the merge base in', async () => {
    await using remote = await gitRemote();
    const start = await remote.seed('main', first);
    const own = { ...files, 'f.txt': 'f\n' };
    await remote.seed('staging', { ...first, files: own, parents: [start] });
    const hotfix = await remote.seed('main', { ...first, files: { ...files, 'h.txt': 'h\n' } });
    const both = { ...own, 'h.txt': 'h\n' };
    const tip = await remote.seed('staging', {
      ...first,
      files: both,
      parents: [(await remote.remoteTip('staging'))!, hotfix],
    });
    await remote.seed('staging', { ...first, files: { ...both, 'g.txt': 'g\n' } });
    await using clone = await cloned(remote);
    const since = await clone.mergeBase(clone.tip('main'), clone.tip('staging'));

    const line = await clone.line({ since: since!, to: clone.tip('staging') });

    expect(since).toBe(hotfix);
    expect(line.commits[line.entry - 1]?.sha).toBe(tip);
    expect(line.start).toMatchObject([{ path: 'h.txt', after: '' }]);
    expect(line.commits.map(({ changes }) => changes.map(({ path }) => path))).toEqual([
      ['f.txt'],
      ['h.txt'],
      ['g.txt'],
    ]);
  });
});

describe('a tree', () => {
  it('is written from another one, without a worktree and without file contents', async () => {
    await using remote = await gitRemote();
    const start = await remote.seed('main', { ...first, files: { ...files, 'd/x': 'x\n' } });
    await remote.seed('staging', {
      files: { 'b.txt': 'b2\n', d: 'file\n', '"odd-\\377"': 'o\n' },
      subject: 'All else',
      seconds: 2000,
      parents: [start],
    });
    await using clone = await cloned(remote);
    const changes = await clone.changes(start, clone.tip('staging'));
    const contents = new Map(changes.map(({ path, after }) => [path, after]));

    const tree = await clone.writeTree({ from: start, contents });

    expect(tree).toBe((await clone.commit(clone.tip('staging'))).tree);
    expect(changes.map(({ path }) => readablePath(path))).toContain('odd-\ufffd');
    const [folder = ''] = await readdir(remote.temp);
    const there = await readdir(`${remote.temp}/${folder}`);
    expect(there.filter((name) => name.startsWith('index'))).toEqual([]);
    const objects = await remote.run([
      `--git-dir=${remote.temp}/${folder}`,
      'rev-list',
      '--objects',
      '--missing=print',
      '--all',
    ]);
    expect(objects.stdout.match(/^\?/gm)?.length).toBe(6);
  });
});

describe('a merge over a given base', () => {
  const text = (one: string, last: string): string =>
    [one, ...Array.from({ length: 8 }, (_, at) => `${at}`), last, ''].join('\n');

  it('keeps both sides and says whose text it merged, byte for byte', async () => {
    await using remote = await gitRemote();
    const odd = '"odd-\\377"';
    const base = await remote.seed('main', { ...first, files: { [odd]: text('a', 'z') } });
    await remote.seed('main', { ...first, files: { [odd]: text('ours', 'z') } });
    const theirs = { [odd]: text('a', 'theirs') };
    await remote.seed('staging', { ...first, files: theirs, parents: [base] });
    await using clone = await cloned(remote);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];

    const merge = await clone.mergeTrees({ base, ours: main, theirs: staging });

    expect(merge).toMatchObject({ conflicts: [], textMerged: ['odd-\xff'] });
    const over = await clone.mergeTrees({ base: staging, ours: main, theirs: staging });
    expect(over.tree).toBe((await clone.commit(main)).tree);
  });

  it('names every path in conflict: text, deletion, mode of entry', async () => {
    await using remote = await gitRemote();
    const base = await remote.seed('main', { ...first, files: { ...files, c: 'c\n' } });
    await remote.seed('main', {
      ...first,
      files: { 'a.txt': 'ours\n', 'b.txt': 'ours\n', c: '1' },
    });
    const theirs = { 'a.txt': 'theirs\n', 'c/d': 'folder\n' };
    await remote.seed('staging', { ...first, files: theirs, parents: [base] });
    await using clone = await cloned(remote);

    const merge = await clone.mergeTrees({
      base,
      ours: clone.tip('main'),
      theirs: clone.tip('staging'),
    });

    expect(merge.conflicts).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
    expect(merge.conflicts.some((path) => path.startsWith('c'))).toBe(true);
  });
});
