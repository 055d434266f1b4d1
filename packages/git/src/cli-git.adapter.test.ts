import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { describe, expect, it } from 'vitest';
import { cliGit, isSupported } from './cli-git.ts';
import { gitSuite } from './git.suite.ts';
import { gitRemote } from './git-remote.fixture.ts';

gitSuite('cliGit', gitRemote);

const base = { files: { 'a.txt': 'a\n' }, subject: 'Begin', seconds: 1000 };

describe('cliGit on the command line', () => {
  it('fetches no file contents until a merge needs them', async () => {
    await using remote = await gitRemote();
    await remote.seed('main', base);
    await using clone = await remote.git.clone(['main']);

    const blob = (await remote.run(['rev-parse', 'main:a.txt'])).stdout.trim();
    const [folder] = await readdir(remote.temp);
    const missing = await remote.run([
      `--git-dir=${remote.temp}/${folder}`,
      'rev-list',
      '--objects',
      '--missing=print',
      '--all',
    ]);

    expect(missing.stdout).toContain(`?${blob}`);
    expect(clone.tip('main')).toMatch(/^[0-9a-f]{40}$/);
  });

  it('removes its folder, also when the clone fails', async () => {
    await using remote = await gitRemote();
    await remote.seed('main', base);
    const before = await readdir(remote.temp);

    await (await remote.git.clone(['main']))[Symbol.asyncDispose]();
    await expect(remote.git.clone(['nowhere'])).rejects.toThrow();

    expect(await readdir(remote.temp)).toEqual(before);
  });

  it('merges file contents, and names odd paths that conflict', async () => {
    await using remote = await gitRemote();
    const odd = ['with space', 'quote"tab\t', 'line\nbreak', '::error::x', '`$(id)`', 'ünïcode'];
    const bytes = '"not-utf8-\\377"';
    const files = (text: string): Record<string, string> =>
      Object.fromEntries([...odd, bytes].map((path) => [path, text]));
    const start = await remote.seed('main', { ...base, files: files('a\n') });
    await remote.seed('main', { ...base, files: files('ours\n') });
    await remote.seed('staging', { ...base, parents: [start], files: files('theirs\n') });
    await using clone = await remote.git.clone(['main', 'staging']);

    const merge = await clone.merge(clone.tip('main'), clone.tip('staging'));

    expect(merge.clean).toBe(false);
    const conflicts = merge.clean ? [] : merge.conflicts;
    expect([...conflicts].sort()).toEqual([...odd, 'not-utf8-\ufffd'].sort());
  });

  it('refuses to merge histories that share nothing', async () => {
    await using remote = await gitRemote();
    await remote.seed('main', base);
    await remote.seed('other', { ...base, files: { 'z.txt': 'z\n' } });
    await using clone = await remote.git.clone(['main', 'other']);

    expect(await clone.mergeBase(clone.tip('main'), clone.tip('other'))).toBeUndefined();
    await expect(clone.merge(clone.tip('main'), clone.tip('other'))).rejects.toMatchObject({
      code: 'unrelated-histories',
    });
  });

  it('reports a repository that is not there', async () => {
    const url = `file://${tmpdir()}/no-such-repository.git`;
    const git = cliGit({ url, token: undefined, clock: new FakeClock(), env: process.env });

    await expect(git.clone(['main'])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('sends the token as a header only to its server, and shows it nowhere', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    });
    const token = 'ghs_secretsecret';
    const url = `${server.url}/acme/shop.git`;
    const git = cliGit({ url, token, clock: new FakeClock(), env: process.env });

    const error = await git.clone(['main']).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(String(error)).not.toContain(token);
    const expected = `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    expect(server.requests[0]?.headers['authorization']).toBe(expected);
  });

  it.each([
    [403, 'forbidden'],
    [404, 'not-found'],
    [503, 'unreachable'],
  ])('understands an answer %i of the server as %s', async (status, code) => {
    await using server = await loopbackServer((_request, response) => {
      response.writeHead(status).end('no');
    });
    const clock = new FakeClock();
    const url = `${server.url}/acme/shop.git`;
    const git = cliGit({ url, token: 'ghs_secretsecret', clock, env: process.env });

    await expect(git.clone(['main'])).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(code === 'unreachable' ? 3 : 1);
  });

  it('takes no part in the configuration and environment of the caller', async () => {
    await using remote = await gitRemote();
    await remote.seed('main', base);
    const env = {
      ...process.env,
      GIT_DIR: '/nowhere',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'remote.origin.url',
      GIT_CONFIG_VALUE_0: 'file:///nowhere',
      GIT_ASKPASS: '/bin/false',
      HOME: '/nowhere',
    };
    const git = cliGit({ url: remote.url, token: undefined, clock: new FakeClock(), env });

    await using clone = await git.clone(['main']);

    expect(clone.tip('main')).toBe(await remote.remoteTip('main'));
  });

  it('says so when git is missing or too old', async () => {
    const env = { ...process.env, PATH: '/nowhere' };
    const git = cliGit({ url: 'file:///x', token: undefined, clock: new FakeClock(), env });

    await expect(git.clone(['main'])).rejects.toMatchObject({ code: 'git-missing' });
    expect(['git version 2.37.9', 'git version 1.99.0', 'nonsense'].map(isSupported)).toEqual([
      false,
      false,
      false,
    ]);
    expect(['git version 2.38.0', 'git version 2.39.5 (Apple Git-154)'].map(isSupported)).toEqual([
      true,
      true,
    ]);
  });
});
