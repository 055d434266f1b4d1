import { readCommit } from '../git/commits.ts';
import { isBranchName, listRefs, readBranch } from '../git/refs.ts';
import { isHidden } from '../operations/fresh-refs.ts';
import { commitJson } from '../payloads/commit-json.ts';
import {
  repositoryApi,
  repositoryHtml,
  repositoryJson,
  repositorySettingsJson,
} from '../payloads/repository-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, ok } from './api.ts';
import { paged } from './pagination.ts';

export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '', needs: ['metadata:read'], handle: getRepository },
  { method: 'POST', path: '/dispatches', needs: ['contents:write'], handle: dispatch },
  { method: 'GET', path: '/branches', needs: ['contents:read'], handle: listBranches },
  { method: 'GET', path: '/branches/:branch{.+}', needs: ['contents:read'], handle: getBranch },
];

function getRepository({ world, repository, actor }: ApiRequest): Reply {
  const writes = actor.permissions?.['contents'] !== 'read';
  return ok({
    ...repositoryJson(world, repository),
    ...repositorySettingsJson(repository),
    permissions: {
      admin: actor.admin,
      maintain: actor.admin,
      push: writes,
      triage: writes,
      pull: true,
    },
  });
}

/** https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event */
function dispatch({ world, repository, actor, place, body }: ApiRequest): Reply {
  const branch = repository.defaultBranch;
  const action = body.text('event_type');
  if (action.length > 100)
    throw new ApiError(422, 'event_type is too long (maximum is 100 characters)');
  const sha = readBranch(repository.gitDir, branch) ?? '';
  const payload = {
    action,
    branch,
    client_payload: body.raw('client_payload') ?? {},
    repository: repositoryJson(place.world, repository),
    sender: { login: actor.login },
  };
  const where = { repository: repository.fullName, actor, ref: `refs/heads/${branch}`, sha };
  world.emit({ name: 'repository_dispatch', action, ...where, payload });
  return { status: 204 };
}

function listBranches(request: ApiRequest): Reply {
  const { repository, place } = request;
  const wanted = request.url.searchParams.get('protected');
  const branches = listRefs(repository.gitDir, 'refs/heads/')
    .map((ref) => ({ name: ref.name.slice('refs/heads/'.length), sha: ref.sha }))
    .filter(({ name }) => wanted === null || String(repository.protections.has(name)) === wanted);
  return paged(request, branches, ({ name, sha }) => ({
    name,
    commit: { sha, url: `${repositoryApi(place.world, repository)}/commits/${sha}` },
    protected: repository.protections.has(name),
  }));
}

function getBranch({ repository, place, param }: ApiRequest): Reply {
  const name = param('branch');
  const known = isBranchName(name) && !isHidden(place, `refs/heads/${name}`);
  const sha = known ? readBranch(repository.gitDir, name) : null;
  if (sha === null) throw new ApiError(404, 'Branch not found');
  const api = `${repositoryApi(place.world, repository)}/branches/${encodeURIComponent(name)}`;
  const protection = repository.protections.get(name);
  const contexts = protection?.checks?.contexts ?? [];
  return ok({
    name,
    commit: commitJson(place, readCommit(repository.gitDir, sha)),
    _links: { self: api, html: `${repositoryHtml(place.world, repository)}/tree/${name}` },
    protected: protection !== undefined,
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level: contexts.length === 0 ? 'off' : 'everyone',
        contexts,
        checks: contexts.map((context) => ({ context, app_id: null })),
      },
    },
    protection_url: `${api}/protection`,
  });
}
