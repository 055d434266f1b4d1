/** The release branch, run after run, on a git and a GitHub in memory. */
import { readInputs } from '@release-train/action-kit';
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

describe('create-release-pr after a squash release', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;
  let seconds: number;

  const commit = (name: string, files: Record<string, string>) => {
    seconds += 60;
    const subject = `Change ${Object.keys(files).join(', ')}`;
    const parents = [git.branches.get(name) ?? ''];
    return git.seed(name, { files: { ...git.files(name), ...files }, subject, seconds, parents });
  };

  const release = (inputs: Record<string, string> = {}) => {
    github.writes.length = 0;
    git.pushes.length = 0;
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const ports = {
      git,
      github,
      notifier: new FakeNotifier(),
      log,
      clock: new FakeClock(),
      context,
    };
    return run(readInputs(contract, given), ports);
  };

  const merge = async (number: number, method: 'squash' | 'merge' = 'squash') => {
    seconds += 60;
    return github.merge(number, method);
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    github.settings = { ...github.settings, allowsMergeCommit: false, methods: ['squash'] };
    log = new FakeRunner();
    seconds = 1000;
    const start = await git.seed('main', { files: { a: '0' }, subject: 'Start', seconds });
    git.branches.set('staging', start);
    await commit('staging', { a: '1', b: '1' });
    await release();
    await merge(1);
  });

  it('releases the same file again without a conflict, in one commit on top of main', async () => {
    const tip = await commit('staging', { a: '2' });
    const main = git.branches.get('main') ?? '';

    const { outputs, failure, summary } = await release();

    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({
      verdict: 'created',
      'pr-number': 2,
      'head-branch': branch,
      'head-sha': git.branches.get(branch),
      'base-sha': main,
      'source-sha': tip,
      strategy: 'merge',
      divergence: 'squash',
      mergeable: 'true',
      'conflict-files': [],
      'commit-count': 1,
      'file-count': 1,
      commits: [{ sha: tip }],
      drift: [],
    });
    expect(git.files(branch)).toEqual({ a: '2', b: '1' });
    expect(git.parentsOf(branch)).toEqual([main]);
    expect([git.pushes, github.writes]).toEqual([[`push ${branch}`], ['create #2']]);
    expect(summary).toContain('parted by squash merges');
    expect(summary).toContain('- Merge it by squash: nothing else is allowed.');
  });

  it('writes nothing the second time', async () => {
    await commit('staging', { a: '2' });
    await release({ labels: 'release' });

    const { outputs } = await release({ labels: 'release' });

    expect(outputs.verdict).toBe('unchanged');
    expect([git.pushes, github.writes]).toEqual([[], []]);
  });

  it('gives the release commit a second parent where main takes merge commits', async () => {
    github.settings = { ...github.settings, allowsMergeCommit: true };
    const tip = await commit('staging', { a: '2' });

    await release();

    expect(git.parentsOf(branch)).toEqual([git.branches.get('main'), tip]);
  });

  it.each<[string, () => void]>([
    [
      'a rule wants linear history',
      () => {
        github.rules = { ...github.rules, requiresLinearHistory: true };
      },
    ],
    [
      'a ruleset leaves only squash',
      () => {
        github.rules = { ...github.rules, allowedMethods: ['squash'] };
      },
    ],
  ])('gives it one parent where %s', async (_what, forbid) => {
    github.settings = { ...github.settings, allowsMergeCommit: true };
    forbid();
    await commit('staging', { a: '2' });

    await release();

    expect(git.parentsOf(branch)).toEqual([git.branches.get('main')]);
  });

  it("keeps main's hotfix, and says that it was not tested", async () => {
    await commit('main', { h: 'fixed' });
    await commit('staging', { a: '2' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({
      divergence: 'both',
      drift: [{ path: 'h', reason: 'hotfix' }],
    });
    expect(git.files(branch)).toEqual({ a: '2', b: '1', h: 'fixed' });
    expect(github.pull(2).body).toContain('- `h`: `main` has a change that `staging` lacks');
  });

  it('keeps the branch, and reviews, while a hotfix leaves what is released alone', async () => {
    await commit('staging', { a: '2' });
    const before = (await release()).outputs;
    await commit('main', { h: 'fixed' });

    const { outputs } = await release();

    expect([git.pushes, github.writes]).toEqual([[], ['update #2: body']]);
    expect(outputs).toMatchObject({
      verdict: 'updated',
      'head-sha': before['head-sha'],
      'base-sha': before['base-sha'],
    });
  });

  it('brings the branch up to date where main wants it so', async () => {
    github.rules = { ...github.rules, requiresUpToDate: true };
    await commit('staging', { a: '2' });
    await release();
    const hotfix = await commit('main', { h: 'fixed' });

    const { outputs } = await release();

    expect([git.pushes, outputs['base-sha']]).toEqual([[`push ${branch}`], hotfix]);
    expect(git.parentsOf(branch)).toEqual([hotfix]);
  });

  it('keeps the commit that somebody signed, also where main wants branches up to date', async () => {
    github.rules = { ...github.rules, requiresUpToDate: true };
    const source = await commit('staging', { a: '2' });
    await release();
    const base = git.branches.get('main') ?? '';
    const subject = `Release\n\nRelease-Train-Source: ${source}\nRelease-Train-Base: ${base}\n`;
    const amended = { files: git.files(branch), subject, seconds: 9000, parents: [base] };
    const signed = await git.seed(branch, amended);

    const { outputs } = await release();

    expect([git.pushes, outputs['head-sha']]).toEqual([[], signed]);
    await commit('main', { h: 'fixed' });
    await release();
    expect(git.pushes).toEqual([`push ${branch}`]);
  });

  it('rewrites the branch for new content', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit('staging', { c: '1' });

    const { outputs } = await release();

    expect(git.pushes).toEqual([`push ${branch}`]);
    expect(github.writes).toEqual(['update #2: body']);
    expect(outputs).toMatchObject({ verdict: 'updated', 'pr-number': 2, 'commit-count': 2 });
    expect(git.files(branch)).toEqual({ a: '2', b: '1', c: '1' });
  });

  it('releases the commit that was tested while staging moves on', async () => {
    const tested = await commit('staging', { a: '2' });
    await commit('staging', { a: '3' });

    const { outputs } = await release({ 'source-sha': tested });

    expect(outputs).toMatchObject({ 'source-sha': tested, 'commit-count': 1 });
    expect(git.files(branch)).toEqual({ a: '2', b: '1' });

    await commit('staging', { a: '4' });
    await release({ 'source-sha': tested });
    expect([git.pushes, github.writes]).toEqual([[], []]);

    await merge(2);
    const next = await release();
    expect(next.outputs).toMatchObject({ verdict: 'created', 'commit-count': 2 });
    expect(git.files(branch)).toEqual({ a: '4', b: '1' });
  });

  it('has nothing to release of a commit that main has', async () => {
    const shipped = git.branches.get('staging') ?? '';
    await commit('staging', { a: '2' });

    const { outputs } = await release({ 'source-sha': shipped });

    expect(outputs).toMatchObject({ verdict: 'nothing-to-release', 'source-sha': shipped });
  });

  it('refuses a commit that staging never was at', async () => {
    await commit('staging', { a: '2' });

    await expect(release({ 'source-sha': 'f'.repeat(40) })).rejects.toMatchObject({
      code: 'source-missing',
    });
  });

  it('never overwrites commits by people', async () => {
    await commit('staging', { a: '2' });
    await release();
    const theirs = await commit(branch, { b: 'by hand' });
    await commit('staging', { a: '3' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({ verdict: 'unchanged', 'head-sha': theirs, 'pr-number': 2 });
    expect([git.pushes, github.writes]).toEqual([[], []]);
    expect(log.log.join('\n')).toContain('notice: "release/staging-to-main" holds commits by');
  });

  it('knows what a release carried that people added commits to', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit(branch, { b: 'by hand' });
    await merge(2);
    await commit('staging', { a: '3' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({
      verdict: 'created',
      'commit-count': 1,
      drift: [{ path: 'b', reason: 'hotfix' }],
    });
    expect(git.files(branch)).toEqual({ a: '3', b: 'by hand' });
  });

  it('keeps what people made of a file in a release, while staging leaves it as it was', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit(branch, { a: '2, by hand' });
    await merge(2);
    await commit('staging', { c: '1' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({
      'conflict-files': [],
      commits: [{ subject: 'Change c' }],
      drift: [{ path: 'a', reason: 'hotfix' }],
    });
    expect(git.files(branch)).toEqual({ a: '2, by hand', b: '1', c: '1' });
  });

  it('names the commit that is released, also where a newer one holds the same files', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit('staging', { c: '1' });
    const tip = await git.seed('staging', {
      files: { a: '2', b: '1' },
      subject: 'Undo c',
      seconds: seconds + 60,
    });

    const { outputs } = await release();

    expect([git.pushes, outputs['source-sha']]).toEqual([[`push ${branch}`], tip]);
  });

  it('releases a hotfix and a feature together after a release that git merged', async () => {
    await commit('main', { h: 'fixed' });
    await commit('staging', { a: '2' });
    await release();
    await merge(2);
    await commit('staging', { a: '3' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({ 'commit-count': 1, drift: [{ path: 'h', reason: 'hotfix' }] });
    expect(git.files(branch)).toEqual({ a: '3', b: '1', h: 'fixed' });
  });

  it('keeps a revert on main a revert, and says so', async () => {
    await commit('main', { b: '0' });
    await commit('main', { b: '1' });
    await commit('main', { a: '0' });
    await commit('staging', { c: '1' });

    const { outputs } = await release();

    expect(outputs.drift).toEqual([{ path: 'a', reason: 'kept-revert' }]);
    expect(git.files(branch)).toMatchObject({ a: '0', c: '1' });
  });

  describe('when the branches truly conflict', () => {
    beforeEach(async () => {
      await commit('main', { a: 'main' });
      await commit('staging', { a: 'staging' });
    });

    it('opens a draft that names the commits of both sides', async () => {
      const { outputs, failure } = await release();

      expect(outputs).toMatchObject({
        verdict: 'conflicted',
        strategy: 'merge',
        'conflict-files': ['a'],
        mergeable: 'false',
        'head-sha': git.branches.get('staging'),
      });
      expect(failure?.message).toBe('"staging" and "main" conflict in 1 file: "a"');
      expect(github.pull(2).isDraft).toBe(true);
      const [main, staging] = ['main', 'staging'].map((name) => git.branches.get(name) ?? '');
      expect(github.pull(2).body).toContain(
        `- \`a\`: both sides changed it (\`staging\`: \`${staging?.slice(0, 7)}\`; \`main\`: \`${main?.slice(0, 7)}\`)`,
      );
    });

    it('is ready, on the same branch and pull request, once it is resolved', async () => {
      await release();
      await commit('staging', { a: 'main', c: '1' });

      const { outputs } = await release();

      expect(outputs).toMatchObject({ verdict: 'updated', 'pr-number': 2, mergeable: 'true' });
      expect(github.pull(2).isDraft).toBe(false);
      expect(git.parentsOf(branch)).toEqual([git.branches.get('main')]);
    });
  });

  it('replaces its own pull request of staging itself', async () => {
    await commit('staging', { a: '2' });
    await release({ strategy: 'direct', 'fail-on-conflict': 'false' });
    expect(github.pull(2)).toMatchObject({ headBranch: 'staging', isDraft: true });

    const { outputs } = await release();

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 3 });
    expect(github.pull(2)).toMatchObject({ state: 'closed' });
    expect(github.pull(2).body).toContain('Replaced by #3');
  });

  it("leaves a person's pull request of staging open, and says so", async () => {
    await commit('staging', { a: '2' });
    await release({ strategy: 'direct', 'fail-on-conflict': 'false' });
    github.edit(2, { authorRole: 'member' });

    await release();

    expect(github.pull(2).state).toBe('open');
    expect(log.log.join('\n')).toContain('#3 replaces it, close it');
  });

  it('tells under "strategy: direct" where GitHub would merge something else', async () => {
    await commit('staging', { a: '2' });

    const { outputs } = await release({ strategy: 'direct' });

    expect(outputs).toMatchObject({ verdict: 'conflicted', 'conflict-files': ['a'] });
  });

  it('refuses a fixed commit for a pull request that moves', async () => {
    const given = { strategy: 'direct', 'source-sha': 'f'.repeat(40) };

    await expect(release(given)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('writes nothing in a dry run, and says what it would push', async () => {
    await commit('staging', { a: '2' });

    const { outputs } = await release({ 'dry-run': 'true' });

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': undefined });
    expect([git.pushes, github.writes]).toEqual([[], []]);
    expect(log.log.join('\n')).toContain(`dry run: would point branch "${branch}" at `);
  });

  it('reads everything again where another run was faster', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit('staging', { a: '3' });
    git.beforePush = () => {
      git.branches.set(branch, git.branches.get('main') ?? '');
    };

    const { outputs } = await release();

    expect(outputs.verdict).toBe('updated');
    expect(git.files(branch)).toEqual({ a: '3', b: '1' });
    expect(log.log.join('\n')).toContain('reading everything again');
  });

  it('gives up where others are faster again and again', async () => {
    await commit('staging', { a: '2' });
    await release();
    await commit('staging', { a: '3' });
    const others = ['main', 'staging', 'main'].map((name) => git.branches.get(name) ?? '');
    const move = () => {
      git.branches.set(branch, others.pop() ?? '');
      queueMicrotask(() => {
        git.beforePush = move;
      });
    };
    git.beforePush = move;

    await expect(release()).rejects.toMatchObject({ code: 'lease-lost' });
  });
});
