/** Releases by the rules that teams really have, with what people do in between. */
import { startRunner } from '@release-train/sandbox/runner';
import { type GitHands, gitHands } from '@release-train/testing/git-hands';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const branch = 'release/staging-to-main';
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const noReview = {
  dismiss_stale_reviews_on_push: false,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_approving_review_count: 0,
  required_review_thread_resolution: false,
};
const workflow = (name: string, on: string, run: string) =>
  [`name: ${name}`, `on: ${on}`, 'jobs:', '  job:', '    runs-on: ubuntu-latest'].join('\n') +
  `\n    steps:\n      - run: ${run}\n`;

describe('a release', () => {
  let repository: SandboxRepository;
  let hands: GitHands;

  const open = async (
    settings: Parameters<typeof sandboxRepository>[0],
    files: Readonly<Record<string, string>> = shop,
  ) => {
    repository = await sandboxRepository(settings);
    hands = gitHands(repository);
    await repository.seed('main', files);
    await repository.seed('staging', { ...files, 'app.js': 'two\n' }, 'main');
    // As squashing a release by hand leaves it: the content, and no record.
    await repository.seed('main', { ...files, 'app.js': 'two\n' });
  };

  const run = (action: string, inputs: Record<string, string> = {}) =>
    runBundle(action, {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });
  const release = (inputs?: Record<string, string>) => run('create-release-pr', inputs);

  /** Merges what a run came to. */
  const merge = (
    { outputs }: Awaited<ReturnType<typeof run>>,
    method: 'merge' | 'squash' = 'squash',
  ) => repository.merge(Number(outputs['pr-number']), method);

  const pull = async (number: number) =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: number })).data;

  afterEach(() => repository[Symbol.asyncDispose]());

  it('keeps what people took back on main, says so, and brings it again once staging did the same', async () => {
    await open({ allowMergeCommit: false, allowRebaseMerge: false });
    await hands.change('staging', { 'app.js': 'three\n', 'cards.js': 'cards\n' });
    await merge(await release());
    await hands.change('main', { 'README.md': 'Shop, fixed\n' });
    await merge(await run('sync-staging'));
    // The release and the hotfix after it, both taken back.
    await repository.seed('main', { ...shop, 'app.js': 'two\n' });
    await hands.change('staging', { 'search.js': 'search\n' });

    const next = await release();

    expect(JSON.parse(next.outputs['drift'] ?? '')).toEqual([
      { path: 'README.md', reason: 'kept-revert' },
      { path: 'app.js', reason: 'kept-revert' },
      { path: 'cards.js', reason: 'kept-revert' },
    ]);
    expect((await pull(3)).body).toContain('`main` went back to an older state, which is kept');
    await merge(next);
    expect(hands.files('main')).toEqual({ ...shop, 'app.js': 'two\n', 'search.js': 'search\n' });

    const sync = await run('sync-staging');
    expect(sync.outputs).toMatchObject({ verdict: 'created', 'drift-files': '3' });
    await merge(sync);
    expect(hands.files('staging')).toEqual(hands.files('main'));
    expect((await release()).outputs['verdict']).toBe('nothing-to-release');
    await hands.change('staging', { 'cards.js': 'cards\n' });
    const again = await release();

    expect(again.outputs).toMatchObject({ verdict: 'created', 'file-count': '1', drift: '[]' });
  });

  it('heals the history where merge commits are taken, lists only what came since, and is one whatever its strategy', async () => {
    await open({});
    await hands.change('staging', { 'app.js': 'three\n' });
    const plainly = () => hands.git('merge-tree', '--write-tree', 'main', 'staging');
    expect(plainly).toThrow();

    const first = await release();

    expect(first.outputs).toMatchObject({ strategy: 'merge', 'commit-count': '1' });
    const [, ...parents] = hands.git('rev-list', '--parents', '-1', branch).trim().split(' ');
    expect(parents).toEqual([await repository.tip('main'), await repository.tip('staging')]);
    await merge(first, 'merge');
    await hands.change('staging', { 'app.js': 'four\n' });
    expect(plainly).not.toThrow();
    const next = await release();

    expect(next.outputs).toMatchObject({
      strategy: 'direct',
      divergence: 'none',
      'commit-count': '1',
    });
    expect((await pull(2)).commits).toBe(1);

    const moved = await release({ strategy: 'merge' });
    expect(moved.outputs).toMatchObject({ verdict: 'created', 'pr-number': '3' });
    const back = await release({ strategy: 'direct' });
    expect(back.outputs).toMatchObject({ verdict: 'created', 'pr-number': '4' });
    const { data } = await repository.person.rest.pulls.list({ ...place, state: 'open' });
    expect(data.map(({ head }) => head.ref)).toEqual(['staging']);
    expect((await pull(3)).body).toContain('Replaced by #4, which is of `staging` itself');
  });

  it('and its sync go through where both branches are straight lines, told by a ruleset', async () => {
    await open({});
    await repository.person.request('POST /repos/{owner}/{repo}/rulesets', {
      ...{ ...place, name: 'lines', target: 'branch', enforcement: 'active' },
      conditions: { ref_name: { include: ['refs/heads/main', 'refs/heads/staging'], exclude: [] } },
      rules: [
        { type: 'required_linear_history' },
        { type: 'pull_request', parameters: { allowed_merge_methods: ['squash'], ...noReview } },
      ],
    });
    const cards = await hands.land('staging', 'Add cards', { 'app.js': 'three\n' });

    const first = await release();

    expect(JSON.parse(first.outputs['pull-requests'] ?? '')).toMatchObject([{ number: cards }]);
    expect(first.summary).toContain('Merge it by squash: nothing else is allowed.');
    expect(hands.git('rev-list', '--count', `main..${branch}`).trim()).toBe('1');
    const tip = await repository.tip(branch);
    await hands.land('main', 'Fix the docs', { 'README.md': 'Shop, fixed\n' });
    const meanwhile = await release();
    expect(meanwhile.outputs).toMatchObject({ verdict: 'updated', 'head-sha': tip });
    await merge(first);
    const sync = await run('sync-staging');
    expect(sync.outputs).toMatchObject({
      verdict: 'created',
      method: 'linear',
      'drift-files': '1',
    });
    await merge(sync);
    const search = await hands.land('staging', 'Add search', { 'app.js': 'four\n' });
    const next = await release();

    expect(next.outputs).toMatchObject({ verdict: 'created', 'commit-count': '1', drift: '[]' });
    expect(JSON.parse(next.outputs['pull-requests'] ?? '')).toMatchObject([{ number: search }]);
    await merge(next);
    expect(hands.files('main')).toEqual({ 'app.js': 'four\n', 'README.md': 'Shop, fixed\n' });
    expect(hands.git('rev-list', '--merges', 'main', 'staging')).toBe('');
  });

  it('starts its checks with the token of an App, and says that they wait with the one of the job', async () => {
    const ci = '.github/workflows/ci.yml';
    await open({}, { ...shop, [ci]: workflow('CI', 'pull_request', 'npm test') });
    const runner = startRunner({
      ...{ github: repository.sandbox, steps: 'stub', actionsRoot: '/', workRoot: '/' },
      ...{ secrets: {}, vars: {}, environment: {}, onProgress: () => undefined },
    });
    const checks = async () => {
      await runner.settled();
      return runner
        .runs()
        .map(({ headBranch, status, conclusion }) => [headBranch, status, conclusion]);
    };
    await hands.change('staging', { 'app.js': 'three\n' });

    const byJob = await release();

    expect(byJob.stdout).toContain('::notice::workflows of pull request #1 wait until somebody');
    expect(await checks()).toEqual([[branch, 'action_required', undefined]]);
    await hands.change('staging', { 'app.js': 'four\n' });
    const app = repository.sandbox.issueAppToken(repository.name, 'train');
    const byApp = await release({ 'github-token': app });

    expect(byApp.outputs).toMatchObject({ verdict: 'updated', 'pr-number': '1' });
    expect(byApp.stdout + byApp.summary).not.toContain('wait until somebody');
    expect(await checks()).toContainEqual([branch, 'completed', 'success']);
    await runner.close();
  });

  it('names the workflow that would eat its branch, before it is pushed', async () => {
    const eater = workflow('Auto', 'push', 'gh pr create --fill --base staging');
    await open({}, { ...shop, '.github/workflows/auto.yml': eater });
    await hands.change('staging', { 'app.js': 'three\n' });
    const app = repository.sandbox.issueAppToken(repository.name, 'train');

    const first = await release({ 'github-token': app });

    expect(first.outputs).toMatchObject({ verdict: 'created', 'head-branch': branch });
    expect(first.stdout).toContain(
      '::warning::`.github/workflows/auto.yml`, line 7, opens or merges',
    );
    expect(first.summary).toContain("leave it out there (`branches-ignore: ['release/**']`)");
  });
});
