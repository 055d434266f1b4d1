import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { portsAt } from './checkout.ts';
import { CI, DEAD } from './doctor.fixture.ts';

const folders: string[] = [];
const WORKFLOWS = '.github/workflows';

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'doctor-'));
  folders.push(path);
  mkdirSync(join(path, WORKFLOWS), { recursive: true });
  return path;
}

const git = (at: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', at, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

function commit(at: string, message: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, WORKFLOWS, name), text);
  git(at, 'add', '-A');
  git(at, 'commit', '-qm', message);
  return git(at, 'rev-parse', 'HEAD');
}

/** A repository in which CI was called "CI and Smoke" before. */
function renamed(): { root: string; sha: string } {
  const root = folder();
  git(root, 'init', '-q', '-b', 'main');
  commit(root, 'start', { 'ci.yml': CI.replace('name: CI', 'name: "CI and Smoke"') });
  commit(root, 'other', { 'ci.yml': `${CI.replace('name: CI', 'name: "CI and Smoke"')}# more\n` });
  const sha = commit(root, 'rename', { 'ci.yml': CI, 'watch.yml': DEAD });
  commit(root, 'after', { 'ci.yml': `${CI}# later\n` });
  return { root, sha };
}

const at = (root: string) => portsAt(join(root, WORKFLOWS), { visibility: 'unknown' });
const NONE = [`${WORKFLOWS}/ci.yml`, `${WORKFLOWS}/none.yml`];

describe('the history of a repository', () => {
  it('tells which commit took a name away, and what it became', async () => {
    const { root, sha } = renamed();
    const { history } = await at(root);
    const renames = await history.renames(['CI and Smoke', 'Never', 'C++ [x]']);
    expect([...renames]).toEqual([
      ['CI and Smoke', { commit: sha, date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), to: 'CI' }],
    ]);
  });

  it('tells of a workflow that went away altogether', async () => {
    const { root } = renamed();
    rmSync(join(root, WORKFLOWS, 'watch.yml'));
    const sha = commit(root, 'remove', {});
    const { history } = await at(root);
    expect((await history.renames(['Watch'])).get('Watch')).toMatchObject({ commit: sha });
    expect((await history.renames(['Watch'])).get('Watch')?.to).toBeUndefined();
  });

  it('takes the one main branch of a repository without a remote for the default', async () => {
    const { root } = renamed();
    const { history } = await at(root);
    const facts = await history.facts(NONE);
    expect(facts).toMatchObject({ isShallow: false, defaultBranch: 'main', tipMessage: 'after' });
    expect([...(facts.onDefault?.keys() ?? [])]).toEqual([`${WORKFLOWS}/ci.yml`]);
    expect(facts.branches).toBeUndefined();
  });

  it('asks the remote of a clone', async () => {
    const { root } = renamed();
    git(root, 'branch', 'staging');
    const clone = folder();
    git(clone, 'clone', '-q', `file://${root}`, 'copy');
    const { history } = await at(join(clone, 'copy'));
    const facts = await history.facts(NONE);
    expect(facts.defaultBranch).toBe('main');
    expect(facts.branches?.toSorted()).toEqual(['main', 'staging']);
    expect(facts.onDefault?.get(`${WORKFLOWS}/ci.yml`)).toContain('# later');
  });

  it('has no list of branches for a folder inside a repository', async () => {
    const { root } = renamed();
    git(root, 'branch', 'staging');
    const clone = folder();
    git(clone, 'clone', '-q', `file://${root}`, 'copy');
    const inner = join(clone, 'copy/inner');
    mkdirSync(join(inner, WORKFLOWS), { recursive: true });
    const { history } = await at(inner);
    expect((await history.facts(NONE)).branches).toBeUndefined();
  });

  it('knows a shallow clone, and takes its one branch for no list of branches', async () => {
    const { root } = renamed();
    git(root, 'branch', 'staging');
    const clone = folder();
    git(clone, 'clone', '-q', '--depth=1', `file://${root}`, 'copy');
    const { history } = await at(join(clone, 'copy'));
    const facts = await history.facts(NONE);
    expect(facts.isShallow).toBe(true);
    expect(facts.branches).toBeUndefined();
    expect((await history.renames(['CI and Smoke'])).size).toBe(0);
  });

  it('believes the event, also of a branch the clone does not have', async () => {
    const { root } = renamed();
    const event = { defaultBranch: 'trunk', visibility: 'public' } as const;
    const { history } = await portsAt(join(root, WORKFLOWS), event);
    const facts = await history.facts(NONE);
    expect(facts.defaultBranch).toBe('trunk');
    expect(facts.onDefault).toBeUndefined();
  });

  it('answers with a reason where there is no repository', async () => {
    const root = folder();
    const { history } = await at(root);
    expect(await history.facts(NONE)).toMatchObject({ reason: 'this is not a git repository' });
    expect((await history.renames(['CI'])).size).toBe(0);
  });
});

describe('the checkout', () => {
  it('reads workflow files by their ending, in order, and none in folders below', async () => {
    const root = folder();
    mkdirSync(join(root, WORKFLOWS, 'sub'));
    for (const name of ['b.yaml', 'a.yml', 'c.txt', 'sub/d.yml']) {
      writeFileSync(join(root, WORKFLOWS, name), CI);
    }
    const { tree } = await at(root);
    expect((await tree.workflows()).map(({ path }) => path)).toEqual([
      `${WORKFLOWS}/a.yml`,
      `${WORKFLOWS}/b.yaml`,
    ]);
  });

  it('names what it cannot read: a circle of links, a folder, too large a file', async () => {
    const root = folder();
    symlinkSync('b.yml', join(root, WORKFLOWS, 'a.yml'));
    symlinkSync('a.yml', join(root, WORKFLOWS, 'b.yml'));
    mkdirSync(join(root, WORKFLOWS, 'c.yml'));
    writeFileSync(join(root, WORKFLOWS, 'd.yml'), '#'.repeat(10 * 1024 * 1024));
    const { tree } = await at(root);
    expect((await tree.workflows()).map(({ problem }) => problem)).toEqual([
      'it cannot be read (ELOOP)',
      'it cannot be read (ELOOP)',
      'it cannot be read (EISDIR)',
      'it is 10 MiB long, and 1 MiB is the limit',
    ]);
  });

  it('fails by name where there is no such folder', async () => {
    const { tree } = await portsAt('/nowhere/.github/workflows', { visibility: 'unknown' });
    await expect(tree.workflows()).rejects.toThrow(
      '"/nowhere/.github/workflows" is not a folder that can be read (ENOENT)',
    );
  });

  it('reads settings and rulesets where there are any', async () => {
    const root = folder();
    mkdirSync(join(root, '.github/rulesets'));
    writeFileSync(join(root, '.github/rulesets/main.json'), '{}');
    writeFileSync(join(root, 'railway.toml'), '');
    const { tree } = await at(root);
    expect((await tree.settings()).map(({ path }) => path)).toEqual([
      'railway.toml',
      '.github/rulesets/main.json',
    ]);
  });
});
