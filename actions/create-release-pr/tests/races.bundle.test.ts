/** What moves between the moment a run reads and the moment it writes. */
import { gitHands } from '@release-train/testing/git-hands';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const branch = 'release/staging-to-main';
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

const push = { method: 'POST', path: /git-receive-pack$/ };
const opening = { method: 'POST', path: /\/pulls$/ };

describe('a release that is overtaken', () => {
  let repository: SandboxRepository;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  /** Something happens when the run's request has arrived, before it is carried out. */
  const before = (at: { method: string; path: RegExp }, by: () => Promise<unknown>) =>
    repository.sandbox.faults.order({ at, harm: { kind: 'overtaken', by } });

  const openPulls = async () =>
    (await repository.person.rest.pulls.list({ ...place, state: 'open' })).data.map(
      ({ number, head }) => [number, head.ref],
    );

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'app.js': 'two\n' }, 'main');
    // As squashing a release by hand leaves it: the content, and no record.
    await repository.seed('main', { ...shop, 'app.js': 'two\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'three\n' });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('by staging and by main in the moment of its push, holds both in the one pull request', async () => {
    const { change, files } = gitHands(repository);
    before(push, async () => {
      await change('staging', { 'new.js': 'new\n' });
      await change('main', { 'README.md': 'Shop, fixed\n' });
    });

    const run = await release();

    expect(run.stdout).toContain('"staging" and "main" moved on in the meantime');
    expect(run.outputs).toMatchObject({
      verdict: 'created',
      'head-sha': await repository.tip(branch),
      'source-sha': await repository.tip('staging'),
      'base-sha': await repository.tip('main'),
      'commit-count': '2',
      drift: '[{"path":"README.md","reason":"hotfix"}]',
    });
    expect(await openPulls()).toEqual([[1, branch]]);
    expect(files(branch)).toEqual({
      'app.js': 'three\n',
      'README.md': 'Shop, fixed\n',
      'new.js': 'new\n',
    });
    expect((await release()).outputs['verdict']).toBe('unchanged');
  });

  it("by a person's commit on its branch, leaves the branch to the person", async () => {
    await release();
    const { change, files } = gitHands(repository);
    await change('staging', { 'new.js': 'new\n' });
    before(push, () => change(branch, { 'by-hand.js': 'mine\n' }));

    const run = await release();

    expect(run.stdout).toContain('somebody else moved the branch: reading everything again');
    expect(run.stdout).toContain(`::notice::"${branch}" holds commits by people`);
    expect([run.exitCode, run.outputs['verdict']]).toEqual([0, 'unchanged']);
    expect(files(branch)).toMatchObject({ 'by-hand.js': 'mine\n', 'app.js': 'three\n' });
    expect(await openPulls()).toEqual([[1, branch]]);
  });

  it('by staging while its pull request of staging itself is opened, tells of all it brings', async () => {
    const { change } = gitHands(repository);
    await repository.seed('main', { ...shop, 'app.js': 'three\n' });
    before(opening, () => change('staging', { 'new.js': 'new\n', 'more.js': 'more\n' }));
    await change('staging', { 'cards.js': 'cards\n' });

    const run = await release({ strategy: 'direct' });

    expect(run.outputs).toMatchObject({ verdict: 'created', 'file-count': '3' });
    expect(await openPulls()).toHaveLength(1);
  });
});
