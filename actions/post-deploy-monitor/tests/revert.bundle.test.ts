/** A release that fails is taken back by a pull request, and the branches stay in step after it. */
import { execFileSync } from 'node:child_process';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const feature = { ...shop, 'app.js': 'two\n', 'b.js': 'b\n' };

describe('the bundle on a GitHub, with an application that fails', () => {
  let repository: SandboxRepository;
  let token: string;

  const git = (...args: string[]): string =>
    execFileSync('git', [`--git-dir=${repository.sandbox.gitDir(repository.name)}`, ...args], {
      encoding: 'utf8',
    });

  const filesOf = (name: string): Record<string, string> => {
    const paths = git('ls-tree', '-r', '--name-only', name).trim().split('\n');
    return Object.fromEntries(paths.map((path) => [path, git('show', `${name}:${path}`)]));
  };

  const action = (name: string, inputs: Record<string, string> = {}) =>
    runBundle(name, {
      inputs: { 'github-token': token, ...inputs },
      env: repository.env,
    });

  const pulls = async (head?: string) =>
    (await repository.person.rest.pulls.list({ ...place, state: 'open' })).data.filter(
      (pull) => head === undefined || pull.head.ref.startsWith(head),
    );

  const commentsOn = async (number: number) =>
    (await repository.person.rest.issues.listComments({ ...place, issue_number: number })).data;

  const failingWatch = async (commit: string) => {
    await using server = await loopbackServer((_, response) => {
      response.writeHead(500).end();
    });
    return await action('post-deploy-monitor', {
      url: `app=${server.url}/health`,
      'allow-private': 'true',
      'on-failure': 'revert-pr',
      commit,
      ...{ window: '60s', block: '5s', interval: '500ms', grace: '0s', 'warm-up': '0' },
    });
  };

  beforeEach(async () => {
    repository = await sandboxRepository();
    token = repository.sandbox.issueRunToken(repository.name, {
      contents: 'write',
      'pull-requests': 'write',
      statuses: 'write',
    });
    await repository.seed('main', shop);
    await repository.seed('staging', feature, 'main');
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('opens it once, and the next release keeps it, the next sync carries it, and the work may ship again', async () => {
    await action('create-release-pr');
    const release = await repository.merge(1, 'squash');

    const failed = await failingWatch(release);

    expect(failed.stdout).toContain('revert pull request #2 is opened');
    expect(failed.exitCode).toBe(1);
    const [revert] = await pulls('revert/');
    expect(failed.outputs).toMatchObject({
      verdict: 'failed',
      'action-taken': 'revert-pr',
      'revert-pr-url': revert?.html_url,
    });
    expect(revert).toMatchObject({ draft: false, base: { ref: 'main' }, number: 2 });
    expect(revert?.body).toContain('status: expected 200-299, got 500');
    expect(filesOf(revert?.head.ref ?? '')).toEqual(shop);
    const again = await failingWatch(release);
    expect(again.stdout).toContain('revert pull request #2 is open:');
    expect(await pulls('revert/')).toHaveLength(1);

    const comments = await commentsOn(1);
    // Two addresses were watched, so two places, each with its one comment.
    expect(comments).toHaveLength(2);
    expect(comments[0]?.body).toContain('### post-deploy-monitor: failed');
    expect(comments[0]?.body).toContain(`[revert pull request](${revert?.html_url})`);

    await repository.merge(2, 'squash');
    expect(filesOf('main')).toEqual(shop);
    const nothing = await action('create-release-pr');
    expect(nothing.outputs).toMatchObject({ verdict: 'nothing-to-release' });

    const sync = await action('sync-staging');
    expect(sync.outputs).toMatchObject({ verdict: 'created' });
    await repository.merge(Number(sync.outputs['pr-number']), 'squash');
    expect(filesOf('staging')).toEqual(shop);

    await repository.seed('staging', { ...feature, 'app.js': 'two, mended\n' });
    const shipped = await action('create-release-pr');
    expect(shipped.outputs).toMatchObject({ verdict: 'created', mergeable: 'true' });
    await repository.merge(Number(shipped.outputs['pr-number']), 'squash');
    expect(filesOf('main')).toEqual({ ...feature, 'app.js': 'two, mended\n' });
  });

  it('keeps one comment up to date, and tells a channel once, in the language asked for', async () => {
    await action('create-release-pr');
    const release = await repository.merge(1, 'squash');
    const told: string[] = [];
    await using hook = await loopbackServer((request, response) => {
      told.push(request.body);
      response.end('ok');
    });
    const isBroken = { now: false };
    await using server = await loopbackServer((_, response) => {
      response.writeHead(isBroken.now ? 500 : 200).end();
    });
    const inputs = {
      ...{ url: `app=${server.url}/health`, 'allow-private': 'true', commit: release },
      ...{ block: '5s', interval: '500ms', grace: '0s', 'warm-up': '0' },
      ...{ notify: `${hook.url}/a-secret-path`, language: 'ru' },
    };
    const unclear = await action('post-deploy-monitor', { ...inputs, window: '10s' });
    expect(unclear.outputs['verdict']).toBe('inconclusive');
    isBroken.now = true;
    const failed = await action('post-deploy-monitor', { ...inputs, window: '60s' });
    expect(failed.outputs['verdict']).toBe('failed');
    const comments = await commentsOn(1);
    expect(comments.map(({ body }) => body?.includes('post-deploy-monitor: сломан'))).toEqual([
      true,
    ]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('сломан');
    expect(failed.stdout.replaceAll(/::add-mask::.*/g, '')).not.toContain('a-secret-path');
  });

  it('takes back all commits of a rebased release, and keeps the hotfix after them', async () => {
    await repository.seed('staging', { ...feature, 'c.js': 'c\n' });
    await action('create-release-pr');
    const { data } = await repository.person.rest.pulls.merge({
      ...place,
      pull_number: 1,
      merge_method: 'rebase',
    });
    await repository.seed('main', { ...feature, 'c.js': 'c\n', 'hotfix.js': 'now\n' });

    await failingWatch(data.sha);

    const [revert] = await pulls('revert/');
    expect(filesOf(revert?.head.ref ?? '')).toEqual({ ...shop, 'hotfix.js': 'now\n' });
    expect(git('log', '--format=%s', `main..${revert?.head.ref}`).trim().split('\n')).toHaveLength(
      1,
    );
  });

  it('says what the token may not do, and the verdict stands', async () => {
    await action('create-release-pr');
    const release = await repository.merge(1, 'squash');
    token = repository.sandbox.issueRunToken(repository.name, { statuses: 'write' });
    const run = await failingWatch(release);
    expect(run.outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'revert-failed' });
    expect(run.stdout).toContain('contents: write, pull-requests: write');
    expect(run.stdout).not.toMatch(/^ +at /m);
  });
});
