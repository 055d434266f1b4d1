import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestBed } from './test-bed.ts';
import { openTestBed } from './test-bed.ts';

const CI = '.github/workflows/ci.yml';
const text = 'name: CI\non: push\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }\n';

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed();
  await bed.git(['checkout', '-q', 'main']);
  await bed.git(['update-index', '--add', '--cacheinfo', `100644,${await blob(text)},${CI}`]);
  await bed.git(['commit', '-qm', 'Add CI']);
  await bed.git(['push', '-q', 'origin', 'main']);
});
afterAll(() => bed[Symbol.asyncDispose]());

async function blob(content: string): Promise<string> {
  await bed.commit('ci.txt', content);
  return (await bed.git(['rev-parse', 'HEAD:ci.txt'])).stdout.trim();
}

const put = (path: string, body?: object) => bed.api('PUT', path, { body });

describe('the settings of Actions', () => {
  it('are for administrators, not for runs', async () => {
    const token = bed.github.issueRunToken('acme/shop', { actions: 'write', contents: 'write' });
    const paths = ['permissions', 'permissions/workflow', 'variables', 'secrets'];
    for (const path of paths) {
      expect((await bed.api('GET', `/actions/${path}`, { token })).status).toBe(403);
      expect((await bed.api('GET', `/actions/${path}`, { token: bed.bob })).status).toBe(404);
      expect((await bed.api('GET', `/actions/${path}`)).status).toBe(200);
    }
  });

  it('say what may run, and with which rights', async () => {
    const selected = { github_owned_allowed: true, patterns_allowed: ['acme/*'] };
    await put('/actions/permissions', { enabled: true, allowed_actions: 'selected' });
    await put('/actions/permissions/selected-actions', selected);
    await put('/actions/permissions/workflow', { default_workflow_permissions: 'write' });
    expect((await bed.api('GET', '/actions/permissions')).body).toMatchObject({
      allowed_actions: 'selected',
    });
    expect((await bed.api('GET', '/actions/permissions/selected-actions')).body).toEqual({
      ...selected,
      verified_allowed: false,
    });
    expect((await bed.api('GET', '/actions/permissions/workflow')).body).toEqual({
      default_workflow_permissions: 'write',
      can_approve_pull_request_reviews: false,
    });
  });

  it('say nothing of what is allowed where nothing runs', async () => {
    await put('/actions/permissions', { enabled: false });
    expect((await bed.api('GET', '/actions/permissions')).body).toEqual({ enabled: false });
    expect(bed.github.startsRuns('acme/shop', CI)).toBe(false);
    await put('/actions/permissions', { enabled: true });
    expect(bed.github.startsRuns('acme/shop', CI)).toBe(true);
  });

  it('switch one workflow off and on', async () => {
    const state = async () => (await bed.api('GET', '/actions/workflows/ci.yml')).body['state'];
    expect((await put('/actions/workflows/ci.yml/disable')).status).toBe(204);
    expect(await state()).toBe('disabled_manually');
    expect(bed.github.startsRuns('acme/shop', CI)).toBe(false);
    await put('/actions/workflows/ci.yml/enable');
    expect(await state()).toBe('active');
  });
});

describe('an environment', () => {
  it('tells its rules and the branches that may deploy', async () => {
    const { body: ada } = await bed.api('GET', '');
    const id = ada['owner']?.['id'];
    const policy = { protected_branches: false, custom_branch_policies: true };
    await put('/environments/production', {
      wait_timer: 5,
      reviewers: [{ type: 'User', id }],
      deployment_branch_policy: policy,
    });
    const branches = '/environments/production/deployment-branch-policies';
    await bed.api('POST', branches, { body: { name: 'release/*' } });
    const { body } = await bed.api('GET', '/environments');
    expect(body['environments']?.[0]).toMatchObject({
      name: 'production',
      deployment_branch_policy: policy,
      protection_rules: [
        { type: 'wait_timer', wait_timer: 5 },
        { type: 'required_reviewers', reviewers: [{ reviewer: { login: 'acme' } }] },
        { type: 'branch_policy' },
      ],
    });
    expect((await bed.api('GET', branches)).body).toMatchObject({
      branch_policies: [{ name: 'release/*', type: 'branch' }],
    });
    expect((await bed.api('GET', '/environments/none/secrets')).status).toBe(404);
  });

  it('has a policy of one kind or none', async () => {
    const policy = { protected_branches: true, custom_branch_policies: true };
    const { status } = await put('/environments/both', { deployment_branch_policy: policy });
    expect(status).toBe(422);
  });
});

describe('variables and secrets', () => {
  it('are listed by name, secrets without their value', async () => {
    const secret = { encrypted_value: 'c2VjcmV0', key_id: '1' };
    expect((await put('/actions/secrets/token', secret)).status).toBe(201);
    expect((await put('/actions/secrets/token', secret)).status).toBe(204);
    const { body: secrets } = await bed.api('GET', '/actions/secrets');
    expect(secrets).toMatchObject({ total_count: 1, secrets: [{ name: 'TOKEN' }] });
    expect(JSON.stringify(secrets)).not.toContain('c2VjcmV0');
    for (let at = 0; at < 11; at += 1) {
      await bed.api('POST', '/actions/variables', { body: { name: `V${at}`, value: String(at) } });
    }
    const again = { body: { name: 'v1', value: 'x' } };
    expect((await bed.api('POST', '/actions/variables', again)).status).toBe(409);
    const { body, headers } = await bed.api('GET', '/actions/variables');
    expect(body).toMatchObject({ total_count: 11, variables: { length: 10 } });
    expect(headers.get('link')).toContain('page=2');
    expect((await bed.api('GET', '/actions/organization-secrets')).body).toEqual({
      total_count: 0,
      secrets: [],
    });
  });
});
