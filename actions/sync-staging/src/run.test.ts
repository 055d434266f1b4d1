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
const syncBranch = 'sync/main-to-staging';

describe('sync-staging', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;
  let notifier: FakeNotifier;
  let seconds: number;

  const commit = (branch: string, files: Record<string, string>, parents?: string[]) => {
    seconds += 60;
    const subject = `Change ${Object.keys(files).join(', ')}`;
    const whole = { ...git.files(branch), ...files };
    return git.seed(branch, { files: whole, subject, seconds, ...(parents ? { parents } : {}) });
  };

  const sync = (inputs: Record<string, string> = {}) => {
    github.writes.length = 0;
    git.pushes.length = 0;
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const ports = { git, github, notifier, log, clock: new FakeClock(), context };
    return run(readInputs(contract, given), ports);
  };

  const told = () => notifier.messages.map(({ severity, title }) => `${severity}: ${title}`);
  const written = () => [...git.pushes, ...github.writes];
  const squashRelease = async () => {
    seconds += 60;
    const subject = 'Release';
    return git.seed('main', { files: git.files('staging'), subject, seconds });
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    log = new FakeRunner();
    notifier = new FakeNotifier();
    seconds = 1_700_000_000;
    const start = { files: { 'a.txt': 'a' }, subject: 'Start', seconds };
    git.branches.set('staging', await git.seed('main', start));
  });

  describe('with nothing to bring', () => {
    it('is in sync where staging has every commit, without git', async () => {
      await commit('staging', { 'b.txt': 'b' });

      const { outputs } = await sync();

      expect(outputs).toMatchObject({
        verdict: 'in-sync',
        'ahead-by': 0,
        'behind-by': 1,
        method: 'none',
      });
      expect([git.clones, written()]).toEqual([0, []]);
    });

    it('is in sync after a squash release where merge commits are not allowed', async () => {
      github.settings = { ...github.settings, allowsMergeCommit: false };
      await commit('staging', { 'b.txt': 'b' });
      await squashRelease();

      expect((await sync()).outputs).toMatchObject({ verdict: 'in-sync', 'drift-files': 0 });
      expect(git.clones).toBe(0);
    });

    it('stays in sync when staging moves on after a squash release', async () => {
      github.settings = { ...github.settings, allowsMergeCommit: false };
      await commit('staging', { 'b.txt': 'b' });
      await squashRelease();
      await commit('staging', { 'b.txt': 'next' });

      expect((await sync()).outputs.verdict).toBe('in-sync');
      expect(written()).toEqual([]);
    });

    it('is in sync where staging made the same change', async () => {
      await commit('main', { 'a.txt': 'fixed' });
      await commit('staging', { 'a.txt': 'fixed' });

      expect((await sync({ method: 'linear' })).outputs.verdict).toBe('in-sync');
    });
  });

  describe('with a hotfix on main', () => {
    let hotfix: string;

    beforeEach(async () => {
      await commit('staging', { 'b.txt': 'b' });
      hotfix = await commit('main', { 'a.txt': 'fixed' });
    });

    it('opens a pull request from a branch of its own, with a merge commit', async () => {
      const staging = git.branches.get('staging');

      const { outputs } = await sync();

      expect(outputs).toMatchObject({
        verdict: 'created',
        'pr-number': 1,
        'ahead-by': 1,
        'behind-by': 1,
        'drift-files': 1,
        hotfixes: [{ sha: hotfix, subject: 'Change a.txt', author: 'Ada' }],
        'conflict-files': [],
        method: 'merge',
      });
      expect(git.files(syncBranch)).toEqual({ 'a.txt': 'fixed', 'b.txt': 'b' });
      expect(git.parentsOf(syncBranch)).toEqual([staging, hotfix]);
      expect(written()).toEqual([`push ${syncBranch}`, 'create #1']);
      expect(github.pull(1)).toMatchObject({
        title: 'Sync main into staging',
        baseBranch: 'staging',
      });
      expect(git.branches.get('staging')).toBe(staging);
    });

    describe('and auto-merge', () => {
      it('arms it once, and tells nobody to merge', async () => {
        await sync({ 'auto-merge': 'merge' });
        expect(written()).toContain('arm #1: merge');

        expect((await sync({ 'auto-merge': 'merge' })).outputs.verdict).toBe('unchanged');
        expect([written(), told()]).toEqual([[], []]);
      });

      it('leaves it off where a person switched it off', async () => {
        await sync({ 'auto-merge': 'merge' });
        github.edit(1, { autoMerge: undefined });

        expect((await sync({ 'auto-merge': 'merge' })).outputs.verdict).toBe('unchanged');
        expect(written()).toEqual([]);
      });

      it('refuses a method that staging does not take, and says so', async () => {
        github.rules = { ...github.rules, allowedMethods: ['squash'] };

        const { outputs, summary } = await sync({ 'auto-merge': 'merge' });

        expect(outputs).toMatchObject({ verdict: 'created', method: 'linear' });
        expect(log.log.join('\n')).toContain('warning: auto-merge: refused: settings or rules');
        expect(summary).toContain('| auto-merge | refused:');
      });

      it.each([
        ['merge', false],
        ['squash', true],
      ])('merged at once by %s, sees whether the history arrived', async (...[method, warns]) => {
        github.autoMerge.refusal = 'Pull request is in clean status';
        github.autoMerge.state = 'clean';
        github.autoMerge.isVouched = true;

        const { summary } = await sync({ 'auto-merge': method });

        expect(github.pull(1).isMerged).toBe(true);
        expect(summary).toContain(`| auto-merge | merged by ${method}`);
        expect(log.log.join('\n').includes('its history did not')).toBe(warns);
        expect((await sync({ 'auto-merge': method })).outputs.verdict).toBe('in-sync');
        expect(git.files('staging')).toEqual({ 'a.txt': 'fixed', 'b.txt': 'b' });
      });

      it('says in a dry run what it would switch on', async () => {
        await sync({ 'auto-merge': 'squash', 'dry-run': 'true' });

        expect(log.log.join('\n')).toContain('dry run: would switch on auto-merge by squash');
        expect(written()).toEqual([]);
      });
    });

    it('notices that a person squashed what was to bring the history', async () => {
      await sync();
      await github.merge(1, 'squash');

      expect((await sync()).outputs.verdict).toBe('in-sync');
      expect(log.log.join('\n')).toContain('notice: pull request #1 was to bring the history');
    });

    it('has nothing to notice where a linear sync was squashed', async () => {
      await sync({ method: 'linear' });
      await github.merge(1, 'squash');

      expect((await sync({ method: 'linear' })).outputs.verdict).toBe('in-sync');
      expect(log.log.join('\n')).not.toContain('was to bring the history');
    });

    it('warns of a workflow that would eat its branch, and only while it pushes', async () => {
      const text =
        'on: push\njobs:\n  pull:\n    runs-on: x\n    steps:\n      - run: gh pr create --fill\n';
      await commit('main', { '.github/workflows/auto.yml': text });

      const { summary } = await sync({ language: 'ru' });
      const before = log.log.length;
      await sync();

      const warning =
        'warning: `.github/workflows/auto.yml`, line 6, opens or merges a pull request for every branch like `sync/main-to-staging`';
      expect(log.log.join('\n')).toContain(warning);
      expect(summary).toContain('`.github/workflows/auto.yml`, строка 6, открывает или сливает');
      expect(log.log.slice(before).join('\n')).not.toContain('warning');
    });

    it('says which rule is in the way of its branch, and what is not known', async () => {
      github.ownRules = ['creation', 'deletion'];
      github.rules = { ...github.rules, isClassicHidden: true };

      const first = await sync();
      const second = await sync();

      expect(log.log.join('\n')).toContain('warning: A ruleset covers `sync/main-to-staging` and');
      expect(first.summary).toContain('restricts who may create it');
      expect(second.summary).not.toContain('restricts who may create it');
      expect(second.summary).toContain('readable for administrators only');
    });

    it('brings its branch up to date where staging wants it so', async () => {
      await sync({ method: 'linear' });
      const first = git.branches.get(syncBranch);
      await commit('staging', { 'e.txt': 'e' });
      expect((await sync({ method: 'linear' })).outputs.verdict).toBe('unchanged');
      expect(git.branches.get(syncBranch)).toBe(first);
      github.rules = { ...github.rules, requiresUpToDate: true };

      expect((await sync({ method: 'linear' })).outputs.verdict).toBe('updated');
      expect(git.parentsOf(syncBranch)).toEqual([git.branches.get('staging')]);
      expect((await sync({ method: 'linear' })).outputs.verdict).toBe('unchanged');
    });

    it('tells people once that a pull request waits for them', async () => {
      await sync();
      await sync();
      await commit('main', { 'd.txt': 'd' });
      await sync();

      expect(told()).toEqual(['info: acme/shop: staging is to get changes of main']);
    });

    it('keeps its verdict where nobody can be told', async () => {
      notifier.refusing.add(0);

      expect((await sync()).outputs.verdict).toBe('created');
    });

    it('writes nothing the second time', async () => {
      await sync({ labels: 'sync', reviewers: 'ada' });

      const { outputs } = await sync({ labels: 'sync', reviewers: 'ada' });

      expect([outputs.verdict, outputs['pr-number'], written()]).toEqual(['unchanged', 1, []]);
    });

    it.each([
      [
        'the repository forbids merge commits',
        () => (github.settings = { ...github.settings, allowsMergeCommit: false }),
      ],
      [
        'staging requires linear history',
        () => (github.rules = { ...github.rules, requiresLinearHistory: true }),
      ],
      [
        'a ruleset leaves only squash',
        () => (github.rules = { ...github.rules, allowedMethods: ['squash'] }),
      ],
    ])('brings it in one commit on top of staging where %s', async (_case, forbid) => {
      forbid();

      const { outputs } = await sync();

      expect(outputs).toMatchObject({ verdict: 'created', method: 'linear' });
      expect(git.parentsOf(syncBranch)).toEqual([git.branches.get('staging')]);
      expect(git.files(syncBranch)).toEqual({ 'a.txt': 'fixed', 'b.txt': 'b' });
    });

    it.each(['merge', 'squash'] as const)(
      'is in sync after a %s of the pull request',
      async (how) => {
        await sync();
        await github.merge(1, how);

        expect((await sync()).outputs.verdict).toBe('in-sync');
        expect(written()).toEqual([]);
      },
    );

    it('keeps its commit, and reviews with it, when only staging moves on', async () => {
      await sync();
      const tip = git.branches.get(syncBranch);
      await commit('staging', { 'c.txt': 'c' });

      const { outputs } = await sync();

      expect([outputs.verdict, git.branches.get(syncBranch)]).toEqual(['unchanged', tip]);
    });

    it('brings the next hotfix on the same branch and pull request', async () => {
      await sync();
      const next = await commit('main', { 'd.txt': 'd' });

      const { outputs } = await sync();

      expect(outputs).toMatchObject({ verdict: 'updated', 'pr-number': 1, 'drift-files': 2 });
      expect(git.parentsOf(syncBranch)).toEqual([git.branches.get('staging'), next]);
      expect(written()).toEqual([`push ${syncBranch}`, 'update #1: body']);
    });

    it('reuses the branch that a merged pull request left behind', async () => {
      await sync();
      await github.merge(1, 'squash');
      const next = await commit('main', { 'd.txt': 'd' });

      const { outputs } = await sync();

      expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 2 });
      expect(outputs.hotfixes).toMatchObject([{ sha: next }]);
    });

    it('closes the pull request and deletes the branch when staging has the fix', async () => {
      github.settings = { ...github.settings, allowsMergeCommit: false };
      await sync();
      await commit('staging', { 'a.txt': 'fixed' });

      const { outputs } = await sync();

      expect(outputs).toMatchObject({ verdict: 'closed', 'pr-number': 1, 'drift-files': 0 });
      expect(written()).toEqual([`delete ${syncBranch}`, 'update #1: body']);
      expect(github.pull(1)).toMatchObject({ state: 'closed' });
      expect(github.pull(1).body).toContain('Nothing is left to bring');
      expect((await sync()).outputs.verdict).toBe('in-sync');
    });

    it('does not overwrite what people pushed to the sync branch', async () => {
      await sync();
      const theirs = await commit(syncBranch, { 'a.txt': 'better' });
      await commit('main', { 'd.txt': 'd' });

      const { outputs } = await sync();

      expect([outputs.verdict, outputs['pr-number'], written()]).toEqual(['unchanged', 1, []]);
      expect(git.branches.get(syncBranch)).toBe(theirs);
      expect(log.log.join('\n')).toContain(
        'notice: "sync/main-to-staging" holds commits by people',
      );
    });

    it("closes the pull request but keeps people's branch when nothing is left", async () => {
      github.settings = { ...github.settings, allowsMergeCommit: false };
      await sync();
      const theirs = await commit(syncBranch, { 'a.txt': 'better' });
      await commit('staging', { 'a.txt': 'fixed' });

      expect((await sync()).outputs.verdict).toBe('closed');
      expect(git.branches.get(syncBranch)).toBe(theirs);
      expect(github.pull(1).state).toBe('closed');
    });

    it('warns when it would change more files than wished', async () => {
      await commit('main', { 'd.txt': 'd' });

      await sync({ 'max-drift-files': '2' });
      expect(log.log.join('\n')).not.toContain('warning');
      await sync({ 'max-drift-files': '1' });

      expect(log.log.join('\n')).toContain('warning: "staging" differs from "main" in 2 files');
    });

    it('writes nothing in a dry run, and says what it would do', async () => {
      const { outputs, summary } = await sync({ 'dry-run': 'true', labels: 'sync' });

      expect([outputs.verdict, outputs['pr-number'], written()]).toEqual([
        'created',
        undefined,
        [],
      ]);
      expect(log.log.join('\n')).toContain('dry run: would point branch "sync/main-to-staging" at');
      expect(log.log.join('\n')).toContain('dry run: would open a pull request "Sync main into');
      expect(summary).toContain('nothing was written');
    });

    it('fills the names into a branch of the user', async () => {
      await sync({ 'sync-branch': 'sync/back/{head}/{base}' });

      expect(git.branches.has('sync/back/main/staging')).toBe(true);
    });
  });

  it('heals the ancestry after a squash release where merge commits are allowed, once', async () => {
    await commit('staging', { 'b.txt': 'b' });
    const release = await squashRelease();
    const staging = await commit('staging', { 'b.txt': 'next' });

    const { outputs } = await sync();

    expect(outputs).toMatchObject({ verdict: 'created', 'drift-files': 0, 'conflict-files': [] });
    expect(git.parentsOf(syncBranch)).toEqual([staging, release]);
    expect(git.files(syncBranch)).toEqual(git.files('staging'));
    await github.merge(1, 'squash');
    expect((await sync()).outputs.verdict).toBe('in-sync');
  });

  it('brings a hotfix made after a squash release, and no false conflict', async () => {
    await commit('staging', { 'a.txt': 'feature' });
    await squashRelease();
    await commit('staging', { 'a.txt': 'next' });
    const hotfix = await commit('main', { 'hot.txt': 'h' });

    const { outputs } = await sync({ method: 'linear' });

    expect(outputs).toMatchObject({ verdict: 'created', 'conflict-files': [], 'drift-files': 1 });
    expect(outputs.hotfixes).toMatchObject([{ sha: hotfix }]);
    expect(git.files(syncBranch)).toEqual({ 'a.txt': 'next', 'hot.txt': 'h' });
  });

  it('brings a hotfix, and no false conflict, where a release was squashed without it', async () => {
    await commit('main', { 'hot.txt': 'h' });
    await commit('staging', { 'a.txt': 'feature' });
    seconds += 60;
    const shipped = { ...git.files('main'), 'a.txt': 'feature' };
    await git.seed('main', { files: shipped, subject: 'Release', seconds });
    await commit('staging', { 'a.txt': 'next' });

    const { outputs } = await sync({ method: 'linear' });

    expect(outputs).toMatchObject({ verdict: 'created', 'conflict-files': [], 'drift-files': 1 });
    expect(outputs.hotfixes).toMatchObject([{ subject: 'Change hot.txt' }]);
    expect(git.files(syncBranch)).toEqual({ 'a.txt': 'next', 'hot.txt': 'h' });
  });

  it('knows after a squash of the sync what it carried, and brings the next hotfix alone', async () => {
    await commit('main', { 'hot.txt': 'one' });
    await commit('staging', { 'a.txt': 'feature' });
    await sync({ method: 'linear' });
    await github.merge(1, 'squash');
    seconds += 120;
    await commit('staging', { 'hot.txt': 'one, and more' });
    const second = await commit('main', { 'b.txt': 'two' });

    const { outputs } = await sync({ method: 'linear' });

    expect(outputs).toMatchObject({ verdict: 'created', 'conflict-files': [], 'drift-files': 1 });
    expect(outputs.hotfixes).toMatchObject([{ sha: second }]);
    expect(git.files(syncBranch)).toMatchObject({ 'hot.txt': 'one, and more', 'b.txt': 'two' });
  });

  it('does not believe a marker that somebody outside wrote', async () => {
    const tip = await commit('main', { 'hot.txt': 'one' });
    await commit('staging', { 'a.txt': 'feature' });
    await sync({ method: 'linear' });
    await git.seed(syncBranch, { files: git.files('staging'), subject: 'Nothing', seconds });
    await github.merge(1, 'squash');
    const forged = github.pull(1).body.replace(/"tip":"[0-9a-f]{40}"/, `"tip":"${tip}"`);
    github.edit(1, { body: forged, headSha: tip, authorRole: 'outsider' });

    expect((await sync({ method: 'linear' })).outputs.verdict).not.toBe('in-sync');
  });

  describe('when the branches conflict', () => {
    let tip: string;

    beforeEach(async () => {
      await commit('staging', { 'a.txt': 'staging' });
      tip = await commit('main', { 'a.txt': 'main' });
    });

    it('opens a draft on the unmerged tip of main, and stays green', async () => {
      const { outputs, failure } = await sync();

      expect(outputs).toMatchObject({ verdict: 'conflicted', 'conflict-files': ['a.txt'] });
      expect(failure).toBeUndefined();
      expect(git.branches.get(syncBranch)).toBe(tip);
      expect(github.pull(1).isDraft).toBe(true);
      expect(github.pull(1).body).toContain('git merge origin/staging');
    });

    it('tells people of it once, and again when it is over', async () => {
      await sync();
      await sync();
      expect(told()).toEqual(['warning: acme/shop: main does not merge into staging']);
      await commit('staging', { 'a.txt': 'main', 'c.txt': 'c' });
      await sync();

      expect(told().slice(1)).toEqual(['info: acme/shop: staging is to get changes of main']);
    });

    it('does not arm auto-merge over it', async () => {
      await sync({ 'auto-merge': 'squash' });

      expect(written().filter((write) => write.startsWith('arm'))).toEqual([]);
    });

    it('tells nobody in a dry run', async () => {
      await sync({ 'dry-run': 'true' });

      expect(told()).toEqual([]);
    });

    it('reports it in the language of the people, and logs in English', async () => {
      const { summary } = await sync({ language: 'ru' });

      expect(github.pull(1).body).toContain('### Конфликт');
      expect(summary).toContain('| вердикт | **conflicted** |');
      expect(told()).toEqual(['warning: acme/shop: main не сливается в staging']);
      expect(log.log.join('\n')).not.toMatch(/[а-я]/i);
      expect((await sync({ language: 'en' })).outputs.verdict).toBe('conflicted');
      expect(github.pull(1).body).toContain('### Conflict');
    });

    it('fails where asked to', async () => {
      const { failure } = await sync({ 'fail-on-conflict': 'true' });

      expect(failure?.message).toBe('"main" and "staging" conflict in 1 file: "a.txt"');
    });

    it('writes nothing the second time', async () => {
      await sync();

      expect((await sync()).outputs.verdict).toBe('conflicted');
      expect(written()).toEqual([]);
    });

    it('leaves the branch to people who resolve it, and is in sync after their merge', async () => {
      await sync();
      const parents = [tip, git.branches.get('staging') ?? ''];
      await commit(syncBranch, { 'a.txt': 'resolved' }, parents);
      expect((await sync()).outputs.verdict).toBe('unchanged');
      await github.merge(1, 'squash');

      expect((await sync()).outputs.verdict).toBe('in-sync');
      expect(git.files('staging')).toEqual({ 'a.txt': 'resolved' });
    });

    it('turns into an ordinary pull request when the conflict goes away', async () => {
      await sync();
      await commit('staging', { 'a.txt': 'main', 'c.txt': 'c' });

      const { outputs } = await sync();

      expect(outputs.verdict).toBe('updated');
      expect(github.pull(1).isDraft).toBe(false);
      expect(written()).toEqual([`push ${syncBranch}`, 'ready #1', 'update #1: body']);
    });
  });

  it('reads everything again where somebody was faster, and leaves their work alone', async () => {
    await commit('main', { 'a.txt': 'fixed' });
    await sync();
    await commit('main', { 'd.txt': 'd' });
    git.beforePush = () => void commit(syncBranch, { 'a.txt': 'theirs' });

    const { outputs } = await sync();

    expect([outputs.verdict, written()]).toEqual(['unchanged', []]);
    expect(log.log.join('\n')).toContain('reading everything again');
    expect(git.files(syncBranch)).toMatchObject({ 'a.txt': 'theirs' });
  });

  it.each([
    [{ head: 'nowhere' }, 'branch "nowhere" does not exist'],
    [{ head: 'staging' }, 'input "head" is "staging", the same branch as "base"'],
    [
      { 'sync-branch': 'sync/a..b' },
      'input "sync-branch" gives "sync/a..b", which is no branch name',
    ],
    [
      { head: 'sync/x', 'sync-branch': 'sync/x' },
      'input "sync-branch" gives "sync/x", which is not a branch of its own',
    ],
  ])('refuses %j', async (inputs, message) => {
    await expect(sync(inputs)).rejects.toThrow(message);
  });
});
