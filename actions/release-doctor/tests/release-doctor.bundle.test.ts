import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleRun, runBundle } from '@release-train/testing/run-bundle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const home = join(import.meta.dirname, '..');
const place: { folder: string } = { folder: '' };

// Outside of any repository, as a checkout on a runner would be of its own.
beforeAll(async () => {
  place.folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  await cp(join(home, 'fixtures'), place.folder, { recursive: true });
  await giveHistory(join(place.folder, 'golden'));
});
afterAll(() => rm(place.folder, { recursive: true, force: true }));

/** A repository in which CI was called "CI and Smoke" until its last commit. */
async function giveHistory(root: string): Promise<void> {
  const git = (...args: readonly string[]) => {
    const author = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
    execFileSync('git', ['-C', root, ...author, ...args], { stdio: 'ignore' });
  };
  const file = join(root, '.github/workflows/ci.yml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('name: CI', 'name: CI and Smoke'));
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'Start');
  await writeFile(file, text);
  git('commit', '-qam', 'Rename CI');
}

const doctor = (
  fixture: string,
  inputs: Record<string, string> = {},
  event: Record<string, unknown> = {},
): Promise<BundleRun> =>
  runBundle('release-doctor', {
    inputs: { path: join(place.folder, fixture, '.github/workflows'), ...inputs },
    event,
  });

const commandsOf = ({ stdout }: BundleRun, level: string): readonly string[] =>
  stdout.split('\n').filter((line) => line.startsWith(`::${level}`));

describe('the bundle of release-doctor', () => {
  it('tells the golden case in one run, with annotations on file and line', async () => {
    const run = await doctor('golden', { vars: '{"PRODUCTION_URL":"https://app.example"}' });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe('');
    expect(run.outputs).toMatchObject({ verdict: 'findings', errors: '5', warnings: '1' });
    const findings: {
      rule: string;
      evidence: readonly string[];
      'masked-by': string | null;
    }[] = JSON.parse(run.outputs['findings'] ?? '');
    expect(findings.map(({ rule }) => rule)).toEqual([
      'RD101',
      'RD201',
      'RD202',
      'RD302',
      'RD203',
      'RD305',
    ]);
    expect(findings[0]?.evidence.join('\n')).toMatch(
      /"CI and Smoke" was renamed to "CI" in [0-9a-f]{12} \(\d{4}-\d\d-\d\d\)/,
    );
    const [first, ...masked] = findings.map((finding) => finding['masked-by']);
    expect(first).toBeNull();
    expect(new Set(masked)).toEqual(new Set(['RD101 .github/workflows/post-deploy.yml:4']));
    expect(commandsOf(run, 'error')[0]).toMatch(
      /^::error title=RD101 wr-unknown-upstream,file=\.github\/workflows\/post-deploy\.yml,line=4::no workflow is called "CI and Smoke"/,
    );
    expect(run.summary).toContain('-. no such workflow .-x');
    expect(run.outputs['sarif-file']).toMatch(/\.sarif$/);
  });

  it('is green for the clean twin', async () => {
    const run = await doctor('RD203-clean');
    expect(run.stdout).toBe('');
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'clean', findings: '[]', errors: '0' });
  });

  it('reads from the event whether the repository is public', async () => {
    const privately = await doctor('RD115', {}, { repository: { private: true } });
    expect(privately.outputs['verdict']).toBe('clean');
    const publicly = await doctor('RD115', {}, { repository: { private: false } });
    expect(publicly.outputs).toMatchObject({ verdict: 'findings', warnings: '1' });
    expect((await doctor('RD115')).outputs['verdict']).toBe('unknown');
  });

  it('names all bad inputs in one message', async () => {
    const run = await doctor('golden', { vars: '[]', live: 'maybe', 'fail-on': 'all' });
    expect(run.exitCode).toBe(1);
    const [error = ''] = commandsOf(run, 'error');
    expect(error).toContain('3 inputs are wrong:');
    expect(error).toContain('input "vars" is "[]": must be a JSON object of texts');
    expect(run.outputs).toEqual({});
  });

  it('refuses to be live without a token, and a folder that is not there', async () => {
    const [live = ''] = commandsOf(await doctor('golden', { live: 'true' }), 'error');
    expect(live).toContain('input "github-token" is not set, and `live: true` needs it');
    const missing = await doctor('nowhere');
    expect(missing.exitCode).toBe(1);
    expect(commandsOf(missing, 'error')[0]).toMatch(/is not a folder that can be read \(ENOENT\)/);
    expect(missing.stdout).not.toMatch(/^\s+at /m);
  });

  it('is no more than 900 kB', () => {
    expect(statSync(join(home, 'dist/index.js')).size).toBeLessThan(900_000);
  });
});
