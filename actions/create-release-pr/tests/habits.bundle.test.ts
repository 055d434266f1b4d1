/** Habits of GitHub that this action has to know: `pnpm habits` switches each off and sees its test fail. */
import { execFileSync } from 'node:child_process';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const feature = { ...shop, 'b.js': 'b\n' };
const branch = 'release/staging-to-main';

const opened: SandboxRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]();
});

async function start(...[settings, temper]: Parameters<typeof sandboxRepository>) {
  const repository = await sandboxRepository(settings, temper);
  opened.push(repository);
  return repository;
}

/** A release is due. */
async function open(...given: Parameters<typeof sandboxRepository>) {
  const repository = await start(...given);
  await repository.seed('main', shop);
  await repository.seed('staging', feature, 'main');
  return repository;
}

const release = ({ runToken, env }: SandboxRepository, inputs: Record<string, string> = {}) =>
  runBundle('create-release-pr', { inputs: { 'github-token': runToken, ...inputs }, env });

const asked = ({ sandbox }: SandboxRepository, method: string, path: RegExp) =>
  sandbox.requests.filter(
    (request) =>
      request.actor === 'github-actions[bot]' &&
      request.method === method &&
      path.test(request.path),
  );

const pull = async ({ person }: SandboxRepository, number: number) =>
  (await person.rest.pulls.get({ ...place, pull_number: number })).data;

const errors = (stdout: string) =>
  stdout.split('\n').filter((line) => line.startsWith('::error::'));

/** Commits that are no requests: one for each text, on top of a branch if there is one. */
function importCommits(
  { sandbox, name }: SandboxRepository,
  texts: readonly string[],
  { to, on = '' }: { to: string; on?: string },
) {
  const commits = texts.map((text, index) =>
    [
      `commit refs/heads/${to}`,
      'committer Ada <ada@example.com> 1790000000 +0000',
      'data 1\nx',
      ...(index === 0 && on !== '' ? [`from refs/heads/${on}^0`] : []),
      `M 100644 inline n.txt\ndata ${text.length}\n${text}\n`,
    ].join('\n'),
  );
  const input = commits.join('');
  execFileSync('git', [`--git-dir=${sandbox.gitDir(name)}`, 'fast-import', '--quiet'], { input });
}

it('asks until GitHub has computed whether the pull request merges', async () => {
  const repository = await open();
  const run = await release(repository);

  expect(run.outputs['mergeable']).toBe('true');
  expect(asked(repository, 'GET', /\/pulls\/1$/)).toHaveLength(2);
});

it('tries again where GitHub does not see the branch it was just given', async () => {
  const repository = await open({}, { habits: { 'new-refs-hide': true } });
  const { person } = repository;
  for (const name of ['main', 'staging']) {
    await person.rest.repos.getBranch({ ...place, branch: name }).catch(() => undefined);
  }
  const run = await release(repository, { strategy: 'merge' });

  expect(run.outputs).toMatchObject({ verdict: 'created', 'head-branch': branch });
  expect(asked(repository, 'POST', /\/pulls$/).map(({ status }) => status)).toEqual([422, 201]);
});

it('counts every commit of a release of which GitHub lists 250', async () => {
  const repository = await open();
  const texts = Array.from({ length: 259 }, (_, index) => `${index}`);
  importCommits(repository, texts, { to: 'staging', on: 'staging' });
  const run = await release(repository);

  expect(run.outputs['commit-count']).toBe('260');
  const listed = await repository.person.rest.repos.compareCommits({
    ...place,
    base: 'main',
    head: 'staging',
  });
  expect(listed.data.commits).toHaveLength(250);
});

it('names the ruleset that keeps it from making its branch', async () => {
  const repository = await open();
  await repository.person.rest.repos.createRepoRuleset({
    ...place,
    name: 'releases',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['refs/heads/release/*'], exclude: [] } },
    rules: [{ type: 'creation' }],
  });
  const run = await release(repository, { strategy: 'merge' });

  expect(run.exitCode).toBe(1);
  expect(errors(run.stdout)).toHaveLength(1);
  expect(errors(run.stdout)[0]).toMatch(/GH013.*release\/staging-to-main/);
});

it('names the protection that keeps it from moving its branch', async () => {
  const repository = await open();
  await release(repository, { strategy: 'merge' });
  await repository.person.rest.repos.updateBranchProtection({
    ...place,
    branch,
    enforce_admins: true,
    required_pull_request_reviews: {},
    required_status_checks: null,
    restrictions: null,
  });
  await repository.seed('staging', { ...feature, 'c.js': 'c\n' });
  const run = await release(repository, { strategy: 'merge' });

  expect(run.exitCode).toBe(1);
  expect(errors(run.stdout)).toHaveLength(1);
  expect(errors(run.stdout)[0]).toMatch(/GH006.*release\/staging-to-main/);
});

it('says by which button alone the release merges, and by that it does', async () => {
  const repository = await open({ allowMergeCommit: false, allowRebaseMerge: false });
  const run = await release(repository);

  expect(run.summary).toContain('Merge it by squash: nothing else is allowed.');
  await expect(repository.merge(1, 'merge')).rejects.toMatchObject({ status: 405 });
  await repository.merge(1, 'squash');
});

it('takes no approval away by running again, only by what is new', async () => {
  const repository = await open();
  await repository.person.rest.repos.updateBranchProtection({
    ...place,
    branch: 'main',
    enforce_admins: true,
    required_pull_request_reviews: {
      required_approving_review_count: 1,
      dismiss_stale_reviews: true,
    },
    required_status_checks: null,
    restrictions: null,
  });
  await release(repository, { strategy: 'merge' });
  const approval = { ...place, pull_number: 1, event: 'APPROVE' } as const;
  await repository.colleague('bob').rest.pulls.createReview(approval);

  const again = await release(repository, { strategy: 'merge' });

  expect(again.outputs['verdict']).toBe('unchanged');
  expect((await pull(repository, 1)).mergeable_state).toBe('clean');
  await repository.seed('staging', { ...feature, 'c.js': 'c\n' });
  await release(repository, { strategy: 'merge' });
  await expect(repository.merge(1, 'squash')).rejects.toMatchObject({ status: 405 });
});

it('opens another pull request where GitHub closed the one that became empty', async () => {
  const repository = await open();
  await release(repository);
  const sha = (await repository.tip('main')) ?? '';
  await repository.person.rest.git.updateRef({ ...place, ref: 'heads/staging', sha, force: true });
  const between = await release(repository);
  await repository.seed('staging', { ...shop, 'c.js': 'c\n' });
  const run = await release(repository);

  expect(between.outputs).toMatchObject({ verdict: 'nothing-to-release', 'pr-number': '' });
  expect(run.outputs).toMatchObject({ verdict: 'created', 'pr-number': '2' });
});

it('makes its branch anew after GitHub deleted it with the merge', async () => {
  const repository = await open({ deleteBranchOnMerge: true });
  await release(repository, { strategy: 'merge' });
  await repository.merge(1, 'squash');
  const between = await repository.tip(branch);
  await repository.seed('staging', { ...feature, 'c.js': 'c\n' });
  const run = await release(repository, { strategy: 'merge' });

  expect(between).toBeUndefined();
  expect(run.outputs).toMatchObject({ verdict: 'created', 'pr-number': '2', 'file-count': '1' });
});

it('ends with one line when the hour of its token is used up', async () => {
  const repository = await open({}, { limits: { perHourOfRuns: 3 } });
  const run = await release(repository);

  expect(run.exitCode).toBe(1);
  expect(errors(run.stdout)).toHaveLength(1);
  expect(errors(run.stdout)[0]).toMatch(/403: API rate limit exceeded.*run less often/);
});

it('waits as long as the limit on writes asks, and finishes', async () => {
  const repository = await start({}, { limits: { writesPerMinute: 2 } });
  importCommits(repository, ['one'], { to: 'main' });
  importCommits(repository, ['two'], { to: 'staging', on: 'main' });
  const run = await release(repository, { labels: 'release', reviewers: 'ada' });

  expect(run.stdout).toMatch(/::warning::GitHub's secondary rate limit: waiting \d+ s/);
  expect(run.outputs['verdict']).toBe('created');
  expect((await pull(repository, 1)).requested_reviewers).toMatchObject([{ login: 'ada' }]);
});

it('says that its token lacks a permission', async () => {
  const repository = await open();
  const { sandbox, name, env } = repository;
  const runToken = sandbox.issueRunToken(name, { contents: 'write', 'pull-requests': 'read' });
  const inputs = { 'github-token': runToken };
  const run = await runBundle('create-release-pr', { inputs, env });

  expect(run.exitCode).toBe(1);
  expect(errors(run.stdout)).toHaveLength(1);
  expect(errors(run.stdout)[0]).toMatch(/403: Resource not accessible.*`permissions:`/);
});
