/** Releases of some commits alone, run after run, on a git and a GitHub in memory. */
import { readInputs } from '@release-train/action-kit';
import { readRecord } from '@release-train/github/managed-block';
import { parsePart } from '@release-train/github/partial-record';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeGit } from '@release-train/testing/fake-git';
import { FakeGitHub } from '@release-train/testing/fake-github';
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { beforeEach, describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { run } from './run.ts';

const context = { serverUrl: 'https://github.example', repository: 'acme/shop' };
const branch = 'release/staging-to-main';

describe('create-release-pr that releases a part', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;
  let seconds: number;

  const commit = (name: string, files: Record<string, string>, from = name) => {
    seconds += 60;
    const subject = `Change ${Object.keys(files).join(', ')}`;
    const parents = [git.branches.get(from) ?? ''];
    return git.seed(name, { files: { ...git.files(from), ...files }, subject, seconds, parents });
  };

  const release = (inputs: Record<string, string> = {}) => {
    github.writes.length = 0;
    git.pushes.length = 0;
    log = new FakeRunner();
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const ports = {
      git,
      github,
      log,
      notifier: new FakeNotifier(),
      clock: new FakeClock(),
      context,
    };
    return run(readInputs(contract, given), ports);
  };

  /** A pull request into staging, merged; its number. */
  const feature = async (files: Record<string, string>, labels: readonly string[] = []) => {
    const head = `feature-${github.all.length}`;
    await commit(head, files, 'staging');
    const title = `Add ${Object.keys(files).join(', ')}`;
    const wanted = { head, base: 'staging', title, body: '', draft: false };
    const { number } = await github.createPull(wanted);
    github.edit(number, { labels });
    await github.merge(number, 'squash');
    return number;
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    github.settings = { ...github.settings, allowsMergeCommit: false, methods: ['squash'] };
    seconds = 1000;
    const start = await git.seed('main', { files: { a: '0' }, subject: 'Start', seconds });
    git.branches.set('staging', start);
  });

  it('is a whole release where nothing is to be left out, but not one that moves with staging', async () => {
    await feature({ b: '1' }, ['Ship']);
    const isWhole = { strategy: 'merge', 'head-branch': branch, 'held-back': [] };

    expect((await release({ 'hold-label': 'hold' })).outputs).toMatchObject(isWhole);
    expect((await release({ 'pick-label': 'ship' })).outputs).toMatchObject(isWhole);
  });

  it('takes what a label names, and says what it leaves out', async () => {
    const ship = await feature({ b: '1' }, ['SHIP']);
    const rest = await feature({ c: '1' });
    const bare = await commit('staging', { d: '1' });

    const { outputs, summary } = await release({ 'pick-label': 'ship' });

    expect(outputs).toMatchObject({
      verdict: 'created',
      strategy: 'cherry-pick',
      'strategy-reason': '"pick-label" says what to release',
      'head-branch': branch,
      'commit-count': 1,
      'pull-requests': [{ number: ship }],
      'held-back': [
        { sha: bare, pullRequest: null, reason: 'not-picked' },
        { pullRequest: rest, reason: 'not-picked' },
      ],
    });
    expect(git.files(branch)).toEqual({ a: '0', b: '1' });
    expect(git.parentsOf(branch)).toEqual([git.branches.get('main')]);
    expect(summary).toContain('| held back | 2 commits |');
  });

  it('replaces the pull request of the branch itself, which would bring what is held back', async () => {
    await feature({ b: '1' });
    await release();
    const held = await feature({ c: '1' }, ['hold']);

    await release({ 'hold-label': 'hold' });

    expect(github.all.map(({ headBranch, state }) => [headBranch, state])).toContainEqual([
      'staging',
      'closed',
    ]);
    expect(git.files(branch)).toEqual({ a: '0', b: '1' });
    github.edit(held, { labels: [] });
    const { outputs } = await release({ 'hold-label': 'hold' });
    expect(outputs).toMatchObject({ verdict: 'updated', strategy: 'merge', 'held-back': [] });
    expect(git.files(branch)).toEqual({ a: '0', b: '1', c: '1' });
  });

  it('records which paths and commits it carried, and no others', async () => {
    const one = await feature({ b: '1', c: '1' });
    await feature({ c: '2', d: '2' });

    await release({ pick: `${one}` });

    const [pull] = github.all;
    const record = readRecord(pull?.body ?? '', 'release');
    const source = git.branches.get('staging') ?? '';
    expect(record?.['source']).not.toBe(source);
    expect(parsePart(record?.['part'])).toEqual({
      without: new Set(),
      picked: new Set([record?.['source']?.slice(0, 12)]),
    });
    expect(git.messageOf(`${branch}-picked`)).toMatch(/^Release-Train-Part: 1$/m);
  });

  it('stays as it is while staging moves on, and follows a label', async () => {
    await feature({ b: '1' }, ['ship']);
    await feature({ x: '1' });
    await release({ 'pick-label': 'ship' });
    const other = await feature({ c: '1' });

    const { outputs } = await release({ 'pick-label': 'ship' });

    expect(git.pushes).toEqual([]);
    expect(outputs['verdict']).toBe('updated');
    expect(github.writes).toEqual([expect.stringMatching(/^update #\d+: body$/)]);
    expect((await release({ 'pick-label': 'ship' })).outputs['verdict']).toBe('unchanged');

    github.edit(other, { labels: ['ship'] });
    const more = await release({ 'pick-label': 'ship' });
    expect([git.pushes, more.outputs['commit-count']]).toEqual([[`push ${branch}`], 2]);
  });

  it('is nothing where all is held back, or there already', async () => {
    const held = await feature({ b: '1' }, ['hold']);

    const nothing = await release({ 'hold-label': 'hold' });

    expect(nothing.outputs).toMatchObject({ verdict: 'nothing-to-release', strategy: 'none' });
    expect(nothing.outputs['strategy-reason']).toContain('is held back: 1 commit');
    expect([git.pushes, github.writes]).toEqual([[], []]);

    await commit('main', { b: '1' });
    const there = await release({ pick: `#${held}` });
    expect(there.outputs).toMatchObject({
      verdict: 'nothing-to-release',
      'strategy-reason': '"main" has all of what was picked',
    });
    expect(log.log.join('\n')).toContain('has nothing that "main" lacks');
  });

  it('reads everything again where somebody moved its branch', async () => {
    const one = await feature({ b: '1' });
    await release({ pick: `${one}` });
    await feature({ c: '1' });
    git.beforePush = () =>
      void git.branches.set(`${branch}-picked`, git.branches.get('main') ?? '');

    const { outputs } = await release({ pick: `${one}, ${one + 2}` });

    expect(outputs['commit-count']).toBe(2);
    expect(git.files(`${branch}-picked`)).toEqual({ a: '0', b: '1', c: '1' });
  });

  it('brings a commit of another branch though staging has nothing new', async () => {
    const fix = await commit('hotfix', { a: 'fixed' }, 'main');

    const { outputs } = await release({ pick: fix.slice(0, 12), title: 'Hotfix' });

    expect(outputs).toMatchObject({ verdict: 'created', 'source-sha': fix, drift: [] });
    expect(git.files(`${branch}-picked`)).toEqual({ a: 'fixed' });
    const record = readRecord(github.all[0]?.body ?? '', 'release');
    expect(parsePart(record?.['part'])).toEqual({ paths: new Set() });
  });

  it('refuses inputs that contradict each other, all at once', async () => {
    const mixed = {
      strategy: 'direct',
      'source-sha': 'a'.repeat(40),
      pick: '1',
      'pick-label': 'x, Hold',
      'hold-label': 'hold',
    };

    const refusal = await release(mixed).catch((error: Error) => error.message);

    expect(`${refusal}`.match(/input "[a-z-]+"/g)).toEqual([
      'input "source-sha"',
      'input "pick"',
      'input "pick-label"',
      'input "hold-label"',
      'input "pick-label"',
    ]);
    expect(git.clones).toBe(0);
  });

  it.each<[string, () => Promise<string>, string]>([
    [
      'an open pull request',
      async () => {
        await commit('topic', { t: '1' }, 'staging');
        const wanted = { head: 'topic', base: 'staging', title: '', body: '', draft: false };
        return `${(await github.createPull(wanted)).number}`;
      },
      'is not merged but open',
    ],
    [
      'one merged into main itself',
      async () => {
        await commit('fix', { f: '1' }, 'main');
        const wanted = { head: 'fix', base: 'main', title: '', body: '', draft: false };
        const { number } = await github.createPull(wanted);
        await github.merge(number, 'squash');
        return `${number}`;
      },
      'was merged into "main" itself',
    ],
    ['a commit nobody has', async () => 'abcdef0', 'is no one commit of "staging" or "main"'],
    ['a commit that main has', async () => git.branches.get('main') ?? '', 'is on "main" already'],
  ])('refuses to pick %s', async (_what, prepare, problem) => {
    await feature({ b: '1' });

    await expect(release({ pick: await prepare() })).rejects.toThrow(problem);
  });

  it('takes no pick that is newer than the commit that was tested', async () => {
    await feature({ b: '1' });
    const tested = git.branches.get('staging') ?? '';
    const later = await feature({ c: '1' });

    const picked = release({ pick: `${later}`, 'source-sha': tested });

    await expect(picked).rejects.toThrow('is newer than "source-sha"');
  });

  it('picks everything one by one where only the strategy asks for it', async () => {
    await feature({ b: '1' });
    await feature({ c: '1' });
    await commit('main', { h: 'fixed' });

    const { outputs } = await release({ strategy: 'cherry-pick' });

    expect(outputs).toMatchObject({ strategy: 'cherry-pick', 'commit-count': 2, 'held-back': [] });
    expect(outputs.drift).toEqual([{ path: 'h', reason: 'hotfix' }]);
    expect(git.files(branch)).toEqual({ a: '0', b: '1', c: '1', h: 'fixed' });
  });
});
