import { loopbackServer } from '@release-train/testing/loopback-server';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const syncBranch = 'sync/main-to-staging';

describe('the bundle of sync-staging on a GitHub', () => {
  let repository: SandboxRepository;

  const sync = (inputs: Record<string, string> = {}) =>
    runBundle('sync-staging', {
      inputs: { 'github-token': repository.runToken, ...inputs },
      env: repository.env,
    });

  const writes = (): string[] =>
    repository.sandbox.requests
      .filter(({ actor }) => actor === 'github-actions[bot]')
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('git-upload-pack'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/(?=pulls|issues|git-)/, '')}`);

  const pull = async (number: number) =>
    (await repository.person.rest.pulls.get({ ...place, pull_number: number })).data;

  beforeEach(async () => {
    repository = await sandboxRepository({ allowMergeCommit: false, allowRebaseMerge: false });
    await repository.seed('main', shop);
    await repository.seed('staging', { ...shop, 'b.js': 'b\n' }, 'main');
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('brings a hotfix through its own branch, leaves it alone, and is in sync after the merge', async () => {
    expect((await sync()).outputs).toMatchObject({ verdict: 'in-sync', 'behind-by': '1' });
    expect(writes()).toEqual([]);
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    const staging = await repository.tip('staging');

    const first = await sync({ labels: 'sync' });
    const written = writes();

    expect(first.outputs).toMatchObject({
      verdict: 'created',
      'pr-number': '1',
      'ahead-by': '1',
      'drift-files': '1',
      method: 'linear',
    });
    expect(first.exitCode).toBe(0);
    expect(written).toEqual(['POST git-receive-pack', 'POST pulls', 'POST issues/1/labels']);
    expect(first.stdout).toContain('::notice::workflows of pull request #1 wait until somebody');
    expect(await pull(1)).toMatchObject({ draft: false, changed_files: 1, commits: 1 });
    expect(await repository.tip('staging')).toBe(staging);

    expect((await sync({ labels: 'sync' })).outputs['verdict']).toBe('unchanged');
    expect(writes()).toEqual(written);

    await repository.merge(1, 'squash');
    const after = await sync();

    expect(after.outputs).toMatchObject({ verdict: 'in-sync', 'pr-number': '' });
    expect(writes()).toEqual(written);

    // Both sides go on in the file that the squashed sync brought.
    await repository.seed('staging', { ...shop, 'app.js': 'fixed\nmore\n', 'b.js': 'b\n' });
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n', 'README.md': 'Open\n' });
    const next = await sync({ labels: 'sync' });

    expect(next.outputs).toMatchObject({
      verdict: 'created',
      'drift-files': '1',
      'conflict-files': '[]',
    });
    expect(JSON.parse(next.outputs['hotfixes'] ?? '')).toHaveLength(1);
  });

  it('opens a draft over a conflict and keeps off the resolution', async () => {
    await repository.seed('main', { ...shop, 'app.js': 'main\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'staging\n' });

    const conflicted = await sync();

    expect(conflicted.outputs).toMatchObject({
      verdict: 'conflicted',
      'conflict-files': '["app.js"]',
    });
    expect(conflicted.exitCode).toBe(0);
    expect(await pull(1)).toMatchObject({ draft: true });
    expect(await repository.tip(syncBranch)).toBe(await repository.tip('main'));

    const resolved = await repository.seed(syncBranch, { ...shop, 'app.js': 'both\n' });
    const handsOff = await sync();

    expect(handsOff.outputs).toMatchObject({ verdict: 'unchanged', 'pr-number': '1' });
    expect(handsOff.stdout).toContain('::notice::"sync/main-to-staging" holds commits by people');
    expect(await repository.tip(syncBranch)).toBe(resolved);
  });

  it('tells people of a conflict once, and shows nowhere where', async () => {
    await using chat = await loopbackServer((_request, response) => void response.end('ok'));
    const notify = `${chat.url}/hooks/0123456789abcdefghij`;
    await repository.seed('main', { ...shop, 'app.js': 'main\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'staging\n' });

    const first = await sync({ notify, language: 'ru' });
    await sync({ notify, language: 'ru' });

    expect(chat.requests.map(({ body }) => JSON.parse(body))).toEqual([
      {
        source: 'release-train',
        severity: 'warning',
        title: 'acme/shop: main не сливается в staging',
        lines: [expect.stringContaining('разрешить конфликт'), 'app.js'],
        facts: [],
        link: { text: 'pull request #1', url: (await pull(1)).html_url },
      },
    ]);
    const shown = first.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(shown.join('\n') + first.stderr + first.summary).not.toMatch(
      /0123456789|127\.0\.0\.1:\d+\/hooks/,
    );
    expect(first.stdout).toContain('::add-mask::0123456789abcdefghij');
  });

  it('keeps its verdict where the chat is down, and says that nobody was told', async () => {
    await using chat = await loopbackServer((_request, response) => {
      response.writeHead(500).end();
    });
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });

    const run = await sync({ notify: `${chat.url}/hooks/0123456789abcdefghij` });

    expect([run.exitCode, run.outputs['verdict']]).toEqual([0, 'created']);
    expect(run.stdout).toContain(
      '::warning::the JSON endpoint refused the notification with 500: nobody was told there',
    );
  });

  it('closes its pull request and deletes its branch when staging has the fix', async () => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    await sync();
    await repository.seed('staging', { ...shop, 'app.js': 'fixed\n', 'b.js': 'b\n' });

    const closed = await sync();

    expect(closed.outputs).toMatchObject({ verdict: 'closed', 'pr-number': '1' });
    expect(await pull(1)).toMatchObject({ state: 'closed', merged: false });
    expect(await repository.tip(syncBranch)).toBeUndefined();
    expect((await sync()).outputs['verdict']).toBe('in-sync');
  });

  it('fails where asked to, with all outputs', async () => {
    await repository.seed('main', { ...shop, 'app.js': 'main\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'staging\n' });

    const run = await sync({ 'fail-on-conflict': 'true', 'dry-run': 'true' });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('::error::"main" and "staging" conflict in 1 file: "app.js"');
    expect(run.outputs['verdict']).toBe('conflicted');
    expect(writes()).toEqual([]);
  });

  it('says which permission a push needs, and shows the token nowhere', async () => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    const readOnly = repository.sandbox.issueRunToken(repository.name, { contents: 'read' });

    const run = await sync({ 'github-token': readOnly });

    const shown = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(run.exitCode).toBe(1);
    expect(shown.filter((line) => line.startsWith('::error::'))).toHaveLength(1);
    expect(shown.join('\n')).toMatch(/::error::.*403/);
    expect(shown.join('\n') + run.stderr + run.summary).not.toContain(readOnly);
    expect(shown.join('\n')).not.toMatch(/^ +at /m);
  });
});

describe('the bundle of sync-staging given something wrong', () => {
  it('names every bad input in one message', async () => {
    const run = await runBundle('sync-staging', {
      inputs: {
        'github-token': '',
        head: '-x',
        'sync-branch': 'main',
        method: 'rebase',
        'max-drift-files': '-1',
        'fail-on-conflict': '1',
        language: 'fr',
        notify: 'http://chat.example/secret',
      },
    });

    expect(run.exitCode).toBe(1);
    expect(run.stdout.trim().split('%0A').slice(1)).toEqual([
      '- input "github-token" is required but not set: pass a secret; if one is named, check that it exists and is available to this workflow',
      '- input "head" is "-x": must be a branch name such as staging or release/next',
      '- input "sync-branch" is "main": must be a branch name that begins with sync/, such as sync/{head}-to-{base}',
      '- input "method" is "rebase": must be one of auto, merge, linear',
      '- input "max-drift-files" is "-1": must be a whole number of at least 0',
      '- input "fail-on-conflict" is "1": must be true or false',
      '- input "language" is "fr": must be one of en, ru',
      '- input "notify" (secret, not shown) must be a list of Slack or Discord webhook URLs, https URLs of your own or tgram://TOKEN/CHAT',
    ]);
    expect(run.stdout).not.toMatch(/^ +at /m);
  });

  it.each([
    [401, '{"message":"Bad credentials"}', '401: Bad credentials', 'The token is missing'],
    [403, '{"message":"Resource not accessible by integration"}', '403: Resource', 'permissions'],
    [404, '{"message":"Not Found"}', '404: Not Found', 'the token may not see it'],
    [422, '{"message":"Validation Failed"}', '422: Validation Failed', 'see the reason above'],
    [429, '{"message":"API rate limit exceeded"}', '429: API rate limit', 'run less often'],
    [200, '<h1>Sign in</h1>', '200: the answer is not JSON: Sign in', 'GITHUB_API_URL'],
  ])('answers a %i of GitHub with one line: %s', async (...[status, body, reason, hint]) => {
    await using server = await loopbackServer((_request, response) => {
      const type = body.startsWith('{') ? 'application/json' : 'text/html';
      response.writeHead(status, { 'content-type': type }).end(body);
    });

    const run = await runBundle('sync-staging', {
      inputs: { 'github-token': 'ghs_secretsecret' },
      env: { GITHUB_REPOSITORY: 'acme/shop', GITHUB_API_URL: `${server.url}/api/v3` },
    });

    expect(run.exitCode).toBe(1);
    const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error::'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`${server.url}/api/v3/repos/acme/shop/`);
    expect(errors[0]).toContain(reason);
    expect(errors[0]).toContain(hint);
  });
});
