/** Branches that only ever squash, release after release, on a GitHub and real git. */
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

describe('the bundle of create-release-pr where releases are squashed', () => {
  let repository: SandboxRepository;
  let hands: GitHands;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const pull = async (number: number) =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: number })).data;

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    hands = gitHands(repository);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'app.js': 'two\n' }, 'main');
    // As squashing a release by hand leaves it: the content, and no record.
    await repository.seed('main', { ...shop, 'app.js': 'two\n' });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('releases the same file again, and again with a hotfix in between, without a conflict', async () => {
    await hands.change('staging', { 'app.js': 'three\n' });
    expect(() => hands.git('merge-tree', '--write-tree', 'main', 'staging')).toThrow();

    const second = await release();

    expect(second.outputs).toMatchObject({
      verdict: 'created',
      strategy: 'merge',
      divergence: 'squash',
      'head-branch': branch,
      'head-sha': await repository.tip(branch),
      mergeable: 'true',
      'commit-count': '1',
      'file-count': '1',
      drift: '[]',
    });
    expect((await pull(1)).commits).toBe(1);
    expect((await pull(1)).body).toContain('Releases or syncs were squashed');
    const written = hands.writes();
    const again = await release();
    expect([again.outputs['verdict'], hands.writes()]).toEqual(['unchanged', written]);

    await repository.merge(1, 'squash');
    await hands.change('main', { 'README.md': 'Shop, fixed\n' });
    await hands.change('staging', { 'app.js': 'four\n' });
    const third = await release();

    expect(third.outputs).toMatchObject({
      verdict: 'created',
      'pr-number': '2',
      divergence: 'both',
      drift: '[{"path":"README.md","reason":"hotfix"}]',
      mergeable: 'true',
    });
    await repository.merge(2, 'squash');
    expect(hands.files('main')).toEqual({ 'README.md': 'Shop, fixed\n', 'app.js': 'four\n' });
    const fourth = await release();
    expect(fourth.outputs['verdict']).toBe('nothing-to-release');
  });

  it('holds the commit that was tested while staging moves on, and then brings the rest', async () => {
    const tested = await hands.change('staging', { 'app.js': 'three\n' });
    await hands.change('staging', { 'app.js': 'four\n', 'new.js': 'new\n' });

    const held = await release({ 'source-sha': tested });

    expect(held.outputs).toMatchObject({ 'source-sha': tested, 'commit-count': '1' });
    expect(hands.files(branch)).toMatchObject({ 'app.js': 'three\n' });
    await hands.change('staging', { 'new.js': 'newer\n' });
    const written = hands.writes();
    await release({ 'source-sha': tested });
    expect(hands.writes()).toEqual(written);

    await repository.merge(1, 'squash');
    const rest = await release();

    expect(rest.outputs).toMatchObject({ verdict: 'created', 'commit-count': '2' });
    expect(hands.files(branch)).toMatchObject({ 'app.js': 'four\n', 'new.js': 'newer\n' });
  });

  it('makes a draft of a true conflict, and the same pull request ready after it', async () => {
    await hands.change('main', { 'app.js': 'hotfix\n' });
    await hands.change('staging', { 'app.js': 'feature\n' });

    const conflicted = await release();

    expect(conflicted.exitCode).toBe(1);
    expect(conflicted.outputs).toMatchObject({
      verdict: 'conflicted',
      'conflict-files': '["app.js"]',
      mergeable: 'false',
    });
    expect((await pull(1)).draft).toBe(true);

    await hands.change('staging', { 'app.js': 'hotfix\nfeature\n' });
    await hands.change('main', { 'app.js': 'hotfix\nfeature\n' });
    await hands.change('staging', { 'new.js': 'new\n' });
    const recovered = await release();

    expect(recovered.outputs).toMatchObject({ verdict: 'updated', 'pr-number': '1' });
    expect((await pull(1)).draft).toBe(false);
  });

  it('is one pull request and one commit where two runs race', async () => {
    await hands.change('staging', { 'app.js': 'three\n' });

    const runs = await Promise.all([release(), release()]);

    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const { data } = await repository.person.rest.pulls.list({ ...place, state: 'open' });
    expect(data.map(({ number }) => number)).toEqual([1]);
    expect((await pull(1)).commits).toBe(1);
    expect(hands.files(branch)).toMatchObject({ 'app.js': 'three\n' });
  });
});
