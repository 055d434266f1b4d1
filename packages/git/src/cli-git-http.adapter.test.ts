import { FakeClock } from '@release-train/testing/fake-clock';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliGit } from './cli-git.ts';
import type { Git } from './git.ts';

const place = { owner: 'acme', repo: 'shop' };

describe('cliGit over HTTP', () => {
  let repository: SandboxRepository;

  const gitWith = (token: string): Git => {
    const url = `${repository.sandbox.urls.server}/${repository.name}.git`;
    return cliGit({ url, token, clock: new FakeClock(), env: process.env });
  };

  beforeEach(async () => {
    repository = await sandboxRepository();
    await repository.seed('main', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
    await repository.seed('staging', { 'a.txt': 'a\n', 'b.txt': 'staging\n' }, 'main');
    await repository.seed('main', { 'a.txt': 'main\n', 'b.txt': 'b\n' });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('merges in a partial clone and pushes the result, with the token of a run', async () => {
    await using clone = await gitWith(repository.runToken).clone(['main', 'staging']);
    const [main, staging] = [clone.tip('main'), clone.tip('staging')];
    const { tree } = await clone.merge(staging, main);
    const commit = { tree, parents: [staging], message: 'Sync', date: 1_700_000_000 };
    const sha = await clone.createCommit(commit);

    await clone.push({ branch: 'sync/main-to-staging', sha, expected: undefined });

    expect(await repository.tip('sync/main-to-staging')).toBe(sha);
    const query = { ...place, tree_sha: sha };
    const { data } = await repository.person.rest.git.getTree(query);
    expect(data.tree.map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
    expect([await repository.tip('main'), await repository.tip('staging')]).toEqual([
      main,
      staging,
    ]);
  });

  it('says which permission a push needs', async () => {
    const token = repository.sandbox.issueRunToken(repository.name, { contents: 'read' });
    await using clone = await gitWith(token).clone(['main']);
    const change = { branch: 'sync/x', sha: clone.tip('main'), expected: undefined };

    await expect(clone.push(change)).rejects.toMatchObject({
      code: 'forbidden',
      hint: expect.stringContaining('contents: write'),
    });
  });

  it("says that a rule covers the tool's own branch", async () => {
    await repository.seed('sync/x', { 'a.txt': 'a\n' }, 'main');
    await repository.person.rest.repos.updateBranchProtection({
      ...place,
      branch: 'sync/x',
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });
    await using clone = await gitWith(repository.runToken).clone(['main', 'sync/x']);
    const change = { branch: 'sync/x', sha: clone.tip('main'), expected: clone.tip('sync/x') };

    await expect(clone.push(change)).rejects.toMatchObject({
      code: 'protected',
      message: expect.stringContaining('GH006'),
    });
  });

  it('refuses a token that is not known, in one line without the token', async () => {
    const error = await gitWith('ghs_unknowntoken')
      .clone(['main'])
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(String(error)).not.toContain('ghs_unknowntoken');
    expect(String(error)).not.toContain('\n');
  });
});
