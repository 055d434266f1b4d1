import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readingGit } from './reading-git.ts';

/** A clone without its file contents, whose remote takes every question and answers none. */
describe('git in a partial clone of a remote that hangs', () => {
  let folder: string;

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-git-'));
    git('init', '-q', '-b', 'main');
    writeFileSync(join(folder, 'a.txt'), 'a');
    git('add', '-A');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'start');
    const blob = git('rev-parse', 'HEAD:a.txt');
    rmSync(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const partial = (url: string) => {
    git('remote', 'add', 'origin', `${url}/shop.git`);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'remote.origin.partialclonefilter', 'blob:none');
  };

  it('has no answer once the server was silent for long enough', async () => {
    await using server = await loopbackServer(() => undefined);
    partial(server.url);
    const reading = readingGit(folder, { serverSeconds: 1, totalMs: 60_000 });

    expect(await reading('show', 'HEAD:a.txt')).toBeUndefined();
    expect(server.requests.length).toBeGreaterThan(0);
    expect(await reading('log', '-1', '--format=%s')).toBe('start');
  });

  it('says which question did not come to an end', async () => {
    await using server = await loopbackServer(() => undefined);
    partial(server.url);
    const reading = readingGit(folder, { serverSeconds: 3, totalMs: 500 });

    await expect(reading('show', 'HEAD:a.txt')).rejects.toMatchObject({
      code: 'git-slow',
      message: 'git show did not come to an end in 0.5 s',
    });
  });
});
