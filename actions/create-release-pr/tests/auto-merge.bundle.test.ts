/** Merging by itself, by opt-in: armed, withdrawn, disarmed, and merged at once where nothing waits. */
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };

describe('auto-merge on a GitHub', () => {
  let repository: SandboxRepository;
  let token: string;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': token, 'auto-merge': 'squash', ...inputs },
      env: repository.env,
    });

  const pull = async () =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: 1 })).data;

  const writes = (): string[] =>
    repository.sandbox.requests
      .filter(({ actor }) => actor === 'github-actions[bot]')
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('git-upload-pack'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/(?=pulls|issues|graphql)/, '')}`);

  const demandReview = () =>
    repository.person.rest.repos.updateBranchProtection({
      ...place,
      branch: 'main',
      required_status_checks: null,
      enforce_admins: false,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });

  const approve = () =>
    repository.person.rest.pulls.createReview({ ...place, pull_number: 1, event: 'APPROVE' });

  const open = async (settings: Parameters<typeof sandboxRepository>[0]) => {
    repository = await sandboxRepository(settings);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
    token = repository.sandbox.issueRunToken(repository.name, {
      contents: 'write',
      'pull-requests': 'write',
      checks: 'read',
      statuses: 'read',
    });
  };

  afterEach(() => repository[Symbol.asyncDispose]());

  describe('where a review is required', () => {
    beforeEach(async () => {
      await open({ allowAutoMerge: true });
      await demandReview();
    });

    it('is armed once, stays through updates, and merges with the review', async () => {
      const first = await release();
      expect(first.outputs).toMatchObject({ verdict: 'created', 'auto-merge': 'armed' });
      expect(first.summary).toContain('| auto-merge | armed: GitHub merges it by squash once');
      expect(writes()).toEqual(['POST pulls', 'POST graphql', 'PATCH pulls/1']);
      const written = writes();
      const again = await release();
      expect([again.outputs['verdict'], writes()]).toEqual(['unchanged', written]);

      await repository.seed('staging', { ...shop, 'b.js': 'b\n', 'c.js': 'c\n' });
      const moved = await release();
      expect(moved.outputs).toMatchObject({ verdict: 'updated', 'auto-merge': 'armed' });
      expect(writes().slice(written.length)).toEqual(['PATCH pulls/1']);

      await approve();
      expect((await pull()).merged).toBe(true);
      expect((await release()).outputs['verdict']).toBe('nothing-to-release');
    });

    it('stays off where a person switched it off, and is switched off when it is wished no more', async () => {
      await release();
      const { node_id: id } = await pull();
      const mutation =
        'mutation($id: ID!) { disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { id } } }';
      await repository.person.graphql(mutation, {
        id,
        baseUrl: repository.sandbox.urls.graphql.replace(/\/graphql$/, ''),
      });
      const written = writes();
      const withdrawn = await release();
      expect(withdrawn.outputs).toMatchObject({ verdict: 'unchanged', 'auto-merge': 'withdrawn' });
      expect(withdrawn.stdout).toContain('::notice::auto-merge: switched off on the pull request');
      expect(writes()).toEqual(written);

      await release({ 'auto-merge': 'off' });
      expect((await release()).outputs['auto-merge']).toBe('armed');
      const off = await release({ 'auto-merge': 'off' });
      expect(off.outputs).toMatchObject({ verdict: 'updated', 'auto-merge': 'off' });
      expect((await pull()).auto_merge).toBeNull();
    });
  });

  it('does not arm a method that is not allowed, nor a draft', async () => {
    await open({ allowAutoMerge: true, allowSquashMerge: false });
    await demandReview();

    const draft = await release({ 'auto-merge': 'merge', draft: 'true' });
    expect(draft.outputs['auto-merge']).toBe('waiting');
    const refused = await release();
    expect(refused.outputs['auto-merge']).toBe('refused');
    expect(refused.stdout).toContain('::warning::auto-merge: refused: settings or rules do not');
    expect((await pull()).auto_merge).toBeNull();
  });

  it('is never a way around a review: without auto-merge in the settings it is refused', async () => {
    await open({});
    await demandReview();

    const run = await release();

    expect(run.outputs).toMatchObject({ verdict: 'created', 'auto-merge': 'refused' });
    expect(run.stdout).toContain('Settings → General → Allow auto-merge');
    expect((await pull()).merged).toBe(false);
  });

  it('merges at once what nothing waits for, but only once a check has passed on it', async () => {
    await open({});

    const waiting = await release();
    expect(waiting.outputs).toMatchObject({ verdict: 'created', 'auto-merge': 'waiting' });
    const sha = (await repository.tip('staging')) ?? '';
    const status = { ...place, sha, context: 'test' };
    await repository.person.rest.repos.createCommitStatus({ ...status, state: 'pending' });
    expect((await release()).outputs['auto-merge']).toBe('waiting');
    await repository.person.rest.repos.createCommitStatus({ ...status, state: 'success' });
    expect((await release({ 'dry-run': 'true' })).stdout).toContain('would switch on auto-merge');
    const merged = await release();

    expect(merged.outputs).toMatchObject({ verdict: 'updated', 'auto-merge': 'merged' });
    expect(await pull()).toMatchObject({ merged: true, state: 'closed' });
    expect((await release()).outputs['verdict']).toBe('nothing-to-release');
  });

  it('leaves a conflict alone', async () => {
    await open({ allowAutoMerge: true });
    await repository.seed('main', { ...shop, 'app.js': 'main\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'staging\n' });

    const run = await release();

    expect(run.outputs).toMatchObject({ verdict: 'conflicted', 'auto-merge': 'waiting' });
    expect(run.stdout).toContain('::warning::pull request #1 cannot be merged, and GitHub runs no');
    expect(run.summary).toContain('| mergeable | **false**: it conflicts, and GitHub runs no');
  });
});
