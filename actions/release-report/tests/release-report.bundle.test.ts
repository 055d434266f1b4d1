import { railwayApi } from '@release-train/testing/fake-railway-api';
import { runBundle } from '@release-train/testing/run-bundle';
import {
  type SandboxRepository,
  sandboxRepository,
} from '@release-train/testing/sandbox-repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const place = { owner: 'acme', repo: 'shop' };
const allReads = {
  checks: 'read',
  contents: 'read',
  deployments: 'read',
  statuses: 'read',
} as const;

describe('the bundle of release-report on a GitHub', () => {
  let repository: SandboxRepository;
  let landed: string;

  const token = (permissions: Record<string, 'read' | 'write'>): string =>
    repository.sandbox.issueRunToken(repository.name, permissions);

  const reported = (inputs: Record<string, string>, event: Record<string, unknown> = {}) =>
    runBundle('release-report', {
      inputs: { 'github-token': token({ ...allReads, 'pull-requests': 'write' }), ...inputs },
      env: { ...repository.env, GITHUB_EVENT_NAME: 'deployment_status' },
      event,
    });

  const comments = async () =>
    (await repository.person.rest.issues.listComments({ ...place, issue_number: 1 })).data;

  beforeEach(async () => {
    repository = await sandboxRepository();
    await repository.seed('main', { 'app.js': 'one\n' });
    await repository.seed('staging', { 'app.js': 'one\n', 'b.js': 'b\n' }, 'main');
    const { person, sandbox } = repository;
    const writer = token({ checks: 'write', 'pull-requests': 'write', statuses: 'write' });
    const send = (path: string, body: object): Promise<Response> =>
      fetch(`${sandbox.urls.api}/repos/acme/shop${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${writer}` },
        body: JSON.stringify(body),
      });
    const title = 'Release | of ``` @everyone';
    await send('/pulls', { head: 'staging', base: 'main', title, body: '' });
    const tip = await repository.tip('staging');
    await send('/check-runs', { name: 'test', head_sha: tip, conclusion: 'success' });
    await person.rest.pulls.createReview({ ...place, pull_number: 1, event: 'APPROVE' });
    landed = await repository.merge(1, 'squash');
    const description = 'healthy (clean) [0a1b2c3d.0a1b2c3d4e5f]';
    const context = 'release-train/monitor';
    await send(`/statuses/${landed}`, { state: 'success', description, context });
  });

  afterEach(() => repository[Symbol.asyncDispose]());

  it('tells a release by its number or its deployment, and comments once', async () => {
    const api = await railwayApi({
      startMs: Date.now(),
      nowMs: () => Date.now() + 60_000,
      projectToken: 'project-token',
      world: {
        project: 'shop',
        environment: 'production',
        services: [
          { name: 'web', trigger: { repository: 'acme/shop', branch: 'main', waitsForCi: false } },
        ],
        deployments: [
          { id: 'web-1', service: 'web', commit: landed, history: [[20_000, 'SUCCESS']] },
        ],
      },
    });
    await using _api = api;
    const railway = { 'railway-token': 'project-token', 'api-url': `${api.url}/graphql/v2` };

    const first = await reported({ 'pull-request': '1', ...railway });
    const written = await comments();

    expect(first.stdout).toContain('the report is complete');
    expect(first.exitCode).toBe(0);
    expect(first.outputs).toMatchObject({
      verdict: 'complete',
      'comment-url': written[0]?.html_url,
    });
    expect(Number(first.outputs['total-ms'])).toBeGreaterThan(0);
    expect(first.summary).toContain('| **Approval by a person** | [done]');
    expect(first.summary).toContain('Release \\| of \\`\\`\\` @\u200beveryone');
    expect(written.map(({ user }) => user?.login)).toEqual(['github-actions[bot]']);
    expect(written[0]?.body).toContain('<!-- release-train:report v1 {"environment":"production"}');

    const second = await reported(railway, { deployment: { sha: landed } });

    expect(second.outputs['markdown']).toBe(first.outputs['markdown']);
    expect(second.stdout).toContain('the comment on #1 is unchanged');
    expect(await comments()).toEqual(written);
  });

  it('says of each missing permission what is not known for it', async () => {
    const { outputs, exitCode, stdout } = await reported({
      'pull-request': '1',
      'github-token': token({ 'pull-requests': 'read' }),
      language: 'ru',
    });

    const { stages } = JSON.parse(outputs['report'] ?? '') as {
      stages: readonly { stage: string; state: string }[];
    };
    const unknown = stages.filter(({ state }) => state === 'unknown').map(({ stage }) => stage);
    expect(unknown).toEqual(['staging', 'checks', 'deploy', 'health', 'monitor']);
    expect(outputs['verdict']).toBe('incomplete');
    expect(outputs['markdown']).toContain('у токена нет права это читать');
    expect(stdout).toContain('::warning::the report could not be kept as a comment on #1');
    expect(exitCode).toBe(0);
  });

  it('refuses a number that is none of a pull request', async () => {
    const { exitCode, stdout } = await reported({ 'pull-request': '12' });

    expect(exitCode).toBe(1);
    expect(stdout).toContain('::error::input "pull-request": #12 does not exist in "acme/shop"');
  });
});
