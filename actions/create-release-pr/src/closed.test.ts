/** A pull request that a person closed, on a git and a GitHub in memory. */
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

describe('a release that a person closed', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;
  let seconds: number;

  const release = (inputs: Record<string, string> = {}) => {
    github.writes.length = 0;
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const common = { notifier: new FakeNotifier(), clock: new FakeClock(), context };
    return run(readInputs(contract, given), { ...common, git, github, log });
  };

  const commit = (name: string, files: Record<string, string>) => {
    seconds += 60;
    const parents = [git.branches.get(name) ?? ''];
    const subject = `Change ${Object.keys(files).join(', ')}`;
    return git.seed(name, { files: { ...git.files(name), ...files }, subject, seconds, parents });
  };

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    log = new FakeRunner();
    seconds = 1000;
    const start = await git.seed('main', { files: { a: '0' }, subject: 'Start', seconds });
    git.branches.set('staging', start);
    await commit('staging', { b: '1' });
  });

  it.each(['direct', 'merge'])(
    'stays closed with "strategy: %s", and says who closed it',
    async (strategy) => {
      await release({ strategy });
      github.edit(1, { state: 'closed' });

      const { outputs, summary } = await release({ strategy });

      expect(github.writes).toEqual([]);
      expect(outputs).toMatchObject({ verdict: 'unchanged', strategy, 'commit-count': 1 });
      expect(outputs['pr-number']).toBeUndefined();
      expect(log.log.join('\n')).toContain(
        'notice: pull request #1, which brings the same, was closed by ada',
      );
      expect(summary).toContain('was closed by ada: reopen it');
    },
  );

  it('stays closed also where main has moved on, and over a conflict', async () => {
    await release({ strategy: 'merge' });
    github.edit(1, { state: 'closed' });
    await commit('main', { b: 'main' });

    const { outputs, failure } = await release({ strategy: 'merge' });

    expect([outputs.verdict, failure, github.writes]).toEqual(['unchanged', undefined, []]);
  });

  it('is another release with another part, a change, or another strategy', async () => {
    await release({ strategy: 'merge' });
    github.edit(1, { state: 'closed' });
    expect((await release({ strategy: 'cherry-pick' })).outputs.verdict).toBe('created');
    github.edit(2, { state: 'closed' });
    expect((await release({ strategy: 'direct' })).outputs.verdict).toBe('created');
    github.edit(3, { state: 'closed' });
    await commit('staging', { b: '2' });
    expect((await release({ strategy: 'direct' })).outputs['pr-number']).toBe(4);
  });

  it('is opened again by who names its commits', async () => {
    const pick = git.branches.get('staging') ?? '';
    await release({ pick });
    github.edit(1, { state: 'closed' });

    expect((await release({ pick })).outputs).toMatchObject({ verdict: 'created', 'pr-number': 2 });
  });
});
