/** What a repository may hold or lack: through the bundle and through the shell, named, never a crash. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBundle } from '@release-train/testing/run-bundle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'doctor-bad-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STEPS = 'runs-on: x, steps: [{ run: echo }]';
const FINE = `name: Fine\non: push\njobs: { a: { ${STEPS} } }\n`;

const FILES: Readonly<Record<string, string>> = {
  'fine.yml': FINE,
  'broken.yml': 'name: Broken\non: push\njobs: { a: [\n',
  'empty.yml': '',
  'list.yml': '- on: push\n',
  'no-jobs.yml': 'name: Nothing\non: push\n',
  'unknown-key.yml': `on: push\nfrobnicate: 1\njobs: { a: { ${STEPS} } }\n`,
  'anchors.yml': `on: &on push\njobs:\n  a: &job { ${STEPS} }\n  b: *job\n`,
  'lost-alias.yml': `on: *nowhere\njobs: { a: { ${STEPS} } }\n`,
  'loop.yml': 'on: &a [*a]\njobs: {}\n',
  'expression.yml': `on: push\njobs: { a: { if: "github.ref == (", ${STEPS} } }\n`,
  'function.yml': `on: push\njobs: { a: { if: "nonsense(github.ref)", ${STEPS} } }\n`,
  'command.yml': `name: "::error::hello %0A"\non: push\njobs: { a: { ${STEPS} } }\n`,
  'large.yml': `on: push\n${'# filler\n'.repeat(1_200_000)}`,
};

/** File → what its finding says; every other file is fine. */
const PROBLEMS: Readonly<Record<string, RegExp>> = {
  'broken.yml': /cannot read/,
  'empty.yml': /cannot read/,
  'list.yml': /cannot read/,
  'no-jobs.yml': /cannot read.*jobs/,
  'unknown-key.yml': /frobnicate/,
  'lost-alias.yml': /cannot read/,
  'loop.yml': /cannot read/,
  'expression.yml': /cannot read/,
  'function.yml': /nonsense/,
  'large.yml': /11 MiB long, and 1 MiB is the limit/,
  'circle.yml': /cannot be read \(ELOOP\)/,
  'nowhere.yml': /cannot be read \(ENOENT\)/,
};

const home = join(folder, 'all');
const workflows = join(home, '.github/workflows');

beforeAll(() => {
  mkdirSync(join(workflows, 'folder.yml'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(workflows, name), text);
  symlinkSync('circle.yml', join(workflows, 'circle.yml'));
  symlinkSync('/nowhere/x.yml', join(workflows, 'nowhere.yml'));
});

interface Finding {
  readonly file: string;
  readonly message: string;
}

const cli = join(import.meta.dirname, '../src/cli.ts');
const shell = (...args: readonly string[]) =>
  spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder });

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
  });

const nameOf = (path: string): string => path.split('/').at(-1) ?? '';

describe('a folder with everything that can be wrong with a file', () => {
  const check = (findings: readonly Finding[]): void => {
    for (const [name, words] of Object.entries(PROBLEMS)) {
      const messages = findings.filter(({ file }) => nameOf(file) === name);
      expect(messages.map(({ message }) => message).join('\n'), name).toMatch(words);
    }
    const fine = ['fine.yml', 'anchors.yml', 'command.yml'];
    expect(findings.filter(({ file }) => fine.includes(nameOf(file)))).toEqual([]);
  };

  it('is told file by file by the bundle', async () => {
    const run = await runBundle('release-doctor', { inputs: { path: workflows } });
    expect([run.exitCode, run.stderr]).toEqual([1, '']);
    expect(run.outputs['verdict']).toBe('findings');
    check(JSON.parse(run.outputs['findings'] ?? '[]'));
    expect(run.stdout).not.toMatch(/^::error::hello/m);
  });

  it('is told the same in a terminal', () => {
    const { status, stdout, stderr } = shell(home, '--json');
    expect([status, stderr]).toEqual([1, '']);
    check(JSON.parse(stdout));
  });
});

describe('a folder that is not what it should be', () => {
  const listener = 'name: W\non: { workflow_run: { workflows: [Fine], types: [completed] } }\n';
  const made = (name: string): string => {
    const root = join(folder, name);
    mkdirSync(join(root, '.github/workflows'), { recursive: true });
    writeFileSync(join(root, '.github/workflows/fine.yml'), FINE);
    writeFileSync(join(root, '.github/workflows/w.yml'), `${listener}jobs: { a: { ${STEPS} } }\n`);
    return root;
  };

  it('without workflows is no pass: exit 1, unknown', () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    const { status, stdout } = shell(bare);
    expect(status).toBe(1);
    expect(stdout).toContain('no workflow file (*.yml, *.yaml) was found: nothing was checked');
    expect(stdout).toContain('unknown: 0 workflow files');
  });

  it('outside of git says what git would have told', () => {
    const { status, stdout } = shell(made('plain'));
    expect(stdout).toContain(
      'on the default branch could not be told: this is not a git repository',
    );
    expect(stdout).toContain('unknown: 2 workflow files');
    expect(status).toBe(0);
    expect(shell(join(folder, 'plain'), '--fail-on', 'warning').status).toBe(1);
  });

  it('as a shallow clone without the default branch is unknown, not clean', () => {
    const origin = made('origin');
    git(origin, 'init', '-q', '-b', 'main');
    git(origin, 'add', '-A');
    git(origin, 'commit', '-qm', 'Start');
    git(origin, 'switch', '-qc', 'feature');
    git(origin, 'commit', '-qm', 'Work', '--allow-empty');
    const clone = join(folder, 'shallow');
    git(folder, 'clone', '-q', '--depth=1', '--branch=feature', `file://${origin}`, clone);
    git(clone, 'remote', 'set-head', 'origin', '--delete');
    const { stdout } = shell(clone);
    expect(stdout).toContain('on the default branch could not be told');
    expect(stdout).toContain('unknown: 2 workflow files');
  });
});
