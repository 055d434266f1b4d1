/** https://docs.github.com/en/rest/deployments/environments: told, and enforced by nobody here. */
import type { Environment } from '../actions-settings.ts';
import { timestamp } from '../model.ts';
import { accountJson, nodeId } from '../payloads/account-json.ts';
import { repositoryApi, repositoryHtml } from '../payloads/repository-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, ok } from './api.ts';
import { type Fields, readFields } from './fields.ts';
import { environmentOf } from './named-value-routes.ts';
import { cut } from './pagination.ts';

const ONE = '/environments/:environment';
const POLICIES = `${ONE}/deployment-branch-policies`;
const read = ['actions:read'] as const;
const admin = ['administration'] as const;

export const environmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/environments', needs: read, handle: listEnvironments },
  { method: 'PUT', path: ONE, needs: admin, handle: putEnvironment },
  { method: 'GET', path: POLICIES, needs: read, handle: listPolicies },
  { method: 'POST', path: POLICIES, needs: admin, handle: addPolicy },
];

function listEnvironments(request: ApiRequest): Reply {
  const all = [...request.repository.actions.environments];
  const { items, headers } = cut(request.url, all);
  const environments = items.map(([name, each]) => environmentJson(request, name, each));
  return { status: 200, headers, body: { total_count: all.length, environments } };
}

function putEnvironment(request: ApiRequest): Reply {
  const { world, repository, param, body } = request;
  const name = param('environment');
  const { environments } = repository.actions;
  const known = environments.get(name);
  const environment: Environment = {
    id: known?.id ?? world.nextId(),
    createdAt: known?.createdAt ?? timestamp(),
    branches: known?.branches ?? new Map(),
    variables: known?.variables ?? new Map(),
    secrets: known?.secrets ?? new Map(),
    waitTimer: Number(body.raw('wait_timer') ?? 0),
    reviewers: reviewersOf(request),
    refs: refsOf(body),
  };
  environments.set(name, environment);
  return ok(environmentJson(request, name, environment));
}

function reviewersOf({ world, body }: ApiRequest): readonly string[] {
  const given = body.raw('reviewers') ?? [];
  const ids = Array.isArray(given) ? given.map((each) => readFields(each)) : [];
  return ids.map((each) => {
    const account = [...world.accounts.values()].find(({ id }) => id === each.raw('id'));
    if (each.text('type') === 'User' && account) return account.login;
    throw new ApiError(501, 'not supported by the sandbox: reviewers other than people it knows');
  });
}

/** Exactly one of the two may be true: both, or neither, is no policy. */
function refsOf(body: Fields): Environment['refs'] {
  const policy = body.raw('deployment_branch_policy') ?? null;
  if (policy === null) return null;
  const fields = readFields(policy);
  const isProtected = fields.flag('protected_branches', false);
  if (isProtected === fields.flag('custom_branch_policies', false)) {
    throw new ApiError(422, 'Validation Failed');
  }
  return isProtected ? 'protected' : 'custom';
}

function environmentJson({ world, repository }: ApiRequest, name: string, each: Environment) {
  const path = encodeURIComponent(name);
  return {
    id: each.id,
    node_id: nodeId('EN', each.id),
    name,
    url: `${repositoryApi(world, repository)}/environments/${path}`,
    html_url: `${repositoryHtml(world, repository)}/deployments/activity_log?environments_filter=${path}`,
    created_at: each.createdAt,
    updated_at: each.createdAt,
    protection_rules: rulesJson(world, each),
    deployment_branch_policy: each.refs && {
      protected_branches: each.refs === 'protected',
      custom_branch_policies: each.refs === 'custom',
    },
  };
}

function rulesJson(world: ApiRequest['world'], { id, waitTimer, reviewers, refs }: Environment) {
  const rule = (type: string) => ({ id, node_id: nodeId('GA', id), type });
  const people = reviewers.map((login) => ({ type: 'User', reviewer: accountJson(world, login) }));
  return [
    ...(waitTimer > 0 ? [{ ...rule('wait_timer'), wait_timer: waitTimer }] : []),
    ...(people.length > 0
      ? [{ ...rule('required_reviewers'), prevent_self_review: false, reviewers: people }]
      : []),
    ...(refs ? [rule('branch_policy')] : []),
  ];
}

function listPolicies(request: ApiRequest): Reply {
  const all = [...environmentOf(request).branches];
  const { items, headers } = cut(request.url, all);
  const shown = items.map(([name, id]) => policyJson(name, id));
  return { status: 200, headers, body: { total_count: all.length, branch_policies: shown } };
}

function addPolicy(request: ApiRequest): Reply {
  const { branches } = environmentOf(request);
  const name = request.body.text('name');
  const id = branches.get(name) ?? request.world.nextId();
  branches.set(name, id);
  return ok(policyJson(name, id));
}

const policyJson = (name: string, id: number) => ({
  id,
  node_id: nodeId('GBP', id),
  name,
  type: 'branch',
});
