/** Commits, comparisons and `POST /merges`. */
import { changedFiles } from '../git/changes.ts';
import {
  aheadBehind,
  isAncestor,
  mergeBase,
  readCommit,
  readCommits,
  revList,
} from '../git/commits.ts';
import { git } from '../git/git-process.ts';
import { commitTree, mergeTree } from '../git/merges.ts';
import { readBranch, resolveCommit } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { isLagging } from '../operations/pull-index.ts';
import { applyRefChange, judgeRefChange, refusalText } from '../operations/ref-changes.ts';
import { identityOf, serverIdentity } from '../payloads/account-json.ts';
import { commitJson, fileJson } from '../payloads/commit-json.ts';
import { pullCommits, pullJson } from '../payloads/pull-json.ts';
import { repositoryApi, repositoryHtml } from '../payloads/repository-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, noContent, ok } from './api.ts';
import { cut, paged } from './pagination.ts';

/** What GitHub shows of a comparison at most. */
const MAX_COMMITS = 250;
const MAX_FILES = 300;

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: '/commits', needs: ['contents:read'], handle: listCommits },
  { method: 'GET', path: '/commits/:ref/pulls', needs: ['pull-requests:read'], handle: pullsOf },
  { method: 'GET', path: '/compare/:range{.+}', needs: ['contents:read'], handle: compare },
  { method: 'POST', path: '/merges', needs: ['contents:write'], handle: merge },
];

/** Registered last: `{ref}` may hold slashes and swallows everything below `/commits/`. */
export const commitByRef: Route = {
  method: 'GET',
  path: '/commits/:ref{.+}',
  needs: ['contents:read'],
  handle: getCommit,
};

/** 422 for something that looks like a hash, 404 for a name. */
export function requireCommit({ repository }: ApiRequest, ref: string): string {
  const sha = resolveCommit(repository.gitDir, ref);
  if (sha !== null) return sha;
  if (/^[0-9a-f]{40}$/.test(ref)) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  throw new ApiError(404, 'Not Found');
}

function listCommits(request: ApiRequest): Reply {
  const { repository, place, url } = request;
  const wanted = ['path', 'author', 'since', 'until'].filter((name) => url.searchParams.has(name));
  if (wanted.length > 0) {
    throw new ApiError(501, `not supported by the sandbox: commits by ${wanted.join(', ')}`);
  }
  const ref = url.searchParams.get('sha') ?? repository.defaultBranch;
  const { items, headers } = cut(url, revList(repository.gitDir, [requireCommit(request, ref)]));
  const commits = readCommits(repository.gitDir, items);
  return { status: 200, headers, body: commits.map((commit) => commitJson(place, commit)) };
}

/** 300 files a page, 3000 in all. https://docs.github.com/en/rest/commits/commits#get-a-commit */
function getCommit(request: ApiRequest): Reply {
  const { repository, place, param, url } = request;
  const dir = repository.gitDir;
  const commit = readCommit(dir, requireCommit(request, param('ref')));
  const from = commit.parents[0] ?? emptyTree(dir);
  const files = changedFiles(dir, from, commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const capped = place.world.habits['lists-are-capped'];
  const most = capped ? MAX_FILES : Number.POSITIVE_INFINITY;
  const shown = capped ? files.slice(0, 10 * MAX_FILES) : files;
  const { items, headers } = cut(url, shown, { usual: most, most });
  const body = {
    ...commitJson(place, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: items.map((file) => fileJson(place, file, commit.sha)),
  };
  return { status: 200, headers, body };
}

const emptyTree = (dir: string): string =>
  git(dir, ['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' }).trim();

/**
 * The merged pull request that brought a commit to the default branch; for other commits every
 * pull request that holds it. https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
function pullsOf(request: ApiRequest): Reply {
  const { repository, place, param } = request;
  const sha = requireCommit(request, param('ref'));
  const tip = readBranch(repository.gitDir, repository.defaultBranch);
  const landed = tip !== null && isAncestor(repository.gitDir, sha, tip);
  const pulls = [...repository.pulls.values()].filter((pull) => {
    const holds = landedBy(repository.gitDir, pull, sha) || pullCommits(place, pull).includes(sha);
    return (
      holds && (landed ? pull.mergedAt !== null : pull.mergedAt !== null || pull.state === 'open')
    );
  });
  if (isLagging(place, pulls, sha)) return ok([]);
  return paged(request, pulls, (pull) => pullJson(place, pull));
}

/** A rebase puts as many commits on the base as the pull request has. */
const landedBy = (dir: string, pull: PullRequest, sha: string): boolean =>
  pull.mergeCommitSha !== null &&
  (pull.mergeCommitSha === sha ||
    revList(dir, [pull.mergeCommitSha, `^${pull.baseSha}`]).includes(sha));

/** https://docs.github.com/en/rest/commits/commits#compare-two-commits; files only on page 1. */
function compare(request: ApiRequest): Reply {
  const { repository, place, param, url } = request;
  const dir = repository.gitDir;
  const [, from = '', to = ''] = /^(.+?)\.\.\.(.+)$/s.exec(param('range')) ?? [];
  const owned = (label: string) => label.replace(`${repository.owner}:`, '');
  const base = requireCommit(request, owned(from));
  const head = requireCommit(request, owned(to));
  const fork = mergeBase(dir, base, head);
  if (fork === null) throw new ApiError(404, `No common ancestor between ${from} and ${to}.`);
  const [ahead, behind] = aheadBehind(dir, base, head);
  const all = revList(dir, ['--topo-order', '--reverse', head, `^${base}`]);
  const capped = place.world.habits['lists-are-capped'];
  const { shas, headers } = comparedCommits(url, all, capped);
  const most = capped ? MAX_FILES : Number.POSITIVE_INFINITY;
  const firstPage = (url.searchParams.get('page') ?? '1') === '1';
  const files = firstPage ? changedFiles(dir, fork, head).slice(0, most) : [];
  const html = `${repositoryHtml(place.world, repository)}/compare/${from}...${to}`;
  const body = {
    url: `${repositoryApi(place.world, repository)}/compare/${from}...${to}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(place, readCommit(dir, base)),
    merge_base_commit: commitJson(place, readCommit(dir, fork)),
    status: comparisonStatus(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: readCommits(dir, shas).map((commit) => commitJson(place, commit)),
    files: files.map((file) => fileJson(place, file, head)),
  };
  return { status: 200, headers, body };
}

/** Without paging the last 250, newest at the end; with paging all of them in order. */
function comparedCommits(url: URL, shas: readonly string[], capped: boolean) {
  const pages = url.searchParams.has('page') || url.searchParams.has('per_page');
  if (!pages) return { shas: capped ? shas.slice(-MAX_COMMITS) : shas, headers: {} };
  const { items, headers } = cut(url, shas);
  return { shas: items, headers };
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

/** https://docs.github.com/en/rest/branches/branches#merge-a-branch; always a commit of two parents. */
function merge(request: ApiRequest): Reply {
  const { world, repository, place, actor, body } = request;
  const dir = repository.gitDir;
  const base = body.text('base');
  const before = readBranch(dir, base);
  if (before === null) throw new ApiError(404, 'Base does not exist');
  const head = resolveCommit(dir, body.text('head'));
  if (head === null) throw new ApiError(404, 'Head does not exist');
  if (isAncestor(dir, head, before)) return noContent;
  const merged = mergeTree(dir, before, head);
  if (!merged.clean) throw new ApiError(409, 'Merge conflict');
  const message = body.optionalText('commit_message') ?? `Merge ${body.text('head')} into ${base}`;
  const after = commitTree(dir, {
    tree: merged.tree,
    parents: [before, head],
    message,
    author: identityOf(world, actor),
    committer: serverIdentity(),
  });
  const change = { ref: `refs/heads/${base}`, before, after };
  const verdict = judgeRefChange(place, actor, change);
  if (!verdict.allowed) {
    throw new ApiError(verdict.by === 'ruleset' ? 422 : 403, refusalText(verdict));
  }
  applyRefChange(place, actor, change);
  return created(commitJson(place, readCommit(dir, after)));
}
