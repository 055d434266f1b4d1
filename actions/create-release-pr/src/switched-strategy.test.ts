/** A release has one pull request, whatever `strategy` says from one day to the next. */
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

describe('a release whose strategy was switched', () => {
  let git: FakeGit;
  let github: FakeGitHub;
  let log: FakeRunner;

  const release = (inputs: Record<string, string>) => {
    github.writes.length = 0;
    const given = new FakeRunner({ 'github-token': 'ghs_token', ...inputs });
    const common = { notifier: new FakeNotifier(), clock: new FakeClock(), context };
    return run(readInputs(contract, given), { ...common, git, github, log });
  };

  const openPulls = () =>
    github.all.filter(({ state }) => state === 'open').map(({ headBranch }) => headBranch);

  beforeEach(async () => {
    git = new FakeGit();
    github = new FakeGitHub(git);
    log = new FakeRunner();
    const start = { files: { a: '0' }, subject: 'Start', seconds: 1000 };
    const parents = [await git.seed('main', start)];
    const feature = { files: { a: '0', b: '1' }, subject: 'Feature', seconds: 1060, parents };
    await git.seed('staging', feature);
  });

  it('moves to staging itself with what people ticked, and closes the one of its branch', async () => {
    await release({ strategy: 'merge', checklist: 'Ask QA' });
    github.edit(1, { body: github.pull(1).body.replace('[ ]', '[x]') });

    const { outputs } = await release({ strategy: 'direct', checklist: 'Ask QA' });

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 2, 'head-branch': 'staging' });
    expect(openPulls()).toEqual(['staging']);
    expect(github.pull(1).body).toContain('Replaced by #2, which is of `staging` itself');
    expect(github.pull(2).body).toContain('- [x] Ask QA');
    await release({ strategy: 'direct', checklist: 'Ask QA' });
    expect(github.writes).toEqual([]);
  });

  it('and back, on the branch that is there still', async () => {
    await release({ strategy: 'merge' });
    await release({ strategy: 'direct' });

    const { outputs } = await release({ strategy: 'merge' });

    expect(outputs).toMatchObject({ verdict: 'created', 'pr-number': 3, 'head-branch': branch });
    expect(openPulls()).toEqual([branch]);
  });

  it('is finished by the next run where one died between the two pull requests', async () => {
    await release({ strategy: 'merge' });
    const body = '<!-- release-train:release v1 {} -->\n<!-- release-train:release end -->';
    await github.createPull({ head: 'staging', base: 'main', title: 'R', body, draft: false });

    const { outputs } = await release({ strategy: 'direct' });

    expect(outputs).toMatchObject({ verdict: 'updated', 'pr-number': 2 });
    expect(openPulls()).toEqual(['staging']);
  });

  it('closes nothing that holds commits by people, and says what to do', async () => {
    await release({ strategy: 'merge' });
    const files = { ...git.files(branch), c: 'by hand' };
    const parents = [git.branches.get(branch) ?? ''];
    await git.seed(branch, { files, subject: 'Fix', seconds: 2000, parents });

    await release({ strategy: 'direct' });

    expect(openPulls()).toEqual(['staging', branch]);
    expect(log.log.join('\n')).toContain(
      `pull request #1 from "${branch}" is still open: pull request #2 replaces it, bring what people pushed to it to "staging", then close it`,
    );
  });

  it('closes nothing in a dry run, and says what it would', async () => {
    await release({ strategy: 'merge' });

    await release({ strategy: 'direct', 'dry-run': 'true' });

    expect(github.writes).toEqual([]);
    expect(log.log.join('\n')).toContain(`dry run: would close pull request #1 from "${branch}"`);
  });
});
