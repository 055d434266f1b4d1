/** Faults as a client meets them, on both servers and on git. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../github/index.ts';
import { startRig } from '../railway/tests/rig.ts';
import {
  cloudflarePage,
  type FaultDesk,
  htmlPage,
  lostAnswer,
  partialErrors,
  reset,
  serverError,
  silence,
  tooManyRequests,
  truncated,
} from './index.ts';

const run = promisify(execFile);

async function openGitHub() {
  const root = mkdtempSync(join(tmpdir(), 'faults-'));
  const github = await startGitHub({ root });
  onTestFinished(async () => {
    await github.close();
    rmSync(root, { recursive: true, force: true });
  });
  github.createRepository({ repository: 'acme/shop', defaultBranch: 'main' });
  const ada = { login: 'ada', type: 'User', token: 'user', admin: true } as const;
  const token = github.createActor(ada);
  const call = (method: string, path: string, body?: object) =>
    fetch(`${github.urls.api}/repos/acme/shop${path}`, {
      method,
      headers: { authorization: `token ${token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  return { github, faults: github.faults, token, call };
}

type GitHub = Awaited<ReturnType<typeof openGitHub>>;

/** A commit to put branches on, and the branches there are. */
async function withCommit({ call }: GitHub) {
  const sent = async (path: string, body: object) =>
    ((await (await call('POST', path, body)).json()) as { sha: string }).sha;
  const entry = { path: 'a.txt', mode: '100644', type: 'blob', content: 'a' };
  const tree = await sent('/git/trees', { tree: [entry] });
  const sha = await sent('/git/commits', { message: 'Start', tree, parents: [] });
  return {
    branch: (name: string) => call('POST', '/git/refs', { ref: `refs/heads/${name}`, sha }),
    branches: async () => {
      const refs = (await (await call('GET', '/git/matching-refs/heads/')).json()) as {
        ref: string;
      }[];
      return refs.map(({ ref }) => ref);
    },
  };
}

/** What a client sees of a connection that is cut. */
const broken = async (answer: Promise<Response>): Promise<string> =>
  answer.then(
    () => 'an answer',
    (error: Error) => (error.cause as NodeJS.ErrnoException).code ?? '',
  );

it('strikes the n-th request of a run, counted anew for every run', async () => {
  const { faults, call } = await openGitHub();
  const statuses = async () => {
    const answers = [await call('GET', ''), await call('GET', ''), await call('GET', '')];
    return answers.map(({ status }) => status);
  };
  await call('GET', '');
  faults.beginRun();
  faults.order({ at: { request: 2 }, harm: serverError(503) });
  expect(await statuses()).toEqual([200, 503, 200]);
  expect(faults.seen.map(({ n, harm }) => [n, harm?.kind])).toEqual([
    [1, undefined],
    [2, 'reply'],
    [3, undefined],
  ]);
  faults.beginRun();

  expect(await statuses()).toEqual([200, 200, 200]);
});

it('counts only the run whose token a request carries', async () => {
  const { github, faults, call } = await openGitHub();
  const token = github.issueRunToken('acme/shop', { contents: 'read' });
  faults.beginRun({ token });
  faults.order({ at: { request: 1 }, harm: serverError(500) });

  expect((await call('GET', '')).status).toBe(200);
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const info = `${github.urls.server}/acme/shop.git/info/refs?service=git-upload-pack`;
  const refused = await fetch(info, { headers: { authorization: `Basic ${basic}` } });
  expect(refused.status).toBe(500);
  expect(faults.seen).toMatchObject([{ n: 1, path: '/acme/shop.git/info/refs' }]);
});

it('strikes one route as often as ordered', async () => {
  const { faults, call } = await openGitHub();
  faults.order({ at: { method: 'GET', path: /\/pulls$/, times: 2 }, harm: tooManyRequests(7) });
  const limited = await call('GET', '/pulls');

  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('7');
  expect((await call('GET', '')).status).toBe(200);
  expect((await call('GET', '/pulls')).status).toBe(429);
  expect((await call('GET', '/pulls')).status).toBe(200);
});

it('resets the connection without doing the work, or after it: the answer is lost', async () => {
  const github = await openGitHub();
  const { branch, branches } = await withCommit(github);
  github.faults.beginRun();
  github.faults.order({ at: { request: 1 }, harm: reset });
  github.faults.order({ at: { request: 2 }, harm: lostAnswer });

  expect(await broken(branch('one'))).toBe('ECONNRESET');
  expect(await broken(branch('two'))).toBe('ECONNRESET');
  expect(await branches()).toEqual(['refs/heads/two']);
});

it('lets something else happen first, and then answers truly', async () => {
  const github = await openGitHub();
  const { branch, branches } = await withCommit(github);
  const at = { method: 'POST', path: /\/git\/refs$/ };
  github.faults.order({ at, harm: { kind: 'overtaken', by: () => branch('other') } });
  github.faults.order({ at, harm: { kind: 'overtaken', by: branches } });

  expect((await branch('one')).status).toBe(201);
  expect(await branches()).toEqual(['refs/heads/one', 'refs/heads/other']);
  expect((await branch('one')).status).toBe(422);
});

it('never answers until the silence is broken', async () => {
  const { faults, call } = await openGitHub();
  faults.order({ at: {}, harm: silence });
  const strike = faults.nextStrike();
  const answer = broken(call('GET', ''));

  expect(await strike).toMatchObject({ method: 'GET', path: '/api/v3/repos/acme/shop' });
  faults.breakSilences();
  expect(await answer).toBe('ECONNRESET');
});

it('answers pages where JSON is expected, and half of the JSON', async () => {
  const { faults, call } = await openGitHub();
  const whole = await (await call('GET', '')).text();
  faults.beginRun();
  faults.order({ at: { request: 1 }, harm: htmlPage(200) });
  faults.order({ at: { request: 2 }, harm: truncated });
  const page = await call('GET', '');
  const half = await call('GET', '');

  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await page.text()).toContain('Sign in');
  expect(half.status).toBe(200);
  expect(await half.text()).toBe(whole.slice(0, Math.floor(whole.length / 2)));
});

it('makes git fail as it fails before a proxy', async () => {
  const { github, faults, token } = await openGitHub();
  const url = new URL(`${github.urls.server}/acme/shop.git`);
  Object.assign(url, { username: 'x-access-token', password: token });
  const list = () => run('git', ['ls-remote', url.href]);
  faults.order({ at: { path: /info\/refs$/ }, harm: serverError(503) });
  faults.order({ at: { path: /info\/refs$/ }, harm: htmlPage(502) });

  await expect(list()).rejects.toThrow('The requested URL returned error: 503');
  await expect(list()).rejects.toThrow('The requested URL returned error: 502');
  await expect(list()).resolves.toBeDefined();
});

it('strikes Railway’s operations by name and keeps the rest of a partial answer', async () => {
  const rig = await startRig();
  const { faults } = rig.railway;
  const query = '{ platformStatus { isStable } projectToken { name } }';
  const ask = async (): Promise<Record<string, unknown>> => {
    const token = rig.railway.createToken({
      kind: 'project',
      environmentId: rig.environment.id,
    });
    const answer = await fetch(rig.railway.apiUrl, {
      method: 'POST',
      headers: { 'project-access-token': token },
      body: JSON.stringify({ query }),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  faults.order({ at: { operation: 'projectToken' }, harm: partialErrors('Timeout') });

  expect(await ask()).toEqual({
    data: { platformStatus: { isStable: true }, projectToken: null },
    errors: [{ message: 'Timeout', path: ['projectToken'] }],
  });
  expect(await ask()).not.toHaveProperty('errors');
});

it('shows Cloudflare’s own page before Railway', async () => {
  const rig = await startRig();
  rig.railway.faults.order({ at: {}, harm: cloudflarePage(30) });
  const answer = await fetch(rig.railway.apiUrl, { method: 'POST', body: '{}' });

  expect(answer.status).toBe(429);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.headers.get('retry-after')).toBe('30');
  expect(await answer.text()).toContain('Error 1015');
});

it('refuses partial errors for what is no GraphQL, and a request number 0', async () => {
  const { faults, call } = await openGitHub();
  faults.order({ at: {}, harm: partialErrors() });

  const answer = await call('GET', '');
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe('"GET /api/v3/repos/acme/shop" has no GraphQL data to spoil');
  const order = (desk: FaultDesk) => desk.order({ at: { request: 0 }, harm: reset });
  expect(() => order(faults)).toThrow("A run's first request is number 1, got 0.");
});
