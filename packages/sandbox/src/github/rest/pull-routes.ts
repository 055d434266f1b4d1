/** https://docs.github.com/en/rest/pulls/pulls */
import { changedFiles } from '../git/changes.ts';
import { mergeBase, readCommits } from '../git/commits.ts';
import { isBranchName, readBranch } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { isHidden } from '../operations/fresh-refs.ts';
import {
  commitsBetween,
  editPull,
  openPull,
  openPullOf,
  setState,
} from '../operations/pull-edits.ts';
import { mergePull } from '../operations/pull-merge.ts';
import { knownMergeability, revealMergeability } from '../operations/test-merge.ts';
import { updateBranch } from '../operations/update-branch.ts';
import { commitJson, fileJson, type Place } from '../payloads/commit-json.ts';
import { fullPullJson, pullCommits, pullJson } from '../payloads/pull-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, invalid, noContent, notFound, ok, pullOf } from './api.ts';
import { cut, paged } from './pagination.ts';
import { refuseActions, refuseForks, refuseLong, refuseOutsiders } from './pull-refusals.ts';

const MAX_COMMITS = 250;
const MAX_FILES = 3000;
const PULL = '/pulls/:number{[0-9]+}';

export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: '/pulls', needs: ['pull-requests:read'], handle: listPulls },
  {
    method: 'POST',
    path: '/pulls',
    needs: ['pull-requests:write'],
    outsiders: true,
    handle: createPull,
  },
  { method: 'GET', path: PULL, needs: ['pull-requests:read'], handle: getPull },
  { method: 'PATCH', path: PULL, needs: ['pull-requests:write'], handle: patchPull },
  { method: 'GET', path: `${PULL}/commits`, needs: ['pull-requests:read'], handle: listCommits },
  { method: 'GET', path: `${PULL}/files`, needs: ['pull-requests:read'], handle: listFiles },
  { method: 'GET', path: `${PULL}/merge`, needs: ['pull-requests:read'], handle: isMerged },
  { method: 'PUT', path: `${PULL}/merge`, needs: ['contents:write'], handle: merge },
  {
    method: 'PUT',
    path: `${PULL}/update-branch`,
    needs: ['pull-requests:write'],
    handle: update,
  },
];

function listPulls(request: ApiRequest): Reply {
  const { repository, place, url } = request;
  const query = (name: string) => url.searchParams.get(name);
  const state = query('state') ?? 'open';
  const [head, base] = [query('head'), query('base')];
  const labelOf = (pull: PullRequest) => `${repository.owner}:${pull.headRef}`;
  // A `head` without its owner is ignored, as at GitHub.
  const byHead = head?.includes(':') ?? false;
  const pulls = [...repository.pulls.values()]
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => !byHead || labelOf(pull) === head)
    .filter((pull) => base === null || pull.baseRef === base);
  const updated = query('sort') === 'updated';
  const key = (pull: PullRequest) => (updated ? Date.parse(pull.updatedAt) : pull.number);
  const ascending = (query('direction') ?? (query('sort') ? 'asc' : 'desc')) === 'asc';
  pulls.sort((a, b) => (key(a) - key(b) || a.number - b.number) * (ascending ? 1 : -1));
  return paged(request, pulls, (pull) => pullJson(place, pull));
}

function createPull(request: ApiRequest): Reply {
  const { place, actor, body, repository } = request;
  refuseActions(request);
  refuseForks(request);
  refuseOutsiders(request);
  const title = body.text('title').trim();
  const headRef = body.text('head').replace(`${repository.owner}:`, '');
  const baseRef = body.text('base');
  if (title === '') throw invalid('PullRequest', { field: 'title', code: 'missing_field' });
  const text = body.optionalText('body');
  refuseLong(text);
  for (const [field, name] of [
    ['head', headRef],
    ['base', baseRef],
  ] as const) {
    const exists =
      isBranchName(name) &&
      readBranch(repository.gitDir, name) !== null &&
      !isHidden(place, `refs/heads/${name}`);
    if (!exists) throw invalid('PullRequest', { field, code: 'invalid' });
  }
  if (openPullOf(place, headRef, baseRef)) {
    const message = `A pull request already exists for ${repository.owner}:${headRef}.`;
    throw invalid('PullRequest', { code: 'custom', message });
  }
  const range = [`refs/heads/${baseRef}`, `refs/heads/${headRef}`] as const;
  if (commitsBetween(place, ...range) === 0) {
    const message = `No commits between ${baseRef} and ${headRef}`;
    throw invalid('PullRequest', { code: 'custom', message });
  }
  const draft = body.flag('draft', false);
  const pull = openPull(place, actor, { title, body: text, headRef, baseRef, draft });
  return created(fullPullJson(place, pull, knownMergeability(place, pull)));
}

function getPull(request: ApiRequest): Reply {
  const pull = pullOf(request);
  return ok(fullPullJson(request.place, pull, revealMergeability(request.place, pull)));
}

function patchPull(request: ApiRequest): Reply {
  const { place, actor, body, repository } = request;
  const pull = pullOf(request);
  const title = body.optionalText('title');
  const base = body.optionalText('base');
  refuseLong(body.optionalText('body'));
  if (base !== null && (!isBranchName(base) || readBranch(repository.gitDir, base) === null)) {
    throw invalid('PullRequest', { field: 'base', code: 'invalid' });
  }
  const edit = {
    ...(title === null ? {} : { title }),
    ...(body.has('body') ? { body: body.optionalText('body') } : {}),
    ...(base === null ? {} : { base }),
  };
  editPull(place, actor, { pull, edit });
  const state = body.oneOf('state', ['open', 'closed'], pull.state);
  const refusal = setState(place, actor, { pull, state });
  if (refusal)
    throw invalid('PullRequest', {
      field: 'state',
      code: 'custom',
      message: `state cannot be changed. ${refusal}`,
    });
  return ok(fullPullJson(place, pull, knownMergeability(place, pull)));
}

function listCommits(request: ApiRequest): Reply {
  const { place, repository, url } = request;
  const { items, headers } = cut(url, firstCommits(place, pullCommits(place, pullOf(request))));
  const commits = readCommits(repository.gitDir, items);
  return { status: 200, headers, body: commits.map((commit) => commitJson(place, commit)) };
}

const firstCommits = ({ world }: Place, shas: readonly string[]): readonly string[] =>
  world.habits['lists-are-capped'] ? shas.slice(0, MAX_COMMITS) : shas;

function listFiles(request: ApiRequest): Reply {
  const { place, repository } = request;
  const pull = pullOf(request);
  const fork = mergeBase(repository.gitDir, pull.baseSha, pull.headSha);
  const files = fork === null ? [] : changedFiles(repository.gitDir, fork, pull.headSha);
  const shown = place.world.habits['lists-are-capped'] ? files.slice(0, MAX_FILES) : files;
  return paged(request, shown, (file) => fileJson(place, file, pull.headSha));
}

function isMerged(request: ApiRequest): Reply {
  if (pullOf(request).mergedAt === null) throw notFound();
  return noContent;
}

function merge(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const outcome = mergePull(place, pullOf(request), {
    actor,
    method: body.oneOf('merge_method', ['merge', 'squash', 'rebase'], 'merge'),
    sha: body.optionalText('sha'),
    override: {
      title: body.optionalText('commit_title'),
      message: body.optionalText('commit_message'),
    },
  });
  if (!outcome.merged) throw new ApiError(outcome.status, outcome.message);
  return ok({ sha: outcome.sha, merged: true, message: 'Pull Request successfully merged' });
}

/** https://docs.github.com/en/rest/pulls/pulls#update-a-pull-request-branch; GitHub does it a little later. */
function update(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  if (pull.state === 'closed') throw new ApiError(422, 'Pull request is closed');
  if ((body.optionalText('expected_head_sha') ?? pull.headSha) !== pull.headSha) {
    throw new ApiError(422, 'expected head sha didn’t match current head ref.');
  }
  const refusal = updateBranch(place, actor, pull);
  if (refusal) throw new ApiError(422, refusal);
  const { html_url: url } = pullJson(place, pull);
  return { status: 202, body: { message: 'Updating pull request branch.', url } };
}
