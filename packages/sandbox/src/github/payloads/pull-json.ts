import { changedFiles } from '../git/changes.ts';
import { aheadBehind, mergeBase, revList } from '../git/commits.ts';
import { readBranch } from '../git/refs.ts';
import type { PullRequest } from '../model.ts';
import { associationOf } from '../operations/collaborators.ts';
import type { MergeableState } from '../rules/mergeability.ts';
import { accountJson, nodeId } from './account-json.ts';
import type { Place } from './commit-json.ts';
import { labelJson } from './issue-json.ts';
import { repositoryApi, repositoryHtml, repositoryJson } from './repository-json.ts';

/** What a reader of one pull request is told beyond the list entry. */
export interface Revealed {
  readonly mergeable: boolean | null;
  readonly state: MergeableState;
  readonly mergeSha: string | null;
}

export const pullNodeId = (pull: PullRequest): string => nodeId('PR', pull.id);

/** An entry of `GET …/pulls`; lists carry no mergeability. */
export function pullJson(place: Place, pull: PullRequest) {
  const { world } = place;
  const user = (login: string) => accountJson(world, login);
  return {
    id: pull.id,
    node_id: pullNodeId(pull),
    number: pull.number,
    ...pullAddresses(place, pull),
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: user(pull.author.login),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha ?? pull.testMerge?.mergeSha ?? null,
    assignee: pull.assignees[0] === undefined ? null : user(pull.assignees[0]),
    assignees: pull.assignees.map(user),
    requested_reviewers: pull.requestedReviewers.map(user),
    requested_teams: pull.requestedTeams.map((slug) => teamJson(place, slug)),
    labels: pull.labels.map((name) => labelJson(place, name)),
    milestone: null,
    draft: pull.draft,
    head: branchJson(place, pull.headRef, pull.headSha),
    base: branchJson(place, pull.baseRef, pull.baseSha),
    _links: pullLinks(place, pull),
    author_association: associationOf(place, pull.author.login),
    auto_merge: autoMergeJson(place, pull),
  };
}

/** `GET …/pulls/{number}` and the pull request inside event payloads. */
export function fullPullJson(place: Place, pull: PullRequest, revealed: Revealed) {
  const { world, repository } = place;
  const dir = repository.gitDir;
  const [commits] = aheadBehind(dir, pull.baseSha, pull.headSha);
  const fork = mergeBase(dir, pull.baseSha, pull.headSha);
  const files = fork === null ? [] : changedFiles(dir, fork, pull.headSha);
  const sum = (key: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[key], 0);
  return {
    ...pullJson(place, pull),
    merge_commit_sha: pull.mergeCommitSha ?? revealed.mergeSha,
    merged: pull.mergedAt !== null,
    mergeable: revealed.mergeable,
    rebaseable: revealed.mergeable,
    mergeable_state: revealed.state,
    merged_by: pull.mergedBy && accountJson(world, pull.mergedBy.login),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

const branchJson = ({ world, repository }: Place, ref: string, sha: string) => ({
  label: `${repository.owner}:${ref}`,
  ref,
  sha,
  user: accountJson(world, repository.owner),
  repo: repositoryJson(world, repository),
});

function pullAddresses({ world, repository }: Place, pull: PullRequest) {
  const api = repositoryApi(world, repository);
  const html = `${repositoryHtml(world, repository)}/pull/${pull.number}`;
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
}

function pullLinks(place: Place, pull: PullRequest) {
  const addresses = pullAddresses(place, pull);
  return {
    self: { href: addresses.url },
    html: { href: addresses.html_url },
    issue: { href: addresses.issue_url },
    comments: { href: addresses.comments_url },
    review_comments: { href: addresses.review_comments_url },
    review_comment: { href: addresses.review_comment_url },
    commits: { href: addresses.commits_url },
    statuses: { href: addresses.statuses_url },
  };
}

function autoMergeJson({ world }: Place, pull: PullRequest) {
  const { autoMerge } = pull;
  if (!autoMerge) return null;
  return {
    enabled_by: accountJson(world, autoMerge.enabledBy.login),
    merge_method: autoMerge.method,
    commit_title: autoMerge.title,
    commit_message: autoMerge.message,
  };
}

const teamJson = ({ world, repository }: Place, slug: string) => ({
  id: 1,
  node_id: nodeId('T', 1),
  name: slug,
  slug,
  description: null,
  privacy: 'closed',
  notification_setting: 'notifications_enabled',
  permission: 'push',
  parent: null,
  url: `${world.urls.api}/orgs/${repository.owner}/teams/${slug}`,
  html_url: `${world.urls.server}/orgs/${repository.owner}/teams/${slug}`,
  members_url: `${world.urls.api}/orgs/${repository.owner}/teams/${slug}/members{/member}`,
  repositories_url: `${world.urls.api}/orgs/${repository.owner}/teams/${slug}/repos`,
});

/** The commits of a pull request, oldest first; of a merged one as they stood at its merge. */
export const pullCommits = ({ repository }: Place, pull: PullRequest): string[] =>
  revList(repository.gitDir, ['--topo-order', '--reverse', pull.headSha, `^${pull.baseSha}`]);

/** Where an open pull request's branches stand now; null for a branch that is gone. */
export const branchTips = ({ repository }: Place, pull: PullRequest) => ({
  head: readBranch(repository.gitDir, pull.headRef),
  base: readBranch(repository.gitDir, pull.baseRef),
});
