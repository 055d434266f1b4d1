import { execFileSync } from 'node:child_process';
import { type Harm, serverError, silence, truncated } from '@release-train/sandbox/faults';
import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliGit } from './cli-git.ts';
import type { Git } from './git.ts';

const branch = 'sync/main-to-staging';
const receivePack = { method: 'POST', path: /\/git-receive-pack$/ };

/** Half of what GitHub says to a push, without its doing anything. */
const halfAnswer: Harm = {
  kind: 'reply',
  status: 200,
  headers: { 'content-type': 'application/x-git-receive-pack-result' },
  body: '003a\u0001000eunpack ok\n0023ok refs/heads/sync/',
};

/** Real time, for a git that hangs: long enough for one that does not. */
const pushMs = 4000;

describe('a push whose answer does not come whole', () => {
  let repository: SandboxRepository;

  const gitWith = (patience: { readonly pushMs: number }): Git => {
    const url = `${repository.sandbox.urls.server}/${repository.name}.git`;
    const { runToken: token } = repository;
    return cliGit({ url, token, clock: new FakeClock(), env: process.env, patience });
  };

  const pushes = (): number =>
    repository.sandbox.faults.seen.filter(
      ({ method, path }) => method === receivePack.method && receivePack.path.test(path),
    ).length;

  beforeEach(async () => {
    repository = await sandboxRepository();
    await repository.seed('main', { 'a.txt': 'a\n' });
    repository.sandbox.faults.beginRun();
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('is not repeated when the branch has moved', async () => {
    await using clone = await gitWith({ pushMs }).clone(['main']);
    repository.sandbox.faults.order({ at: receivePack, harm: truncated });

    await clone.push({ branch, sha: clone.tip('main'), expected: undefined });

    expect(await repository.tip(branch)).toBe(clone.tip('main'));
    expect(pushes()).toBe(1);
  });

  it('is repeated when the branch has not moved', async () => {
    await using clone = await gitWith({ pushMs }).clone(['main']);
    repository.sandbox.faults.order({ at: receivePack, harm: halfAnswer });

    await clone.push({ branch, sha: clone.tip('main'), expected: undefined });

    expect(await repository.tip(branch)).toBe(clone.tip('main'));
    expect(pushes()).toBe(2);
  });

  it('has lost its lease when somebody else has moved the branch', async () => {
    await using clone = await gitWith({ pushMs }).clone(['main']);
    const { faults } = repository.sandbox;
    faults.order({ at: receivePack, harm: silence });
    const theirs = faults.nextStrike().then(async () => {
      await repository.seed(branch, { 'b.txt': 'b\n' });
      faults.breakSilences();
      return repository.tip(branch);
    });

    const push = clone.push({ branch, sha: clone.tip('main'), expected: undefined });

    await expect(push).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await repository.tip(branch)).toBe(await theirs);
  });

  it('is not repeated while the branch cannot be read', async () => {
    await using clone = await gitWith({ pushMs }).clone(['main']);
    const { faults } = repository.sandbox;
    faults.order({ at: receivePack, harm: serverError(504, 'done') });
    void faults.nextStrike().then(() => {
      faults.order({ at: { path: /\/info\/refs$/, times: Infinity }, harm: serverError(503) });
    });

    const push = clone.push({ branch, sha: clone.tip('main'), expected: undefined });

    await expect(push).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('whether it has moved the branch is not known'),
    });
    expect(pushes()).toBe(1);
  });

  it('is given up when it hangs each time, and leaves no process behind', async () => {
    await using clone = await gitWith({ pushMs: 1000 }).clone(['main']);
    repository.sandbox.faults.order({ at: { ...receivePack, times: 3 }, harm: silence });

    const push = clone.push({ branch, sha: clone.tip('main'), expected: undefined });

    await expect(push).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('did not come to an end in 1 s'),
    });
    expect(await repository.tip(branch)).toBeUndefined();
    expect(execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })).not.toContain(
      `${repository.sandbox.urls.server}/${repository.name}.git`,
    );
  });

  it('is the same for a deletion: done is done', async () => {
    await using clone = await gitWith({ pushMs }).clone(['main']);
    const expected = clone.tip('main');
    await clone.push({ branch, sha: expected, expected: undefined });
    repository.sandbox.faults.order({ at: receivePack, harm: { kind: 'reset', effect: 'done' } });

    await clone.deleteBranch({ branch, expected });

    expect(await repository.tip(branch)).toBeUndefined();
  });
});
