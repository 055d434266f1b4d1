import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../ports.ts';
import type { TestBed } from './test-bed.ts';
import { call, openTestBed, protect } from './test-bed.ts';

let bed: TestBed;
let tip: string;
beforeAll(async () => {
  bed = await openTestBed();
  tip = (await bed.git(['rev-parse', 'HEAD'])).stdout.trim();
});
afterAll(() => bed[Symbol.asyncDispose]());

const run = (permissions: Actor['permissions']) =>
  bed.github.issueRunToken('acme/shop', permissions);

describe('who may ask', () => {
  it('asks for a token, and knows a bad one', async () => {
    const url = `${bed.github.urls.api}/repos/acme/shop`;
    expect(await call({ method: 'GET', url })).toMatchObject({
      status: 401,
      body: { message: 'Requires authentication' },
    });
    expect(await call({ method: 'GET', url, token: 'nonsense' })).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
  });

  it('tells people who they are, and runs that they are nobody', async () => {
    const url = `${bed.github.urls.api}/user`;
    const { body } = await call({ method: 'GET', url, token: bed.ada });
    expect(body).toMatchObject({ login: 'ada', type: 'User' });
    expect((await call({ method: 'GET', url, token: run({}) })).status).toBe(403);
  });

  it('hides repositories from tokens of others', async () => {
    bed.github.createRepository({ repository: 'acme/other', defaultBranch: 'main' });
    const token = bed.github.issueAppToken('acme/other', 'deployer');
    expect(await bed.api('GET', '', { token })).toMatchObject({
      status: 404,
      body: { message: 'Not Found' },
    });
  });

  it('refuses a run what its permissions do not grant', async () => {
    const body = { body: { ref: 'refs/heads/x', sha: tip } };
    const refused = await bed.api('POST', '/git/refs', {
      ...body,
      token: run({ contents: 'read' }),
    });
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    const allowed = await bed.api('POST', '/git/refs', {
      ...body,
      token: run({ contents: 'write' }),
    });
    expect(allowed.status).toBe(201);
  });

  it('shows protection to admins only, and not as rules', async () => {
    await bed.branch('guarded/one', 'main', { 'g.txt': 'g\n' });
    expect((await protect(bed, 'guarded/one')).status).toBe(200);
    const path = '/branches/guarded%2Fone/protection';
    expect((await bed.api('GET', path)).body).toMatchObject({
      enforce_admins: { enabled: true },
      required_linear_history: { enabled: true },
      required_status_checks: { contexts: ['test'] },
    });
    expect((await bed.api('GET', path, { token: bed.bob })).status).toBe(404);
    expect((await bed.api('GET', path, { token: run({}) })).status).toBe(403);
    const rules = await bed.api('GET', '/rules/branches/guarded%2Fone', { token: run({}) });
    expect(rules.body).toEqual([]);
    expect((await bed.api('GET', '/branches/guarded/one')).body).toMatchObject({ protected: true });
    expect((await bed.api('GET', '/branches/nowhere')).body['message']).toBe('Branch not found');
  });
});

describe('what is not imitated', () => {
  it('is refused by name, never mistaken for something missing', async () => {
    expect(await bed.api('GET', '/releases')).toMatchObject({
      status: 501,
      body: { message: 'not supported by the sandbox: GET /api/v3/repos/acme/shop/releases' },
    });
    expect(bed.github.requests.at(-1)).toEqual({
      method: 'GET',
      path: '/api/v3/repos/acme/shop/releases',
      status: 501,
      actor: 'ada',
    });
    const over = { restrictions: { users: [], teams: [] } };
    expect(await protect(bed, 'main', over)).toMatchObject({
      status: 501,
      body: { message: 'not supported by the sandbox: protection with restrictions' },
    });
  });

  it('does not swallow bad JSON', async () => {
    const answer = await fetch(`${bed.github.urls.api}/repos/acme/shop/merges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bed.ada}` },
      body: '{',
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { message: 'Problems parsing JSON' },
    ]);
  });
});

describe('refs', () => {
  it('are created, moved forward, forced and deleted', async () => {
    const next = await bed.branch('source', 'main', { 's.txt': 's\n' });
    const ref = { ref: 'refs/heads/made/here', sha: tip };
    expect((await bed.api('POST', '/git/refs', { body: ref })).status).toBe(201);
    expect((await bed.api('POST', '/git/refs', { body: ref })).body['message']).toBe(
      'Reference already exists',
    );
    const path = '/git/refs/heads/made/here';
    await bed.api('PATCH', path, { body: { sha: next } });
    const back = await bed.api('PATCH', path, { body: { sha: tip } });
    expect(back).toMatchObject({ status: 422, body: { message: 'Update is not a fast forward' } });
    await bed.api('PATCH', path, { body: { sha: tip, force: true } });
    const read = await bed.api('GET', '/git/ref/heads%2Fmade%2Fhere');
    expect(read.body).toMatchObject({ ref: ref.ref, object: { sha: tip, type: 'commit' } });
    const matching = await bed.api('GET', '/git/matching-refs/heads/made');
    expect(matching.body).toMatchObject([{ ref: ref.ref }]);
    expect((await bed.api('DELETE', path)).status).toBe(204);
    expect((await bed.api('DELETE', path)).body['message']).toBe('Reference does not exist');
    const pushes = bed.events.filter((event) => event.ref === ref.ref);
    expect(pushes.map(({ payload }) => payload['forced'])).toEqual([false, false, true, false]);
  });

  it('of protected branches are judged as pushes are', async () => {
    await bed.branch('safe', 'main', { 'safe.txt': 's\n' });
    await protect(bed, 'safe', { required_status_checks: null });
    const next = await bed.branch('unsafe', 'safe', { 'unsafe.txt': 'u\n' });
    expect(await bed.api('PATCH', '/git/refs/heads/safe', { body: { sha: next } })).toMatchObject({
      status: 422,
      body: { message: 'Changes must be made through a pull request.' },
    });
    expect(await bed.api('DELETE', '/git/refs/heads/safe')).toMatchObject({
      status: 422,
      body: { message: 'Cannot delete this protected branch' },
    });
    const body = { base: 'safe', head: 'unsafe' };
    expect(await bed.api('POST', '/merges', { body })).toMatchObject({ status: 403 });
  });

  it.each(['refs/heads/../x', 'refs/heads/x.lock', 'refs/x', '--help', 'refs/heads/a b'])(
    'may not be called %s',
    async (ref) => {
      const answer = await bed.api('POST', '/git/refs', { body: { ref, sha: tip } });
      expect(answer).toMatchObject({
        status: 422,
        body: { message: `${ref} is not a valid ref name.` },
      });
    },
  );

  it('need an object, and refs/pull is read-only', async () => {
    const missing = { ref: 'refs/heads/x1', sha: 'a'.repeat(40) };
    expect((await bed.api('POST', '/git/refs', { body: missing })).body['message']).toBe(
      'Object does not exist',
    );
    const reserved = { ref: 'refs/pull/9/head', sha: tip };
    expect((await bed.api('POST', '/git/refs', { body: reserved })).status).toBe(422);
  });
});

describe('git objects', () => {
  it('are written and read: blob, tree, commit', async () => {
    const content = Buffer.from([0, 255, 10]).toString('base64');
    const blob = await bed.api('POST', '/git/blobs', { body: { content, encoding: 'base64' } });
    const sha = blob.body['sha'];
    expect((await bed.api('GET', `/git/blobs/${sha}`)).body).toMatchObject({ content, size: 3 });
    const entries = [
      { path: 'bin/data', mode: '100644', type: 'blob', sha },
      { path: 'text.txt', mode: '100755', type: 'blob', content: 'hello\n' },
    ];
    const tree = await bed.api('POST', '/git/trees', { body: { base_tree: tip, tree: entries } });
    const read = await bed.api('GET', `/git/trees/${tree.body['sha']}?recursive=1`);
    const paths = (read.body['tree'] as unknown as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['app.txt', 'bin', 'bin/data', 'text.txt']);
    const removal = [{ path: 'bin/data', mode: '100644', type: 'blob', sha: null }];
    const base_tree = tree.body['sha'];
    const without = await bed.api('POST', '/git/trees', { body: { base_tree, tree: removal } });
    expect(JSON.stringify(without.body['tree'])).not.toContain('bin');
    const author = { name: 'Zoë', email: 'zoe@example.test', date: '2026-01-02T03:04:05Z' };
    const wanted = { message: 'Made by API', tree: base_tree, parents: [tip], author };
    const commit = await bed.api('POST', '/git/commits', { body: wanted });
    expect(commit.body).toMatchObject({ author, message: 'Made by API', parents: [{ sha: tip }] });
    const again = await bed.api('GET', `/git/commits/${commit.body['sha']}`);
    expect(again.body).toEqual(commit.body);
  });

  it.each(['../x', '.git/config', 'a//b'])('refuse the path %s', async (path) => {
    const tree = [{ path, mode: '100644', type: 'blob', content: 'x' }];
    expect((await bed.api('POST', '/git/trees', { body: { tree } })).status).toBe(422);
  });
});

describe('history', () => {
  it('compares branches three-dot, with counts from git', async () => {
    await bed.branch('left', 'main', { 'left.txt': 'l\n' });
    await bed.branch('right/side', 'main', { 'r1.txt': 'r\n', 'r2.txt': 'r\n' });
    const { body } = await bed.api('GET', '/compare/left...right%2Fside');
    expect(body).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      total_commits: 2,
      merge_base_commit: { sha: tip },
      files: [
        { filename: 'r1.txt', status: 'added', additions: 1 },
        { filename: 'r2.txt', status: 'added' },
      ],
    });
    const page = await bed.api('GET', '/compare/left...right%2Fside?per_page=1&page=2');
    expect(page.body).toMatchObject({
      commits: [{ commit: { message: 'Change r2.txt' } }],
      files: [],
    });
    expect((await bed.api('GET', '/compare/left...nowhere')).status).toBe(404);
  });

  it('caps a comparison at 250 commits and 300 files', async () => {
    await bed.git(['checkout', '--quiet', '-B', 'long', 'main']);
    const script = Array.from({ length: 301 }, (_, at) => bigCommit(at)).join('');
    importStream(script);
    await bed.git(['push', '--quiet', 'origin', 'long']);
    const { body } = await bed.api('GET', '/compare/main...long');
    const counted = body as unknown as {
      commits: object[];
      files: object[];
      total_commits: number;
    };
    expect([counted.total_commits, counted.commits.length, counted.files.length]).toEqual([
      301, 250, 300,
    ]);
    expect(counted.commits.at(-1)).toMatchObject({ commit: { message: 'Commit 300' } });
  });

  it('pages the files of a commit by 300', async () => {
    const files = Array.from(
      { length: 301 },
      (_, at) => `M 100644 inline many/${at}.txt\ndata 2\nx\n`,
    );
    const who = 'committer ada <ada@example.test> 1700000000 +0000\n';
    importStream(`commit refs/heads/wide\n${who}data 4\nWide\nfrom ${tip}\n${files.join('')}\n`);
    await bed.git(['push', '--quiet', 'origin', 'wide']);
    const page = async (number: number) => {
      const { body, headers } = await bed.api('GET', `/commits/wide?page=${number}`);
      return [(body['files'] as unknown as object[]).length, headers.get('link')] as const;
    };
    expect(await page(1)).toEqual([300, expect.stringMatching(/page=2>; rel="next"/)]);
    expect(await page(2)).toEqual([1, expect.stringMatching(/page=1>; rel="prev"/)]);
  });

  it('merges branches: 201, 204 when already there, 409 on conflict, 404 for no branch', async () => {
    await bed.branch('base', 'main', { 'base.txt': 'b\n' });
    await bed.branch('topic', 'main', { 'topic.txt': 't\n' });
    await bed.branch('clash', 'main', { 'topic.txt': 'other\n' });
    const merge = async (head: string) =>
      (await bed.api('POST', '/merges', { body: { base: 'base', head } })).status;
    expect(await merge('topic')).toBe(201);
    expect(await merge('topic')).toBe(204);
    expect(await merge('clash')).toBe(409);
    expect(await merge('nowhere')).toBe(404);
  });

  it('reads commits and files at a ref', async () => {
    const commit = await bed.api('GET', '/commits/main');
    expect(commit.body).toMatchObject({
      sha: tip,
      files: [{ filename: 'app.txt' }],
      author: { login: 'ada' },
    });
    const file = await bed.api('GET', `/contents/app.txt?ref=${tip}`);
    expect(Buffer.from(String(file.body['content']), 'base64').toString()).toBe('one\n');
    expect((await bed.api('GET', '/contents/?ref=main')).body).toMatchObject([
      { name: 'app.txt', type: 'file' },
    ]);
    expect((await bed.api('GET', '/contents/none.txt')).status).toBe(404);
    expect((await bed.api('GET', '/commits/main~0')).status).toBe(404);
    expect((await bed.api('GET', `/commits/${'e'.repeat(40)}`)).status).toBe(422);
  });
});

const bigCommit = (at: number): string => {
  const message = `Commit ${at}`;
  const parent = at === 0 ? `from ${tip}\n` : '';
  const file = `M 100644 inline many/${at}.txt\ndata 2\nx\n`;
  const who = `committer ada <ada@example.test> ${1_700_000_000 + at} +0000\n`;
  return `commit refs/heads/long\n${who}data ${message.length}\n${message}\n${parent}${file}\n`;
};

function importStream(script: string): void {
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: bed.clone, input: script });
}
