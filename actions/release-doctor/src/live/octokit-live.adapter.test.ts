import { loopbackServer } from '@release-train/testing/loopback-server';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import { fakeLive } from './fake-live.fixture.ts';
import { liveSuite, TEXT, WORKFLOW } from './live.suite.ts';
import { octokitLive } from './octokit-live.ts';

const quick = { throttle: { enabled: false }, retry: { retryAfterBaseValue: 1 } };
const log = { info: () => {}, warning: () => {} };

const place = { owner: 'acme', repo: 'shop' };

liveSuite('octokitLive', async () => {
  const shop = await sandboxRepository();
  await furnish(shop);
  const { api: apiUrl, graphql: graphqlUrl } = shop.sandbox.urls;
  const common = { repository: shop.name, apiUrl, graphqlUrl, env: {}, log, pace: quick };
  const rights = { actions: 'read', contents: 'read', deployments: 'read' } as const;
  const runToken = shop.sandbox.issueRunToken(shop.name, rights);
  return {
    live: octokitLive({ ...common, token: shop.personToken }),
    asRun: octokitLive({ ...common, token: runToken }),
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  };
});

type Shop = Awaited<ReturnType<typeof sandboxRepository>>;

/** The world of the suite, written through the API. */
async function furnish(shop: Shop): Promise<void> {
  const sha = await shop.seed('main', { [WORKFLOW]: TEXT });
  await shop.seed('staging', { 'a.txt': 'a\n' }, 'main');
  await runOnce(shop, sha);
  await makeRules(shop);
  await makeSettings(shop);
  const railway = shop.sandbox.issueAppToken(shop.name, 'railway-app');
  await fetch(`${shop.sandbox.urls.api}/repos/acme/shop/deployments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${railway}` },
    body: JSON.stringify({
      ref: 'main',
      environment: 'shop / production',
      auto_merge: false,
      required_contexts: [],
    }),
  });
}

async function runOnce({ sandbox, name, person }: Shop, sha: string): Promise<void> {
  const ada = { login: 'ada', type: 'User', token: 'user', admin: true } as const;
  const id = sandbox.createRun({
    repository: name,
    workflowName: 'CI',
    path: WORKFLOW,
    headBranch: 'main',
    headSha: sha,
    displayTitle: 'Start',
    status: 'queued',
    event: { name: 'push', repository: name, actor: ada, ref: 'refs/heads/main', sha, payload: {} },
  });
  sandbox.updateRun(id, { status: 'completed', conclusion: 'skipped' });
  await person.rest.actions.disableWorkflow({ ...place, workflow_id: 'ci.yml' });
}

async function makeRules({ person }: Shop): Promise<void> {
  const checks = [{ context: 'test', integration_id: 15368 }];
  await person.rest.repos.createRepoRuleset({
    ...place,
    name: 'main',
    enforcement: 'active',
    conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
    rules: [
      { type: 'pull_request' },
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: checks,
          strict_required_status_checks_policy: false,
        },
      },
    ],
  });
  await person.rest.repos.updateBranchProtection({
    ...place,
    branch: 'staging',
    required_status_checks: { strict: false, contexts: ['unit'] },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });
}

async function makeSettings({ person }: Shop): Promise<void> {
  const { rest } = person;
  const enabled = { enabled: true, allowed_actions: 'selected' } as const;
  await rest.actions.setGithubActionsPermissionsRepository({ ...place, ...enabled });
  const patterns_allowed = ['acme/*'];
  const selected = { github_owned_allowed: true, verified_allowed: false, patterns_allowed };
  await rest.actions.setAllowedActionsRepository({ ...place, ...selected });
  const { data } = await rest.users.getAuthenticated();
  await rest.repos.createOrUpdateEnvironment({
    ...place,
    environment_name: 'production',
    reviewers: [{ type: 'User', id: data.id }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  const branch = { environment_name: 'production', name: 'release/*' };
  await rest.repos.createDeploymentBranchPolicy({ ...place, ...branch });
  const variable = { name: 'PRODUCTION_URL', value: 'https://app.example' };
  await rest.actions.createRepoVariable({ ...place, ...variable });
  const secret = { secret_name: 'RAILWAY_TOKEN', encrypted_value: 'eA==', key_id: '1' };
  await rest.actions.createOrUpdateRepoSecret({ ...place, ...secret });
}

const RUN = {
  id: 2,
  number: 1,
  path: WORKFLOW,
  name: 'CI',
  event: 'push',
  status: 'completed',
  conclusion: 'skipped',
  headBranch: 'main',
  headSha: 'b'.repeat(40),
  actor: 'ada',
  isFromFork: false,
  createdAt: 1,
  url: 'https://github.test/1',
};

const FURNISHED: Parameters<typeof fakeLive>[0] = {
  branches: ['main', 'staging'],
  files: { [`main:${WORKFLOW}`]: TEXT },
  workflows: [{ id: 1, path: WORKFLOW, name: 'CI', state: 'disabled_manually', createdAt: 1 }],
  runs: [RUN],
  policy: {
    enabled: true,
    allowed: 'selected',
    requiresPins: false,
    selected: { github: true, verified: false, patterns: ['acme/*'] },
  },
  tokenDefaults: { permissions: 'read', mayOpenPulls: true },
  rules: {
    main: [
      { type: 'pull_request', checks: [] },
      { type: 'required_status_checks', checks: [{ context: 'test', app: 15368 }] },
    ],
  },
  protections: { staging: { isProtected: true, contexts: ['unit'] } },
  updateRules: {
    main: { viewer: 'ada', viewerMayWrite: true, viewerCanPush: false, approvals: 0 },
  },
  tips: { main: { sha: RUN.headSha, message: 'Start' } },
  environments: [
    { name: 'production', refs: 'custom', hasReviewers: true, admitted: ['release/*'] },
  ],
  variables: { PRODUCTION_URL: 'https://app.example' },
  secretNames: ['RAILWAY_TOKEN'],
  deployments: [
    { environment: 'shop / production', creator: 'railway-app[bot]', ref: 'main', sha: 'a' },
  ],
};

liveSuite('fakeLive', async () => ({
  live: fakeLive(FURNISHED),
  asRun: fakeLive(FURNISHED, ['policy', 'tokenDefaults', 'variables', 'secretNames']),
  [Symbol.asyncDispose]: async () => {},
}));

describe('octokitLive', () => {
  it('reads pages to the end, and no further than its bound', async () => {
    await using server = await loopbackServer((_request, response) => {
      const variables = Array.from({ length: 30 }, (_, at) => ({ name: `V${at}`, value: '' }));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ total_count: 1000, variables }));
    });
    const options = { apiUrl: server.url, graphqlUrl: server.url, env: {}, log, pace: quick };
    const live = octokitLive({ ...options, repository: 'acme/shop', token: 'x' });
    await live.variables();
    expect(server.requests).toHaveLength(8);
  });

  it('refuses what is no repository', () => {
    const options = { apiUrl: '', graphqlUrl: '', env: {}, log, token: 'x', repository: 'shop' };
    expect(() => octokitLive(options)).toThrow('"shop" is not "owner/name"');
  });
});
