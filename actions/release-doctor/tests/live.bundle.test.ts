/** The bundle against a GitHub: the golden case, asked live by a run and by an administrator. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const home = join(import.meta.dirname, '..');
const place = { owner: 'acme', repo: 'shop' };
const CI = '.github/workflows/ci.yml';
const MONITOR = '.github/workflows/post-deploy.yml';

const state: { shop?: SandboxRepository; folder: string } = { folder: '' };

beforeAll(async () => {
  const shop = await sandboxRepository();
  state.shop = shop;
  state.folder = await mkdtemp(join(tmpdir(), 'doctor-live-'));
  await cp(join(home, 'fixtures/golden'), state.folder, { recursive: true });
  const text = (path: string) => readFile(join(state.folder, path), 'utf8');
  const [ci, monitor] = [await text(CI), await text(MONITOR)];
  const sha = await shop.seed('main', { [CI]: ci, [MONITOR]: monitor });
  execFileSync('git', ['init', '-q', '-b', 'main', state.folder]);
  ciRan(shop, sha);
  const { rest } = shop.person;
  await rest.actions.disableWorkflow({ ...place, workflow_id: 'post-deploy.yml' });
  const variable = { name: 'PRODUCTION_URL', value: 'https://app.example' };
  await rest.actions.createRepoVariable({ ...place, ...variable });
  const secret = { secret_name: 'RAILWAY_API_TOKEN', encrypted_value: 'eA==', key_id: '1' };
  await rest.actions.createOrUpdateRepoSecret({ ...place, ...secret });
});

afterAll(async () => {
  await state.shop?.[Symbol.asyncDispose]();
  await rm(state.folder, { recursive: true, force: true });
});

function ciRan({ sandbox, name }: SandboxRepository, sha: string): void {
  const actor = { login: 'ada', type: 'User', token: 'user', admin: true } as const;
  const id = sandbox.createRun({
    repository: name,
    workflowName: 'CI and Smoke',
    path: CI,
    headBranch: 'main',
    headSha: sha,
    displayTitle: 'Release',
    status: 'queued',
    event: { name: 'push', repository: name, actor, ref: 'refs/heads/main', sha, payload: {} },
  });
  sandbox.updateRun(id, { status: 'completed', conclusion: 'success' });
}

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
}

async function ask(token: string, inputs: Record<string, string> = {}) {
  const { sandbox, env, name } = state.shop ?? (await sandboxRepository());
  const before = sandbox.requests.length;
  const run = await runBundle('release-doctor', {
    inputs: {
      path: join(state.folder, '.github/workflows'),
      live: 'true',
      'github-token': token,
      ...inputs,
    },
    env: { ...env, GITHUB_REPOSITORY: name },
  });
  const findings: readonly Finding[] = JSON.parse(run.outputs['findings'] ?? '[]');
  return { run, findings, requests: sandbox.requests.slice(before) };
}

describe('the bundle of release-doctor, live', () => {
  it('proves what the files could only assume, and says what is switched off', async () => {
    const { run, findings, requests } = await ask(state.shop?.personToken ?? '');
    expect(run.stderr).toBe('');
    const severities = findings.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(severities).toEqual(
      expect.arrayContaining(['RD108 error', 'RD201 error', 'RD202 error', 'RD206 warning']),
    );
    expect(severities.filter((each) => each.endsWith('unknown'))).toEqual([]);
    expect(run.summary).toContain('is switched off (disabled\\_manually)');
    expect(requests.every(({ method, path }) => method === 'GET' || path === '/api/graphql')).toBe(
      true,
    );
    expect(requests.length).toBeLessThan(40);
  });

  it('names the permission for each thing a run may not see, and passes none of it', async () => {
    const shop = state.shop;
    const token = shop?.sandbox.issueRunToken(shop.name, { contents: 'read' }) ?? '';
    const { run, findings } = await ask(token);
    expect(run.exitCode).toBe(1);
    const unknown = findings.filter(({ severity }) => severity === 'unknown');
    expect(unknown.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['RD000', 'RD108', 'RD206']),
    );
    const permissions = unknown.map(({ fix }) => fix).join('\n');
    expect(permissions).toContain('`actions: read`');
    expect(permissions).toContain(
      'the permission "Secrets" (read), which the token of a run never has',
    );
    const told = run.stdout.replaceAll(/^::add-mask::.*$/gm, '');
    expect(told).not.toContain(token.slice(4));
  });

  it('ends red with the reason where the token is not good at all', async () => {
    const { run } = await ask('ghs_wrong');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/::error.*401.*Bad credentials/);
    expect(run.outputs).toEqual({});
  });

  it('does not load the client of GitHub where it is not asked', async () => {
    const { requests } = await ask('', { live: 'false' });
    expect(requests).toEqual([]);
  });
});
