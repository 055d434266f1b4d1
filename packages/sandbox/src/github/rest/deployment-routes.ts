/** https://docs.github.com/en/rest/deployments */
import { isAncestor } from '../git/commits.ts';
import { readBranch, readRef } from '../git/refs.ts';
import { addDeploymentStatus, createDeployment } from '../operations/deployments.ts';
import { checkVerdicts } from '../operations/merge-facts.ts';
import { deploymentJson, deploymentStatusJson } from '../payloads/deployment-json.ts';
import type { Deployment } from '../reports.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, invalid, notFound, ok } from './api.ts';
import { requireCommit } from './commit-routes.ts';
import { paged } from './pagination.ts';

const ONE = '/deployments/:id{[0-9]+}';
const read = ['deployments:read'] as const;
const write = ['deployments:write'] as const;

export const deploymentRoutes: readonly Route[] = [
  { method: 'GET', path: '/deployments', needs: read, handle: list },
  { method: 'POST', path: '/deployments', needs: write, handle: create },
  { method: 'GET', path: ONE, needs: read, handle: get },
  { method: 'GET', path: `${ONE}/statuses`, needs: read, handle: listStatuses },
  { method: 'POST', path: `${ONE}/statuses`, needs: write, handle: addStatus },
  { method: 'GET', path: `${ONE}/statuses/:status{[0-9]+}`, needs: read, handle: getStatus },
];

function deploymentOf({ repository, param }: ApiRequest): Deployment {
  const deployment = repository.deployments.get(Number(param('id')));
  if (!deployment) throw notFound();
  return deployment;
}

function list(request: ApiRequest): Reply {
  const { repository, place, url } = request;
  const matches = (name: 'sha' | 'ref' | 'task' | 'environment') => (each: Deployment) =>
    !url.searchParams.has(name) || url.searchParams.get(name) === each[name];
  const found = [...repository.deployments.values()]
    .reverse()
    .filter(matches('sha'))
    .filter(matches('ref'))
    .filter(matches('task'))
    .filter(matches('environment'));
  return paged(request, found, (each) => deploymentJson(place, each));
}

/**
 * By default every status must be successful, and a branch behind the default branch is merged
 * first; the latter is not imitated.
 */
function create(request: ApiRequest): Reply {
  const { repository, place, actor, body } = request;
  const ref = body.text('ref');
  const sha = requireCommit(request, ref);
  if (body.flag('auto_merge', true) && isBehind(request, ref)) {
    throw new ApiError(501, 'not supported by the sandbox: a deployment with auto_merge');
  }
  refuseUnhappy(request, sha);
  const fullRef = [`refs/heads/${ref}`, `refs/tags/${ref}`].find(
    (name) => readRef(repository.gitDir, name) !== null,
  );
  const deployment = createDeployment(place, actor, {
    ref,
    fullRef: fullRef ?? '',
    sha,
    task: body.optionalText('task') ?? 'deploy',
    environment: body.optionalText('environment') ?? 'production',
    description: body.optionalText('description'),
    payload: body.raw('payload') ?? {},
  });
  return created(deploymentJson(place, deployment));
}

function isBehind({ repository }: ApiRequest, ref: string): boolean {
  const tip = readBranch(repository.gitDir, ref);
  const base = readBranch(repository.gitDir, repository.defaultBranch);
  return tip !== null && base !== null && !isAncestor(repository.gitDir, base, tip);
}

function refuseUnhappy({ place, body }: ApiRequest, sha: string): void {
  const verdicts = checkVerdicts(place, sha);
  const contexts = body.has('required_contexts')
    ? body.texts('required_contexts')
    : [...verdicts.keys()];
  if (contexts.every((context) => verdicts.get(context) === 'success')) return;
  throw new ApiError(409, `Conflict: Commit status checks failed for ${body.text('ref')}.`);
}

function get(request: ApiRequest): Reply {
  return ok(deploymentJson(request.place, deploymentOf(request)));
}

function listStatuses(request: ApiRequest): Reply {
  const deployment = deploymentOf(request);
  const newestFirst = [...deployment.statuses].reverse();
  return paged(request, newestFirst, (each) =>
    deploymentStatusJson(request.place, deployment, each),
  );
}

function getStatus(request: ApiRequest): Reply {
  const deployment = deploymentOf(request);
  const id = Number(request.param('status'));
  const status = deployment.statuses.find((each) => each.id === id);
  if (!status) throw notFound();
  return ok(deploymentStatusJson(request.place, deployment, status));
}

const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

function addStatus(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const deployment = deploymentOf(request);
  const state = body.text('state');
  if (!STATES.includes(state)) {
    const message = 'state is not included in the list';
    throw invalid('DeploymentStatus', { field: 'state', code: 'custom', message });
  }
  const target = {
    deployment,
    autoInactive: body.flag('auto_inactive', true),
    status: {
      state,
      description: body.optionalText('description') ?? '',
      environment: body.optionalText('environment') ?? deployment.environment,
      environmentUrl: body.optionalText('environment_url') ?? '',
      logUrl: body.optionalText('log_url') ?? body.optionalText('target_url') ?? '',
    },
  };
  const status = addDeploymentStatus(place, actor, target);
  return created(deploymentStatusJson(place, deployment, status));
}
