/** What moves between the moment a sync reads and the moment it writes. */
import { type GitHands, gitHands } from '@release-train/testing/git-hands';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const branch = 'sync/main-to-staging';
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

describe('a sync that is overtaken', () => {
  let repository: SandboxRepository;
  let hands: GitHands;

  const sync = () =>
    runBundle('sync-staging', {
      inputs: { 'github-token': repository.runToken },
      env: repository.env,
    });

  /** Something happens when the push has arrived, before it is carried out. */
  const beforeThePush = (by: () => Promise<unknown>) => {
    const at = { method: 'POST', path: /git-receive-pack$/ };
    repository.sandbox.faults.order({ at, harm: { kind: 'overtaken', by } });
  };

  const openPulls = async () =>
    (await repository.person.rest.pulls.list({ ...place, state: 'open' })).data.map(
      ({ number }) => number,
    );

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    hands = gitHands(repository);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
    await hands.change('main', { 'app.js': 'fixed\n' });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('by the next hotfix, brings both in the one pull request', async () => {
    beforeThePush(() => hands.change('main', { 'README.md': 'Shop, fixed\n' }));

    const run = await sync();

    expect(run.stdout).toContain('"main" moved on in the meantime: reading everything again');
    expect(run.outputs).toMatchObject({ verdict: 'created', 'pr-number': '1', 'drift-files': '2' });
    expect(hands.files(branch)).toEqual({ ...hands.files('main'), 'b.js': 'b\n' });
    expect(await openPulls()).toEqual([1]);
    expect((await sync()).outputs['verdict']).toBe('unchanged');
  });

  it("by a person's commit on its branch, leaves the branch to the person", async () => {
    await sync();
    await hands.change('main', { 'README.md': 'Shop, fixed\n' });
    beforeThePush(() => hands.change(branch, { 'by-hand.js': 'mine\n' }));

    const run = await sync();

    expect(run.stdout).toContain(`::notice::"${branch}" holds commits by people`);
    expect([run.exitCode, run.outputs['verdict']]).toEqual([0, 'unchanged']);
    expect(hands.files(branch)).toMatchObject({ 'by-hand.js': 'mine\n', 'app.js': 'fixed\n' });
    expect(await openPulls()).toEqual([1]);
  });
});
