import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FakeClock } from '@release-train/testing/fake-clock';
import { loopbackServer } from '@release-train/testing/loopback-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliGit } from './cli-git.ts';
import { gitGroups, usualPatience } from './git-group.ts';
import { gitIn } from './git-process.ts';
import { bytesGitIn } from './git-stream.ts';

describe('a git that hangs', () => {
  let folder: string;
  let helper: string;

  /** A git whose helper hangs; the name of its file tells it from every other process. */
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanging-git-'));
    helper = join(folder, 'helper');
    await writeFile(helper, '#!/bin/sh\nsleep 1000\n');
    await writeFile(join(folder, 'git'), `#!/bin/sh\n"${helper}" &\nwait\n`);
    await Promise.all(['git', 'helper'].map((name) => chmod(join(folder, name), 0o755)));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    RUNNER_TEMP: folder,
  });

  const helpers = (): readonly string[] =>
    execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(helper));

  const started = async (): Promise<void> => {
    while (helpers().length === 0) await setTimeout(20);
  };

  const gone = async (): Promise<void> => {
    while (helpers().length > 0) await setTimeout(20);
  };

  /** A program that clones, as a process. */
  const program = (before: string) => {
    const source = `
      import { cliGit } from ${JSON.stringify(new URL('./cli-git.ts', import.meta.url).href)};
      ${before}
      const clock = { now: Date.now, monotonic: Date.now, sleep: async () => {} };
      const git = cliGit({ url: 'file:///nowhere', token: undefined, clock, env: process.env });
      await git.clone(['main']).catch(({ code }) => console.log(code));
    `;
    const args = ['--input-type=module', '--eval', source];
    return spawn(process.execPath, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  };

  it('is ended with its helper when it says nothing', async () => {
    const options = { url: 'file:///nowhere', token: undefined, clock: new FakeClock() };
    const git = cliGit({ ...options, env: environment(), patience: { silenceMs: 1000 } });

    const clone = git.clone(['main']);

    await expect(clone).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('said nothing for 1 s: it was ended'),
    });
    await gone();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with the action on %s', async (signal) => {
    const child = program('');
    await started();

    child.kill(signal);

    expect(await once(child, 'exit')).toEqual([null, signal]);
    await gone();
  });

  it('is listened for before it can run', async () => {
    const before = process.listenerCount('SIGTERM');
    const groups = gitGroups();
    const seen: number[] = [];
    const listening = (): void => {
      seen.push(process.listenerCount('SIGTERM') - before);
    };
    // Between these two a git may run already: whoever listens only then leaves it behind.
    const told = {
      ...groups,
      watch: (...[child, limits]: Parameters<typeof groups.watch>) => {
        listening();
        return groups.watch(child, limits);
      },
    };
    const remote = { url: 'file:///nowhere', token: undefined, clock: new FakeClock() };
    const place = { folder, remote, env: process.env, patience: usualPatience, groups: told };

    await gitIn(place)(['version']);
    await bytesGitIn(place).run(['version']);

    listening();
    expect(seen).toEqual([1, 1, 0]);
  });

  it('ends with the job where the action stays to tell', async () => {
    const child = program("process.on('SIGTERM', () => {});");
    const output = child.stdout.toArray();
    await started();

    child.kill('SIGTERM');

    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await output).join('')).toBe('interrupted\n');
    await gone();
  });
});

it('asks a server again that fell silent', async () => {
  await using server = await loopbackServer((_request, response, count) => {
    if (count > 1) response.writeHead(404).end('no');
  });
  const options = { url: `${server.url}/acme/shop.git`, token: undefined, env: process.env };
  const git = cliGit({ ...options, clock: new FakeClock(), patience: { serverSeconds: 1 } });

  await expect(git.clone(['main'])).rejects.toMatchObject({ code: 'not-found' });

  expect(server.requests).toHaveLength(2);
});
