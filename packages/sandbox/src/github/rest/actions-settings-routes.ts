/** https://docs.github.com/en/rest/actions/permissions, and which workflows are switched off. */
import { repositoryApi } from '../payloads/repository-json.ts';
import { workflowOf } from './actions-routes.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { noContent, ok } from './api.ts';

const PERMISSIONS = '/actions/permissions';
const WORKFLOW = '/actions/workflows/:workflow';
const admin = ['administration'] as const;
const write = ['actions:write'] as const;

export const actionsSettingsRoutes: readonly Route[] = [
  { method: 'GET', path: PERMISSIONS, needs: admin, handle: getPolicy },
  { method: 'PUT', path: PERMISSIONS, needs: admin, handle: putPolicy },
  { method: 'GET', path: `${PERMISSIONS}/selected-actions`, needs: admin, handle: getSelected },
  { method: 'PUT', path: `${PERMISSIONS}/selected-actions`, needs: admin, handle: putSelected },
  { method: 'GET', path: `${PERMISSIONS}/workflow`, needs: admin, handle: getDefaults },
  { method: 'PUT', path: `${PERMISSIONS}/workflow`, needs: admin, handle: putDefaults },
  { method: 'PUT', path: `${WORKFLOW}/disable`, needs: write, handle: disable },
  { method: 'PUT', path: `${WORKFLOW}/enable`, needs: write, handle: enable },
];

/** What is allowed is told only where anything is. */
function getPolicy({ world, repository }: ApiRequest): Reply {
  const { enabled, allowed, pinned } = repository.actions;
  if (!enabled) return ok({ enabled });
  const url = `${repositoryApi(world, repository)}${PERMISSIONS}/selected-actions`;
  return ok({
    enabled,
    allowed_actions: allowed,
    sha_pinning_required: pinned,
    ...(allowed === 'selected' ? { selected_actions_url: url } : {}),
  });
}

function putPolicy({ repository: { actions }, body }: ApiRequest): Reply {
  actions.enabled = body.flag('enabled', true);
  actions.allowed = body.oneOf(
    'allowed_actions',
    ['all', 'local_only', 'selected'],
    actions.allowed,
  );
  actions.pinned = body.flag('sha_pinning_required', actions.pinned);
  return noContent;
}

function getSelected({ repository: { actions } }: ApiRequest): Reply {
  const { github, verified, patterns } = actions.selected;
  return ok({
    github_owned_allowed: github,
    verified_allowed: verified,
    patterns_allowed: patterns,
  });
}

function putSelected({ repository: { actions }, body }: ApiRequest): Reply {
  actions.selected = {
    github: body.flag('github_owned_allowed', false),
    verified: body.flag('verified_allowed', false),
    patterns: body.texts('patterns_allowed'),
  };
  return noContent;
}

function getDefaults({ repository }: ApiRequest): Reply {
  return ok({
    default_workflow_permissions: repository.actions.defaultPermissions,
    can_approve_pull_request_reviews: repository.settings.actionsMayCreatePullRequests,
  });
}

function putDefaults({ repository, body }: ApiRequest): Reply {
  const { actions, settings } = repository;
  actions.defaultPermissions = body.oneOf(
    'default_workflow_permissions',
    ['read', 'write'],
    actions.defaultPermissions,
  );
  repository.settings = {
    ...settings,
    actionsMayCreatePullRequests: body.flag(
      'can_approve_pull_request_reviews',
      settings.actionsMayCreatePullRequests,
    ),
  };
  return noContent;
}

function disable(request: ApiRequest): Reply {
  request.repository.actions.states.set(workflowOf(request).path, 'disabled_manually');
  return noContent;
}

function enable(request: ApiRequest): Reply {
  request.repository.actions.states.delete(workflowOf(request).path);
  return noContent;
}
