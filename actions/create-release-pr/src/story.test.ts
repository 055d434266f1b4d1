/** A world that moves while a run writes, in memory. */
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

describe('a run whose branches move while it writes', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;

  const commit = (name: string, files: Record<string, string>, seconds: number) =>
    git.seed(name, { files: { ...git.files(name), ...files }, subject: 'Change', seconds });

  /** Something happens after the pull request was opened. */
  const releaseWhile = (inputs: Record<string, string>, happens: () => Promise<unknown>) => {
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const once = { happens: [happens] };
    const notifier = new FakeNotifier();
    const tell = notifier.tell.bind(notifier);
    notifier.tell = async (notice) => {
      await once.happens.pop()?.();
      return tell(notice);
    };
    const common = { notifier, clock: new FakeClock(), context };
    return run(readInputs(contract, given), { ...common, git, github, log });
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    log = new FakeRunner();
    const start = { files: { a: '0' }, subject: 'Start', seconds: 1000 };
    git.branches.set('staging', await git.seed('main', start));
    await commit('staging', { b: '1' }, 1060);
  });

  it('tells of the branches as they are in the end, and that it opened the pull request', async () => {
    const { outputs } = await releaseWhile({}, () => commit('staging', { c: '1' }, 1120));

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 1, 'commit-count': 2 });
    expect(log.log.join('\n')).toContain('"staging" moved on in the meantime');
  });

  it('stays with the commit that was asked for', async () => {
    const source = git.branches.get('staging') ?? '';
    const asked = { 'source-sha': source, strategy: 'merge' };
    const { outputs } = await releaseWhile(asked, () => commit('staging', { c: '1' }, 1120));

    expect(outputs).toMatchObject({ verdict: 'created', 'source-sha': source, 'commit-count': 1 });
    expect(log.log.join('\n')).not.toContain('moved on');
  });

  it('tells of what it opened, though somebody merged it in the same moment', async () => {
    const { outputs } = await releaseWhile({}, () => github.merge(1, 'squash'));

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 1, 'commit-count': 1 });
  });

  it('looks no third time', async () => {
    const { outputs } = await releaseWhile({}, async () => {
      await commit('staging', { c: '1' }, 1120);
      const update = github.updatePull.bind(github);
      github.updatePull = async (number, change) => {
        await update(number, change);
        await commit('staging', { d: '1' }, 1180);
      };
    });

    expect(outputs).toMatchObject({ verdict: 'created', 'commit-count': 2 });
    expect(log.log.filter((line) => line.includes('moved on'))).toHaveLength(1);
  });
});
