/** A release taken back on its branch: once, by people's merge, and never more than the release. */
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeGit } from '@release-train/testing/fake-git';
import { FakeGitHub } from '@release-train/testing/fake-github';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { deedWords } from '../act/deed-words.ts';
import { callCounter } from '../call-counter.suite.ts';
import { textOf } from '../said.ts';
import { openRevert } from './open-revert.ts';
import type { Reverted, RevertOrder } from './revert.ts';

const before = { 'app.js': 'one', 'README.md': 'Shop' };
const released = { ...before, 'app.js': 'two', 'db/2.sql': 'alter' };

/** Main with one squashed release of a pull request. */
async function scene() {
  const git = new FakeGit();
  await git.seed('main', { files: before, subject: 'Start', seconds: 1 });
  const main = git.branches.get('main') ?? '';
  git.branches.set('staging', main);
  await git.seed('staging', { files: released, subject: 'Two', seconds: 2 });
  const github = new FakeGitHub(git);
  const wanted = { head: 'staging', base: 'main', body: '', draft: false };
  const { number } = await github.createPull({ ...wanted, title: 'Release @all <b>' });
  const commit = await github.merge(number, 'squash');
  const between = <T extends object>(port: T): T => port;
  const revert = (more: Partial<RevertOrder> = {}, through = between) =>
    openRevert({
      git: through(git),
      github: through(github),
      history: through(historyOf(github)),
      clock: new FakeClock(),
      log: new FakeRunner({}),
      repositoryUrl: 'https://github.test/acme/shop',
    })({ commit, branch: 'main', language: 'en', isDryRun: false, story, ...more });
  const own = () => github.all.filter(({ headBranch }) => headBranch.startsWith('revert/'));
  const seed = (files: Readonly<Record<string, string>>, subject = 'Later') =>
    git.seed('main', { files, subject, seconds: 10 + git.pushes.length });
  return { git, github, commit, revert, own, seed };
}

const textOfDeed = ({ deed }: Reverted): string => textOf(deed, deedWords.en);

/** As GitHub tells it some seconds after the merge. */
const historyOf = (github: FakeGitHub) => ({
  pullsWith: async (commit: string) =>
    github.all.filter(({ mergeCommit }) => mergeCommit === commit),
});

const story = {
  verdict: 'failed',
  reason: 'errors',
  why: 'app: 12 of 40 probes failed, see #7 and @ada',
  done: 'service "web" is rolled back',
  run: 'https://github.test/acme/shop/actions/runs/1',
};

describe('the revert pull request', () => {
  it('brings main back to what it was, with the reason, and is merged by nobody', async () => {
    const { git, github, commit, revert, own } = await scene();
    const { taken, url } = await revert();
    const [pull] = own();
    expect([taken, url]).toEqual(['revert-pr', pull?.url]);
    expect(pull).toMatchObject({
      title: 'Revert "Release @all <b>"',
      headBranch: `revert/${commit.slice(0, 12)}`,
      baseBranch: 'main',
      isDraft: false,
      state: 'open',
    });
    expect(git.files(pull?.headBranch ?? '')).toEqual(before);
    expect(git.files('main')).toEqual(released);
    expect(pull?.body).toContain(`"reverts":"${commit}"`);
    expect(pull?.body).toContain('`failed (errors)`: app: 12 of 40 probes failed, see #\u200b7');
    expect(pull?.body).toContain('service "web" is rolled back');
    expect(pull?.body).toContain('https://github.test/acme/shop/actions/runs/1');
    expect(pull?.body).not.toMatch(/@ada|@all/);
    expect(await github.mergeable(pull?.number ?? 0, pull?.headSha ?? '')).toBe('true');
  });

  it('keeps what came later', async () => {
    const { git, revert, own, seed } = await scene();
    await seed({ ...released, 'fix.js': 'fix' });
    await revert();
    const [pull] = own();
    expect(git.files(pull?.headBranch ?? '')).toEqual({ ...before, 'fix.js': 'fix' });
    expect(pull?.body).toContain('The commit that came later stays.');
  });

  it('is a draft that shows the conflict where later commits changed the same', async () => {
    const { git, github, revert, own, seed } = await scene();
    await seed({ ...released, 'app.js': 'three' });
    const why = textOfDeed(await revert());
    const [pull] = own();
    expect(pull?.isDraft).toBe(true);
    expect(why).toContain('as a draft, because it conflicts');
    expect(pull?.body).toContain('- `app.js`');
    expect(git.files(pull?.headBranch ?? '')).toEqual(before);
    expect(await github.mergeable(pull?.number ?? 0, pull?.headSha ?? '')).toBe('false');
  });

  it('speaks Russian where asked to', async () => {
    const { revert, own } = await scene();
    await revert({ language: 'ru' });
    expect(own()[0]?.body).toContain('### Что сломалось');
  });

  it('is only told of in a dry run', async () => {
    const { git, revert, own } = await scene();
    const dry = await revert({ isDryRun: true });
    const [taken, why] = [dry.taken, textOfDeed(dry)];
    expect([taken, own(), git.pushes]).toEqual(['none', [], []]);
    expect(why).toBe('dry run: would open a revert pull request of one commit');
  });
});

describe('once', () => {
  it('another run finds it by marker and author', async () => {
    const { github, revert, own } = await scene();
    const first = await revert();
    const writes = [...github.writes];
    expect(await revert()).toMatchObject({ taken: 'revert-pr', url: first.url });
    expect([own().length, github.writes]).toEqual([1, writes]);
  });

  it('people who close it are not asked again', async () => {
    const { github, revert, own } = await scene();
    await revert();
    github.edit(own()[0]?.number ?? 0, { state: 'closed' });
    expect(textOfDeed(await revert())).toContain('is closed already');
    expect(own()).toHaveLength(1);
  });

  it('of two runs at once', async () => {
    const { revert, own } = await scene();
    const both = await Promise.all([revert(), revert()]);
    expect(own()).toHaveLength(1);
    expect(both.map(({ url }) => url)).toEqual([own()[0]?.url, own()[0]?.url]);
  });

  it('whichever call it is killed at', async () => {
    const whole = callCounter(Number.POSITIVE_INFINITY);
    await (await scene()).revert({}, whole.between);
    expect(whole.calls()).toBeGreaterThan(5);
    for (let at = 1; at <= whole.calls(); at += 1) {
      for (const isCarriedOut of [false, true]) {
        const here = await scene();
        const killer = callCounter(at, isCarriedOut);
        await here.revert({}, killer.between).catch(() => {});
        expect((await here.revert()).taken).toBe('revert-pr');
        expect(here.own()).toHaveLength(1);
        expect(here.git.files(here.own()[0]?.headBranch ?? '')).toEqual(before);
      }
    }
  });
});

describe('it is refused, with the reason,', () => {
  it('where what failed is a revert itself', async () => {
    const { github, revert, own } = await scene();
    await revert();
    const again = await github.merge(own()[0]?.number ?? 0, 'squash');
    const reverted = await revert({ commit: again });
    const [taken, why] = [reverted.taken, textOfDeed(reverted)];
    expect([taken, own().length]).toEqual(['revert-refused', 1]);
    expect(why).toContain('what failed is a revert itself');
  });

  it('where that revert was merged under a name of its own', async () => {
    const { github, revert, own } = await scene();
    await revert();
    const number = own()[0]?.number ?? 0;
    github.edit(number, { title: 'Back to what works' });
    const again = await github.merge(number, 'squash');
    expect(await revert({ commit: again })).toMatchObject({
      deed: { code: 'revert-refused', because: { code: 'is-revert' } },
    });
  });

  it('where somebody pushed a revert by hand', async () => {
    const { revert, seed } = await scene();
    const commit = await seed(before, 'Revert "Release"');
    expect(textOfDeed(await revert({ commit }))).toContain('what failed is a revert itself');
  });

  it('where the branch holds nothing of the release any more', async () => {
    const { revert, seed } = await scene();
    await seed(before);
    expect(textOfDeed(await revert())).toContain('main holds nothing of it any more');
  });

  it('where the commit is not on the branch', async () => {
    const { git, revert } = await scene();
    const commit = await git.seed('staging', { files: before, subject: 'x', seconds: 9 });
    expect(textOfDeed(await revert({ commit }))).toContain('main does not hold it');
  });

  it('where nobody knows the branch', async () => {
    const { revert, seed } = await scene();
    const commit = await seed({ 'pushed.js': '1' });
    expect(await revert({ commit, branch: undefined })).toEqual({
      taken: 'revert-refused',
      deed: { code: 'revert-refused', because: { code: 'branch-unknown' } },
    });
  });

  it("where the branch or the pull request is somebody else's", async () => {
    const here = await scene();
    const branch = `revert/${here.commit.slice(0, 12)}`;
    await here.git.seed(branch, { files: before, subject: 'Mine', seconds: 3 });
    expect(textOfDeed(await here.revert())).toContain("is there, and not the tool's own");
    const wanted = { head: branch, base: 'main', title: 'x', draft: false };
    const { number } = await here.github.createPull({ ...wanted, body: 'Mine' });
    expect(textOfDeed(await here.revert())).toContain(
      `pull request #${number} of branch ${branch}`,
    );
  });

  it('where an outsider forged the marker', async () => {
    const here = await scene();
    await here.revert();
    const [own] = here.own();
    here.github.edit(own?.number ?? 0, { authorRole: 'outsider' });
    expect((await here.revert()).taken).toBe('revert-refused');
  });
});
