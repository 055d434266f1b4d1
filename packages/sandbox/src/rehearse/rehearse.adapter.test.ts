/** Rehearsals of a real repository in a temporary folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Files = Readonly<Record<string, string>>;

/** A clone as a user has it: main, and a staging that is one commit ahead. */
function userRepository(workflows: Files, change: Files = { 'feature.js': 'new\n' }): string {
  const folder = join(scratch(), 'shop');
  mkdirSync(folder);
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  };
  const commit = (files: Files, message: string) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
  };
  git('init', '-q', '-b', 'main');
  const paths = Object.entries(workflows).map(
    ([name, text]) => [`.github/workflows/${name}`, text] as const,
  );
  commit(Object.fromEntries(paths), 'Start');
  git('switch', '-q', '-c', 'staging');
  commit(change, 'Sell things');
  return folder;
}

function rehearse(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH } = process.env;
  const options = { encoding: 'utf8', env: { PATH, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
  return { status, stdout, stderr };
}

/** Everything in a folder, git's own files included. */
const fingerprint = (folder: string): string => {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    hash.update(path);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
};

const rows = (stdout: string): readonly string[] =>
  stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));

const job = (run: string): string =>
  `jobs: { work: { runs-on: ubuntu-latest, steps: [{ run: '${run}' }] } }\n`;

it('tells event by event what fires and why the rest does not, and touches nothing', () => {
  const trace = join(scratch(), 'trace');
  const step = `touch ${trace}`;
  const folder = userRepository({
    'ci.yml': `name: Tests\non: { push: { branches: [main] }, pull_request: {} }\n${job(step)}`,
    'post.yml': `name: Post-deploy\non: { workflow_run: { workflows: [CI], types: [completed] } }\n${job(step)}`,
    'docs.yml': `name: Docs\non: { push: { paths: ['docs/**'] } }\n${job(step)}`,
    'deployed.yml': `name: Deployed\non: deployment_status\njobs:\n  work:\n    if: github.event.deployment.environment == 'production'\n    runs-on: ubuntu-latest\n    steps: [{ uses: acme/notify@v1 }]\n`,
    'nightly.yml': `name: Nightly\non: { schedule: [{ cron: '0 3 * * *' }] }\n${job(step)}`,
    'manual.yml': `name: Manual\non: workflow_dispatch\n${job(step)}`,
  });
  const before = fingerprint(folder);
  const { status, stdout, stderr } = rehearse([folder]);
  const told = rows(stdout);

  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(told).toContain('Tests | push | no | "staging" matches none of branches: "main"');
  expect(told).toContain('Tests | pull_request | success | work: success');
  expect(told).toContain('Tests | push | success | work: success');
  expect(stdout).toMatch(/Docs +push +no +/);
  expect(stdout).toContain('no workflow is named "CI"');
  expect(stdout).toMatch(/Deployed +deployment_status +skipped +work: skipped \(its condition/);
  expect(told).toContain('Nightly | schedule | success | work: success');
  expect(stdout).toContain('- Manual (.github/workflows/manual.yml): listens to workflow_dispatch');
  expect(stdout).toContain(`- .github/workflows/ci.yml, work: Run ${step}`);
  expect(existsSync(trace)).toBe(false);
  expect(fingerprint(folder)).toBe(before);
}, 60_000);

it('says that branches in conflict are not merged', () => {
  const folder = userRepository({ 'ci.yml': `on: push\n${job('true')}` }, { 'a.txt': 'staging\n' });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
  git('switch', '-q', 'main');
  writeFileSync(join(folder, 'a.txt'), 'main\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'Hotfix');
  const { status, stdout } = rehearse([folder]);

  expect(status).toBe(0);
  expect(stdout).toContain('! pull request #1 conflicts with its base');
  expect(stdout).toContain('! nothing was merged, so nothing was pushed');
}, 60_000);

it('names the files that are no workflows apart from those that did not fire', () => {
  const folder = userRepository({
    'ci.yml': `on: push\n${job('true')}`,
    'broken.yml': 'on: [push\njobs:\n',
    'empty.yml': '',
  });
  const { stdout } = rehearse([folder]);

  expect(stdout).toMatch(
    /Broken, so that nothing in them ever runs:\n- \.github\/workflows\/broken\.yml: line \d: .*\n- \.github\/workflows\/empty\.yml: \w/,
  );
  expect(stdout).toContain('Every workflow that can run fired at least once.');
}, 60_000);

/** As a CI checkout has it: the tips without their past. */
function shallowClone(): string {
  const folder = join(scratch(), 'shallow');
  const of = `file://${userRepository({ 'ci.yml': `on: push\n${job('true')}` })}`;
  const args = ['clone', '-q', '--depth', '1', '--no-single-branch', of, folder];
  execFileSync('git', args, { stdio: 'pipe' });
  return folder;
}

it('names the branches there are where the wanted one is missing', () => {
  const { stderr } = rehearse([userRepository({}), '--head', 'develop']);

  expect(stderr).toContain('It has "main", "staging". Name the branch that you use instead');
});

it('paints no control characters of a workflow on the terminal', () => {
  const folder = userRepository({
    'ci.yml': `name: "\\e[31mred\\u202egnp"\non: push\n${job('true')}`,
  });
  const { stdout } = rehearse([folder]);

  expect(stdout).toMatch(/\ufffd\[31mred\ufffdgnp +push +success/);
  expect(stdout).not.toMatch(/[\u001b\u202e]/);
}, 60_000);

it('executes steps on request: with nothing of the caller, and with no network but its own', async () => {
  const out = scratch();
  const server = createServer((_, response) => response.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const script = `
          env > ${out}/env
          ls -A "$HOME" > ${out}/home
          (echo > /dev/tcp/127.0.0.1/${port}) 2> /dev/null && touch ${out}/reached || touch ${out}/alone`;
  const folder = userRepository({
    'ci.yml': `on: pull_request\njobs:\n  work:\n    runs-on: ubuntu-latest\n    steps:\n      - shell: bash\n        run: |${script}\n`,
    'foreign.yml': `on: pull_request\njobs: { foreign: { runs-on: ubuntu-latest, steps: [{ uses: acme/notify@v1 }] } }\n`,
  });
  const { status, stdout, stderr } = rehearse([folder, '--run'], { AWS_SECRET: 'hunter2' });

  if (
    spawnSync('unshare', ['--map-root-user', '--net', 'ip', 'link', 'set', 'lo', 'up']).status !== 0
  ) {
    expect(status).toBe(2);
    expect(stderr).toContain('"--run" needs a network of its own');
    return;
  }
  expect(status).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['alone', 'env', 'home']);
  expect(readFileSync(join(out, 'env'), 'utf8')).not.toContain('hunter2');
  expect(readFileSync(join(out, 'home'), 'utf8')).toBe('');
  expect(stdout).toContain(
    'foreign: failure (not supported by the sandbox: the action "acme/notify@v1"',
  );
  expect(stdout).not.toContain('Not executed');
}, 60_000);

it('refuses "--run" by name where no process can be isolated', () => {
  const bin = scratch();
  const [git] = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'git'))
    .filter(existsSync);
  symlinkSync(git!, join(bin, 'git'));
  const folder = userRepository({ 'ci.yml': `on: push\n${job('true')}` });
  const { status, stdout, stderr } = rehearse([folder, '--run'], { PATH: bin });

  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('"--run" needs a network of its own for your steps');
  expect(stderr).toContain('Leave "--run" out');
});

it.each<[string, () => readonly string[], string]>([
  ['no folder', () => [], 'one folder is needed, got 0'],
  ['a folder that is not there', () => ['/nonexistent'], 'there is no folder "/nonexistent"'],
  ['no git repository', () => [scratch()], 'is not a git repository'],
  ['a shallow clone', () => [shallowClone()], 'is a shallow clone'],
  ['no workflows', () => [userRepository({})], 'neither "main" nor "staging" has a file in'],
  [
    'no staging',
    () => [userRepository({ 'ci.yml': 'on: push\njobs: {}\n' }), '--head', 'develop'],
    'the repository has no branch "develop"',
  ],
  [
    'no main',
    () => [userRepository({ 'ci.yml': 'on: push\njobs: {}\n' }), '--base', 'production'],
    'the repository has no branch "production"',
  ],
  ['the same branch twice', () => ['.', '--head', 'main'], '"--head" and "--base" are both "main"'],
  ['an unknown flag', () => ['.', '--fast'], "Unknown option '--fast'"],
])('refuses %s by name', (_name, args, message) => {
  const { status, stdout, stderr } = rehearse(args());

  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.split('\n')[0]).toContain(message);
});
