/** A hotfix on its way to staging, by the rules that teams really have. */
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const fixed = { ...shop, 'app.js': 'fixed\n' };
const syncBranch = 'sync/main-to-staging';
const eater = [
  'on: push',
  'jobs:',
  '  pull:',
  '    runs-on: ubuntu-latest',
  '    steps:',
  '      - run: gh pr create --fill',
  '',
].join('\n');

describe('a hotfix on its way to staging', () => {
  let repository: SandboxRepository;

  const open = async (settings: Parameters<typeof sandboxRepository>[0]) => {
    repository = await sandboxRepository(settings);
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
    await repository.seed('main', fixed);
  };

  const sync = (inputs: Record<string, string> = {}) =>
    runBundle('sync-staging', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const protect = (demands: object) =>
    repository.person.rest.repos.updateBranchProtection({
      ...place,
      branch: 'staging',
      required_status_checks: null,
      enforce_admins: false,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
      ...demands,
    });

  const approve = () =>
    repository.person.rest.pulls.createReview({ ...place, pull_number: 1, event: 'APPROVE' });
  const openPulls = async () => (await repository.person.rest.pulls.list(place)).data;

  afterEach(() => repository[Symbol.asyncDispose]());

  it('merges by itself with the review, and brings the history along', async () => {
    await open({ allowAutoMerge: true });
    await protect({});
    const staging = await repository.tip('staging');

    const first = await sync({ 'auto-merge': 'merge' });
    expect(first.outputs).toMatchObject({ verdict: 'created', method: 'merge' });
    expect(first.summary).toContain('| auto-merge | armed: GitHub merges it by merge once');
    expect((await sync({ 'auto-merge': 'merge' })).outputs['verdict']).toBe('unchanged');
    expect(await repository.tip('staging')).toBe(staging);

    await approve();
    const after = await sync({ 'auto-merge': 'merge' });
    expect(after.outputs).toMatchObject({ verdict: 'in-sync', 'ahead-by': '0' });
    expect(after.stdout).not.toContain('::notice::');
  });

  it('goes through protection that leaves only squash and a straight line, unseen by the token', async () => {
    await open({ allowMergeCommit: false, allowRebaseMerge: false });
    await protect({ required_linear_history: true });

    const first = await sync();
    expect(first.outputs).toMatchObject({ verdict: 'created', method: 'linear' });
    expect(first.summary).toContain(
      'Classic protection of `staging` is readable for administrators',
    );

    await approve();
    await repository.merge(1, 'squash');
    expect((await sync()).outputs).toMatchObject({ verdict: 'in-sync', 'ahead-by': '1' });
  });

  it('is brought under a ruleset, and the rules of the sync branch are told before it is pushed', async () => {
    await open({});
    await repository.person.request('POST /repos/{owner}/{repo}/rulesets', {
      ...place,
      name: 'tool branches',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['refs/heads/sync/**'], exclude: [] } },
      rules: [{ type: 'creation' }],
    });

    const run = await sync();

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(
      '::warning::A ruleset covers `sync/main-to-staging` and restricts who may create it',
    );
    expect(run.stdout).toMatch(/::error::push of branch "sync\/main-to-staging" failed/);
    expect(await repository.tip(syncBranch)).toBeUndefined();
  });

  it('names the workflow that would eat its branch, with an App that may push workflows', async () => {
    await open({});
    await repository.seed('main', { ...fixed, '.github/workflows/auto.yml': eater });
    const app = repository.sandbox.issueAppToken(repository.name, 'train');

    const run = await sync({ 'github-token': app });

    expect(run.outputs['verdict']).toBe('created');
    expect(run.stdout).toContain(
      '::warning::`.github/workflows/auto.yml`, line 6, opens or merges a pull request',
    );
    expect(run.summary).toContain("leave it out there (`branches-ignore: ['sync/**']`)");
  });

  it('is brought once by two runs at the same time', async () => {
    await open({ allowMergeCommit: false });

    const runs = await Promise.all([sync(), sync()]);

    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await openPulls()).toHaveLength(1);
    const pull = await repository.person.rest.pulls.get({ ...place, pull_number: 1 });
    expect(pull.data).toMatchObject({ commits: 1, changed_files: 1 });
    const after = await sync();
    expect(after.outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '1' });
  });

  it('survives people who retitle, close, push by force and open again', async () => {
    await open({ allowMergeCommit: false });
    await sync();
    const update = (change: object) =>
      repository.person.rest.pulls.update({ ...place, pull_number: 1, ...change });

    await update({ title: 'Hotfix of Friday' });
    expect((await sync()).outputs['verdict']).toBe('unchanged');
    await update({ state: 'closed' });
    const closed = await sync();
    expect(closed.outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '' });
    expect(closed.stdout).toContain('::notice::pull request #1, which brings the same, was closed');
    await update({ state: 'open' });
    expect((await sync()).outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '1' });

    // GitHub closes what has nothing to bring any more, and lets nobody reopen it.
    const [main, staging] = [await repository.tip('main'), await repository.tip('staging')];
    const ref = { ...place, ref: `heads/${syncBranch}`, sha: staging ?? '', force: true };
    await repository.person.rest.git.updateRef(ref);
    const restored = await sync();
    expect(restored.outputs).toMatchObject({ verdict: 'created', 'pr-number': '2' });
    expect([main, staging]).not.toContain(await repository.tip(syncBranch));
  });
});
