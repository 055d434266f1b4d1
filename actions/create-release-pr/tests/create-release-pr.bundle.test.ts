import { loopbackServer } from '@release-train/testing/loopback-server';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('the bundle of create-release-pr on a GitHub', () => {
  let repository: SandboxRepository;

  const release = (inputs: Record<string, string> = {}) =>
    runBundle('create-release-pr', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const writes = (): string[] =>
    repository.sandbox.requests
      .filter(({ actor }) => actor === 'github-actions[bot]')
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('git-upload-pack'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/(?=pulls|issues|graphql)/, '')}`);

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    await repository.seed('main', { 'app.js': 'one\n', 'README.md': 'Shop\n' });
    await repository.seed(
      'staging',
      { 'app.js': 'one\n', 'README.md': 'Shop\n', 'b.js': 'b\n' },
      'main',
    );
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('opens the pull request, leaves it alone, and finds nothing after the release', async () => {
    const first = await release({ labels: 'release', reviewers: 'ada' });
    const written = writes();

    expect(first.stdout).toContain('pull request #1 created');
    expect(first.outputs).toMatchObject({
      verdict: 'created',
      'pr-number': '1',
      'head-sha': await repository.tip('staging'),
      'base-sha': await repository.tip('main'),
      mergeable: 'true',
      strategy: 'direct',
      'commit-count': '1',
      'file-count': '1',
    });
    expect(first.exitCode).toBe(0);
    expect(written).toEqual([
      'POST pulls',
      'POST issues/1/labels',
      'POST pulls/1/requested_reviewers',
    ]);

    const second = await release({ labels: 'release', reviewers: 'ada' });

    expect(second.outputs['verdict']).toBe('unchanged');
    expect(writes()).toEqual(written);

    await repository.merge(1, 'squash');
    const third = await release();

    expect(third.outputs).toMatchObject({ verdict: 'nothing-to-release', 'pr-number': '' });
    expect(third.stdout).toContain('would change no file');
    expect(third.summary).toContain('**nothing-to-release**');
    expect(writes()).toEqual(written);
  });

  it('turns red over a conflict, with a draft and all outputs, and recovers', async () => {
    await repository.seed('main', { 'app.js': 'hotfix\n', 'README.md': 'Shop\n' });
    await repository.seed('staging', {
      'app.js': 'feature\n',
      'README.md': 'Shop\n',
      'b.js': 'b\n',
    });

    const conflicted = await release();

    expect(conflicted.exitCode).toBe(1);
    expect(conflicted.stdout).toContain(
      '::error::"staging" and "main" conflict in 1 file: "app.js"',
    );
    expect(conflicted.outputs).toMatchObject({
      verdict: 'conflicted',
      'conflict-files': '["app.js"]',
      mergeable: 'false',
    });
    const draft = await repository.person.rest.pulls.get({
      owner: 'acme',
      repo: 'shop',
      pull_number: 1,
    });
    expect(draft.data.draft).toBe(true);
    expect(draft.data.body).toContain('- `app.js`');

    await repository.seed('staging', {
      'app.js': 'hotfix\n',
      'README.md': 'Shop\n',
      'b.js': 'b\n',
    });
    const recovered = await release();

    expect(recovered.outputs).toMatchObject({ verdict: 'updated', mergeable: 'true' });
    const ready = await repository.person.rest.pulls.get({
      owner: 'acme',
      repo: 'shop',
      pull_number: 1,
    });
    expect(ready.data.draft).toBe(false);
    expect(recovered.exitCode).toBe(0);
  });

  it('names the setting that forbids workflows to open pull requests', async () => {
    await using strict = await sandboxRepository({ actionsMayCreatePullRequests: false });
    await strict.seed('main', { 'a.txt': 'a\n' });
    await strict.seed('staging', { 'a.txt': 'b\n' }, 'main');

    const run = await runBundle('create-release-pr', {
      inputs: { 'github-token': strict.runToken },
      env: strict.env,
    });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/::error::POST http.*\/pulls: 403: GitHub Actions is not permitted/);
    expect(run.stdout).toContain('Allow GitHub Actions to create and approve pull requests');
    expect(run.stdout).not.toMatch(/^ +at /m);
  });

  it('shows the token nowhere', async () => {
    const run = await release();

    const masks = run.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
    const rest = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(masks.join('\n')).toContain(repository.runToken);
    expect(rest.join('\n') + run.stderr + run.summary).not.toContain(repository.runToken);
  });
});

describe('the bundle of create-release-pr given something wrong', () => {
  it('names every bad input in one message', async () => {
    const run = await runBundle('create-release-pr', {
      inputs: {
        'github-token': '',
        head: 'a..b',
        base: ' ',
        draft: 'maybe',
        'fail-on-conflict': 'yes',
        'dry-run': 'TRUE',
      },
    });

    expect(run.exitCode).toBe(1);
    expect(run.stdout.split('%0A').slice(1)).toEqual([
      '- input "github-token" is required but not set: pass a secret; if one is named, check that it exists and is available to this workflow',
      '- input "head" is "a..b": must be a branch name such as staging or release/next',
      '- input "draft" is "maybe": must be one of auto, true, false',
      '- input "fail-on-conflict" is "yes": must be true or false',
      '- input "dry-run" is "TRUE": must be true or false\n',
    ]);
    expect(run.stdout).not.toMatch(/^ +at /m);
  });

  it('says where it is not running in a repository', async () => {
    const run = await runBundle('create-release-pr', { inputs: { 'github-token': 'ghs_secret' } });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('::error::GITHUB_REPOSITORY is "", not "owner/name"');
  });

  it.each([
    [401, '{"message":"Bad credentials"}', '401: Bad credentials', 'The token is missing'],
    [
      403,
      '{"message":"Resource not accessible by integration"}',
      '403: Resource not',
      'permissions',
    ],
    [404, '{"message":"Not Found"}', '404: Not Found', 'the token may not see it'],
    [422, '{"message":"Validation Failed"}', '422: Validation Failed', 'see the reason above'],
    [
      429,
      '{"message":"API rate limit exceeded"}',
      '429: API rate limit exceeded',
      'run less often',
    ],
    [
      200,
      '<html><h1>Sign in</h1></html>',
      '200: the answer is not JSON: Sign in',
      'GITHUB_API_URL',
    ],
  ])('answers a %i of GitHub with one line: %s', async (...[status, body, reason, hint]) => {
    await using server = await loopbackServer((_request, response) => {
      const type = body.startsWith('{') ? 'application/json' : 'text/html';
      response.writeHead(status, { 'content-type': type }).end(body);
    });

    const run = await runBundle('create-release-pr', {
      inputs: { 'github-token': 'ghs_secretsecret' },
      env: { GITHUB_REPOSITORY: 'acme/shop', GITHUB_API_URL: `${server.url}/api/v3` },
    });

    expect(run.exitCode).toBe(1);
    const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error::'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`${server.url}/api/v3/repos/acme/shop/`);
    expect(errors[0]).toContain(reason);
    expect(errors[0]).toContain(hint);
    expect(run.stdout + run.stderr).not.toMatch(/^ +at /m);
  });
});
