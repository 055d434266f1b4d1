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

describe('create-release-pr', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;
  let notifier: FakeNotifier;
  let seconds: number;

  const commit = (branch: string, files: Record<string, string>, parents?: string[]) => {
    seconds += 60;
    const subject = `Change ${Object.keys(files).join(', ')}`;
    const before = git.branches.has(branch) ? git.files(branch) : {};
    const whole = { ...before, ...files };
    return git.seed(branch, { files: whole, subject, seconds, ...(parents ? { parents } : {}) });
  };

  const release = (inputs: Record<string, string> = {}) => {
    github.writes.length = 0;
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const ports = { git, github, notifier, log, clock: new FakeClock(), context };
    return run(readInputs(contract, given), ports);
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    log = new FakeRunner();
    notifier = new FakeNotifier();
    seconds = 1_700_000_000;
    const start = await commit('main', { 'a.txt': 'a' });
    await git.seed('staging', {
      files: { 'a.txt': 'a' },
      subject: 'Start',
      seconds,
      parents: [start],
    });
    git.branches.set('staging', start);
  });

  it('warns, where it opens a pull request, of a workflow that approves for people', async () => {
    const text =
      'on: pull_request\njobs:\n  ok:\n    runs-on: x\n    steps:\n      - run: gh pr review --approve\n';
    await commit('staging', { '.github/workflows/ok.yml': text });

    const first = await release();
    const before = log.log.length;
    const second = await release();

    const warning = '`.github/workflows/ok.yml`, line 6, approves pull requests into `main` by';
    expect(log.log.join('\n')).toContain(`warning: ${warning}`);
    expect([first, second].map(({ summary }) => summary.includes(warning))).toEqual([true, false]);
    expect(log.log.slice(before).join('\n')).not.toContain('warning');
  });

  it('tells people of a release that waits, of a conflict and of its end, each once', async () => {
    await commit('staging', { 'a.txt': 'b' });
    await release();
    await commit('staging', { 'b.txt': 'b' });
    await release();
    const hotfix = await commit('main', { 'a.txt': 'hot' });
    await release();
    await release();
    await commit('staging', { 'a.txt': 'hot' }, [git.branches.get('staging') ?? '', hotfix]);
    await release();
    await release({ 'dry-run': 'true' });

    expect(notifier.messages.map(({ severity, title }) => `${severity}: ${title}`)).toEqual([
      'info: acme/shop: a release of staging to main waits for approval',
      'warning: acme/shop: the release of staging conflicts with main',
      'info: acme/shop: a release of staging to main waits for approval',
    ]);
  });

  it('opens a pull request that lists what is new', async () => {
    const tip = await commit('staging', { 'b.txt': 'b' });

    const { outputs, failure } = await release();

    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({
      verdict: 'created',
      'pr-number': 1,
      'head-branch': 'staging',
      'head-sha': tip,
      'source-sha': tip,
      'base-sha': git.branches.get('main'),
      strategy: 'direct',
      mergeable: 'true',
      'conflict-files': [],
      'commit-count': 1,
      'file-count': 1,
      commits: [{ sha: tip, subject: 'Change b.txt', author: 'Ada', pullRequest: null }],
    });
    expect(github.pull(1)).toMatchObject({ title: 'Release staging to main', isDraft: false });
    expect(github.pull(1).body).toContain('Change b.txt');
    expect(git.pushes).toEqual([]);
  });

  it('writes nothing the second time', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release({ labels: 'release', reviewers: 'ada', notes: 'Read this.' });

    const { outputs } = await release({ labels: 'release', reviewers: 'ada', notes: 'Read this.' });

    expect(outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': 1, mergeable: 'true' });
    expect(github.writes).toEqual([]);
  });

  it('updates its block when staging moves on, and leaves what people wrote', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release();
    github.edit(1, { body: `Do not merge on Friday.\r\n\r\n${github.pull(1).body}` });
    await commit('staging', { 'c.txt': 'c' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({ verdict: 'updated', 'commit-count': 2 });
    expect(github.writes).toEqual(['update #1: body']);
    expect(github.pull(1).body).toMatch(/^Do not merge on Friday\.\r\n/);
    expect(github.pull(1).body).toContain('Change c.txt');
  });

  it('keeps a title changed by hand, and follows a changed input otherwise', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release();
    await release({ title: 'Ship {head}' });
    expect(github.pull(1).title).toBe('Ship staging');
    github.edit(1, { title: 'The big one' });

    await release({ title: 'Another' });

    expect(github.pull(1).title).toBe('The big one');
  });

  it('adopts a pull request opened by hand', async () => {
    await commit('staging', { 'b.txt': 'b' });
    const byHand = { head: 'staging', base: 'main', title: 'Mine', body: 'My words', draft: false };
    await github.createPull(byHand);

    const { outputs } = await release();

    expect(outputs.verdict).toBe('updated');
    expect(github.pull(1)).toMatchObject({ title: 'Mine' });
    expect(github.pull(1).body).toMatch(/^My words\n\n<!-- release-train:release v1 /);
  });

  it('attributes commits to the pull requests that made them', async () => {
    await commit('feature', { 'b.txt': 'b' }, [git.branches.get('staging') ?? '']);
    const feature = {
      head: 'feature',
      base: 'staging',
      title: 'Add @b #1',
      body: '',
      draft: false,
    };
    const { number } = await github.createPull(feature);
    await github.merge(number, 'squash');

    const { outputs } = await release();

    expect(outputs['pull-requests']).toMatchObject([{ number, title: 'Add @b #1' }]);
    const { body } = github.pull(Number(outputs['pr-number']));
    expect(body).toContain(`- #${number} Add @\u200bb #\u200b1`);
  });

  describe('with nothing to release', () => {
    it('says so without git where staging has no commit of its own', async () => {
      await commit('main', { 'hotfix.txt': 'h' });

      const { outputs, failure } = await release();

      expect(outputs).toMatchObject({ verdict: 'nothing-to-release', strategy: 'none' });
      expect(outputs['strategy-reason']).toBe('"staging" has no commit that "main" lacks');
      expect(failure).toBeUndefined();
      expect([git.clones, github.writes]).toEqual([0, []]);
    });

    it('says so right after a squash release', async () => {
      await commit('staging', { 'b.txt': 'b' });
      await release();
      await github.merge(1, 'squash');

      const { outputs } = await release();

      expect(outputs).toMatchObject({ verdict: 'nothing-to-release', 'pr-number': undefined });
      expect(github.writes).toEqual([]);
    });

    it('says so where main has everything and more', async () => {
      await commit('staging', { 'b.txt': 'b' });
      await commit('main', { 'b.txt': 'b', 'hotfix.txt': 'h' });

      const { outputs } = await release();

      expect(outputs['strategy-reason']).toBe('merging "staging" into "main" would change no file');
      expect(git.clones).toBe(1);
    });

    it('closes the pull request that it opened, says so there, and opens another when there is more', async () => {
      await commit('staging', { 'b.txt': 'b' });
      await release();
      await commit('main', { 'b.txt': 'b' });

      expect((await release({ 'dry-run': 'true' })).outputs['pr-number']).toBe(1);
      expect(github.pull(1).state).toBe('open');
      const { outputs } = await release();

      expect(outputs).toMatchObject({ verdict: 'nothing-to-release', 'pr-number': undefined });
      expect(github.pull(1)).toMatchObject({ state: 'closed', isMerged: false });
      expect(github.pull(1).body).toContain('nothing is left to bring from `staging` to `main`');
      expect(log.log).toContain('notice: pull request #1 had nothing to bring any more: closed');
      await commit('staging', { 'c.txt': 'c' });
      expect((await release()).outputs).toMatchObject({ verdict: 'created', 'pr-number': 2 });
    });

    it.each<[string, (open: number) => void]>([
      ['a person opened', (open) => github.edit(open, { authorRole: 'member' })],
      ['a person reopened after the tool closed it', (open) => github.edit(open, { body: 'Mine' })],
    ])('leaves alone and mentions one that %s', async (_what, change) => {
      await commit('staging', { 'b.txt': 'b' });
      await release();
      change(1);
      await commit('main', { 'b.txt': 'b' });

      const { outputs } = await release();

      expect(outputs).toMatchObject({ verdict: 'nothing-to-release', 'pr-number': 1 });
      expect(github.pull(1).state).toBe('open');
      expect(log.log).toContain('notice: pull request #1 is open and has nothing to bring');
    });

    it('does not close the pull request of staging over a commit that was released long ago', async () => {
      const tested = git.branches.get('main') ?? '';
      await commit('staging', { 'b.txt': 'b' });
      await release();

      await release({ 'source-sha': tested });

      expect(github.pull(1).state).toBe('open');
    });

    it('does not close the one of a release branch that people pushed to', async () => {
      await commit('staging', { 'b.txt': 'b' });
      await release({ strategy: 'merge' });
      await commit('release/staging-to-main', { 'b.txt': 'by hand' });
      await commit('main', { 'b.txt': 'b' });

      await release({ strategy: 'merge' });

      expect(github.pull(1).state).toBe('open');
      expect(log.log).toContain('notice: pull request #1 is open and has nothing to bring');
    });
  });

  it('lists only what is new after a squash release', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release();
    await github.merge(1, 'squash');
    const tip = await commit('staging', { 'c.txt': 'c' });

    const { outputs } = await release();

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 2, 'commit-count': 1 });
    expect(outputs.commits).toMatchObject([{ sha: tip }]);
  });

  describe('when the branches conflict', () => {
    beforeEach(async () => {
      await commit('main', { 'a.txt': 'main' });
      await commit('staging', { 'a.txt': 'staging' });
    });

    it('opens a draft that lists the files, fails, and sets the outputs', async () => {
      const { outputs, failure } = await release();

      expect(outputs).toMatchObject({
        verdict: 'conflicted',
        'conflict-files': ['a.txt'],
        mergeable: 'false',
        'pr-number': 1,
      });
      expect(failure?.message).toBe('"staging" and "main" conflict in 1 file: "a.txt"');
      expect(github.writes).toEqual(['create #1 as draft']);
      expect(github.pull(1).body).toContain('- `a.txt`');
    });

    it('is green where asked to be', async () => {
      const { outputs, failure } = await release({ 'fail-on-conflict': 'false' });

      expect([outputs.verdict, failure]).toEqual(['conflicted', undefined]);
    });

    it('writes nothing the second time', async () => {
      await release();

      const { outputs } = await release();

      expect([outputs.verdict, github.writes]).toEqual(['conflicted', []]);
    });

    it('marks it ready when the conflict is gone', async () => {
      await release();
      await commit('staging', { 'a.txt': 'main', 'b.txt': 'b' });

      const { outputs } = await release();

      expect(outputs.verdict).toBe('updated');
      expect(github.writes).toEqual(['ready #1', 'update #1: body']);
      expect(github.pull(1).body).not.toContain('Conflict');
    });

    it('leaves a draft alone that people made', async () => {
      await release();
      await commit('staging', { 'a.txt': 'main', 'b.txt': 'b' });
      await release();
      github.edit(1, { isDraft: true });
      await commit('staging', { 'c.txt': 'c' });

      await release();

      expect(github.pull(1).isDraft).toBe(true);
    });

    it('makes a draft of the pull request that was fine before', async () => {
      await commit('staging', { 'a.txt': 'main', 'b.txt': 'b' });
      await release();
      await commit('main', { 'b.txt': 'other' });

      const { outputs } = await release();

      expect(outputs.verdict).toBe('conflicted');
      expect(github.writes).toEqual(['update #1: body', 'draft #1']);
    });

    it.each([
      ['true', 'create #1 as draft'],
      ['false', 'create #1'],
    ])('obeys draft: %s', async (draft, write) => {
      await release({ draft });

      expect(github.writes).toEqual([write]);
    });
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    await commit('staging', { 'b.txt': 'b' });

    const { outputs, summary } = await release({ 'dry-run': 'true', labels: 'release' });

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': undefined });
    expect([github.writes, github.all]).toEqual([[], []]);
    expect(log.log).toContain('dry run: would open a pull request "Release staging to main"');
    expect(summary).toContain('nothing was written');
  });

  it('says in a dry run what it would change', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release();
    expect((await release({ 'dry-run': 'true' })).outputs.verdict).toBe('unchanged');
    await commit('staging', { 'c.txt': 'c' });

    const { outputs } = await release({ 'dry-run': 'true' });

    expect([outputs.verdict, outputs['pr-number'], github.writes]).toEqual(['updated', 1, []]);
    expect(log.log).toContain('dry run: would write the body of pull request #1');
  });

  it('keeps what people tick and write while it reads', async () => {
    await commit('staging', { 'b.txt': 'b' });
    await release({ checklist: 'Ask QA' });
    await commit('staging', { 'c.txt': 'c' });
    const rules = github.mergeRules.bind(github);
    github.mergeRules = async () => {
      const { body } = github.pull(1);
      github.edit(1, { body: `Mine\n\n${body.replace('[ ]', '[x]')}`, title: 'Mine too' });
      return rules();
    };

    const { outputs } = await release({ checklist: 'Ask QA' });

    expect(outputs.verdict).toBe('updated');
    expect(github.pull(1).body).toMatch(/^Mine\n\n<!--[\s\S]*- \[x\] Ask QA/);
    expect(github.pull(1).title).toBe('Mine too');
  });

  it('warns of people who cannot be asked, and goes on', async () => {
    await commit('staging', { 'b.txt': 'b' });
    github.refused.add('ghost');

    const { outputs } = await release({ reviewers: 'ghost, eve' });

    expect(outputs.verdict).toBe('created');
    expect(github.pull(1).reviewers).toEqual(['eve']);
    expect(log.log.join('\n')).toContain('warning: reviewer "ghost" was not added');
  });

  it('is loud where GitHub cannot merge what git merges', async () => {
    await commit('staging', { 'b.txt': 'b' });
    github.mergeableAnswer = 'false';

    expect((await release()).outputs.mergeable).toBe('false');
    expect(log.log.join('\n')).toContain('warning: GitHub says that pull request #1 cannot be');
  });

  it('refuses a branch that does not exist, and names the input', async () => {
    await expect(release({ base: 'master' })).rejects.toMatchObject({
      message: 'branch "master" does not exist',
      hint: 'Check the input "base".',
    });
  });

  it('refuses to release a branch to itself', async () => {
    await expect(release({ head: 'main' })).rejects.toMatchObject({ code: 'bad-input' });
  });
});
