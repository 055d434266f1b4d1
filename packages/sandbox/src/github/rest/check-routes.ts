/** Check runs, check suites and commit statuses. */
import { peel } from '../git/refs.ts';
import type { Repository } from '../model.ts';
import { createStatus } from '../operations/deployments.ts';
import {
  appCheckJson,
  appSuiteJson,
  checkRunJson,
  checkSuiteJson,
} from '../payloads/check-json.ts';
import { simpleStatusJson, statusJson } from '../payloads/deployment-json.ts';
import { repositoryApi, repositoryJson } from '../payloads/repository-json.ts';
import type { CommitStatus } from '../reports.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created } from './api.ts';
import { requireCommit } from './commit-routes.ts';
import { cut, paged } from './pagination.ts';

const checks = ['checks:read'] as const;
const statuses = ['statuses:read'] as const;

export const checkRoutes: readonly Route[] = [
  { method: 'GET', path: '/commits/:ref/check-runs', needs: checks, handle: listCheckRuns },
  { method: 'GET', path: '/commits/:ref/check-suites', needs: checks, handle: listSuites },
  { method: 'GET', path: '/commits/:ref/status', needs: statuses, handle: combinedStatus },
  { method: 'GET', path: '/commits/:ref/statuses', needs: statuses, handle: listStatuses },
  { method: 'POST', path: '/statuses/:sha', needs: ['statuses:write'], handle: postStatus },
];

const runsAt = (repository: Repository, sha: string) =>
  [...repository.runs.values()].filter((run) => run.headSha === sha);

/** `filter=latest` (the default) keeps the newest run of each name within a suite. */
function listCheckRuns(request: ApiRequest): Reply {
  const { repository, place, param, url } = request;
  const sha = requireCommit(request, param('ref'));
  const wanted = (name: string, value: string | null) =>
    !url.searchParams.has(name) || url.searchParams.get(name) === value;
  const found = runsAt(repository, sha).flatMap((run) =>
    [...repository.checkRuns.values()]
      .filter((check) => check.runId === run.id)
      .filter((check) => wanted('check_name', check.name) && wanted('status', check.status))
      .map((check) => () => checkRunJson(place, run, check)),
  );
  const byApps = [...repository.appChecks.values()]
    .filter((check) => check.headSha === sha)
    .filter((check) => wanted('check_name', check.name) && wanted('status', check.status))
    .map((check) => () => appCheckJson(place, check));
  const all = [...found, ...byApps];
  const { items, headers } = cut(url, all);
  const shown = items.map((describe) => describe());
  return { status: 200, headers, body: { total_count: all.length, check_runs: shown } };
}

function listSuites(request: ApiRequest): Reply {
  const { repository, place, param, url } = request;
  const sha = requireCommit(request, param('ref'));
  const count = (runId: number) =>
    [...repository.checkRuns.values()].filter((check) => check.runId === runId).length;
  const byApps = [...repository.appChecks.values()].filter((check) => check.headSha === sha);
  const suites = Map.groupBy(byApps, ({ suiteId }) => suiteId);
  const all = [
    ...runsAt(repository, sha).map((run) => () => checkSuiteJson(place, run, count(run.id))),
    ...[...suites.values()].map((suite) => () => appSuiteJson(place, suite)),
  ];
  const { items, headers } = cut(url, all);
  const shown = items.map((describe) => describe());
  return { status: 200, headers, body: { total_count: all.length, check_suites: shown } };
}

const statusesAt = (repository: Repository, sha: string): CommitStatus[] =>
  repository.statuses.filter((status) => status.sha === sha).reverse();

/** https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference */
function combinedStatus(request: ApiRequest): Reply {
  const { repository, place, param } = request;
  const sha = requireCommit(request, param('ref'));
  const latest = statusesAt(repository, sha).filter(
    (status, at, all) => all.findIndex((each) => each.context === status.context) === at,
  );
  const api = repositoryApi(place.world, repository);
  const body = {
    state: combine(latest),
    statuses: latest.map((status) => simpleStatusJson(place, status)),
    sha,
    total_count: latest.length,
    repository: repositoryJson(place.world, repository),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  };
  return { status: 200, body };
}

function combine(latest: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (latest.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  const done = latest.length > 0 && latest.every(({ state }) => state === 'success');
  return done ? 'success' : 'pending';
}

function listStatuses(request: ApiRequest): Reply {
  const { repository, place, param } = request;
  const found = statusesAt(repository, requireCommit(request, param('ref')));
  return paged(request, found, (status) => statusJson(place, status));
}

function postStatus(request: ApiRequest): Reply {
  const { repository, place, actor, param, body } = request;
  const sha = param('sha');
  if (!/^[0-9a-f]{40}$/.test(sha) || peel(repository.gitDir, sha) !== sha) {
    throw new ApiError(422, `No commit found for SHA: ${sha}`);
  }
  const states = ['error', 'failure', 'pending', 'success'] as const;
  const given = body.text('state');
  const state = states.find((each) => each === given);
  if (!state) {
    throw new ApiError(422, 'Validation Failed', [
      {
        resource: 'Status',
        code: 'custom',
        field: 'state',
        message: 'state is not included in the list',
      },
    ]);
  }
  const description = body.optionalText('description');
  if (description !== null && description.length > 140) {
    throw new ApiError(422, 'Validation Failed', [
      {
        resource: 'Status',
        code: 'custom',
        field: 'description',
        message: 'description is too long (maximum is 140 characters)',
      },
    ]);
  }
  const context = body.optionalText('context') ?? 'default';
  const targetUrl = body.optionalText('target_url');
  const status = { sha, state, description, context, targetUrl };
  return created(statusJson(place, createStatus(place, actor, status)));
}
