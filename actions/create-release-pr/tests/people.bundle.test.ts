/** What people do to the pull request by hand, between one run and the next. */
import { type GitHands, gitHands } from '@release-train/testing/git-hands';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const branch = 'release/staging-to-main';
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

describe('a release in the hands of people', () => {
  let repository: SandboxRepository;
  let hands: GitHands;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const edit = (number: number, change: { title?: string; state?: 'open' | 'closed' }) =>
    repository.person.rest.pulls.update({ ...place, pull_number: number, ...change });

  const push = (sha: string | undefined) => {
    const ref = { ...place, ref: `heads/${branch}`, sha: sha ?? '', force: true };
    return repository.person.rest.git.updateRef(ref);
  };

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    hands = gitHands(repository);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'app.js': 'two\n' }, 'main');
    // As squashing a release by hand leaves it: the content, and no record.
    await repository.seed('main', { ...shop, 'app.js': 'two\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'three\n' });
    await release();
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('keeps their title, stays closed when they close it, and opens again with what is new', async () => {
    await edit(1, { title: 'Spring', state: 'closed' });
    const written = hands.writes();

    const closed = await release();

    expect(closed.stdout).toContain('::notice::pull request #1, which brings the same, was closed');
    expect([closed.exitCode, hands.writes()]).toEqual([0, written]);
    expect(closed.outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '' });
    await edit(1, { state: 'open' });
    const reopened = await release();
    expect(reopened.outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '1' });
    expect(hands.writes()).toEqual(written);

    await edit(1, { state: 'closed' });
    await hands.change('staging', { 'new.js': 'new\n' });
    const next = await release();

    expect(next.outputs).toMatchObject({
      verdict: 'created',
      'pr-number': '2',
      'commit-count': '2',
    });
    await repository.merge(2, 'squash');
    expect((await release()).outputs['verdict']).toBe('nothing-to-release');
  });

  it('is there again after a push by force or a deletion, with nothing lost and nothing doubled', async () => {
    const tip = await repository.tip(branch);
    await hands.change('staging', { 'new.js': 'new\n' });
    await release();
    await push(tip);
    const forced = await release();
    expect(forced.outputs).toMatchObject({ verdict: 'updated', 'pr-number': '1' });
    expect(hands.files(branch)).toEqual(hands.files('staging'));

    // GitHub closes what has nothing to bring any more, and lets nobody reopen it.
    await push(await repository.tip('main'));
    const emptied = await release();
    expect(emptied.outputs).toMatchObject({ verdict: 'created', 'pr-number': '2' });

    await repository.person.rest.git.deleteRef({ ...place, ref: `heads/${branch}` });
    const deleted = await release();
    expect(deleted.outputs).toMatchObject({ verdict: 'created', 'pr-number': '3' });
    expect(hands.files(branch)).toEqual(hands.files('staging'));
  });

  it('keeps its commit when somebody signs it, and is recorded by that', async () => {
    const amended = await repository.person.rest.git.createCommit({
      ...place,
      message: hands.git('log', '-1', '--format=%B', branch),
      tree: hands.git('rev-parse', `${branch}^{tree}`).trim(),
      parents: [(await repository.tip('main')) ?? ''],
    });
    await push(amended.data.sha);

    const run = await release();

    expect(run.outputs).toMatchObject({ verdict: 'updated', 'head-sha': amended.data.sha });
    expect(await repository.tip(branch)).toBe(amended.data.sha);
    expect((await release()).outputs['verdict']).toBe('unchanged');
    await repository.merge(1, 'squash');
    await hands.change('staging', { 'app.js': 'four\n' });
    expect((await release()).outputs).toMatchObject({ verdict: 'created', 'commit-count': '1' });
  });

  it('is recorded by the tip that they merge, with their own commits on it', async () => {
    await hands.change(branch, { 'by-hand.js': 'mine\n' });
    expect((await release()).outputs['verdict']).toBe('unchanged');
    await repository.merge(1, 'squash');
    await hands.change('staging', { 'app.js': 'four\n' });

    const next = await release();

    expect(next.outputs).toMatchObject({ verdict: 'created', 'commit-count': '1' });
    expect(JSON.parse(next.outputs['drift'] ?? '')).toEqual([
      { path: 'by-hand.js', reason: 'hotfix' },
    ]);
  });
});
