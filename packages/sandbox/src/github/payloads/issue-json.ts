import type { IssueComment, PullRequest, Review } from '../model.ts';
import { associationOf } from '../operations/collaborators.ts';
import { labelNamed } from '../operations/labels.ts';
import { accountJson, nodeId } from './account-json.ts';
import type { Place } from './commit-json.ts';
import { repositoryApi, repositoryHtml } from './repository-json.ts';

export function labelJson(place: Place, name: string) {
  const { id, color, description } = labelNamed(place, name);
  return {
    id,
    node_id: nodeId('LA', id),
    url: `${repositoryApi(place.world, place.repository)}/labels/${encodeURIComponent(name)}`,
    name,
    description,
    color,
    default: false,
  };
}

export function commentJson(
  { world, repository }: Place,
  pull: PullRequest,
  comment: IssueComment,
) {
  const api = repositoryApi(world, repository);
  const html = `${repositoryHtml(world, repository)}/pull/${pull.number}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${html}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${pull.number}`,
    user: accountJson(world, comment.author.login),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf({ world, repository }, comment.author.login),
  };
}

export function reviewJson({ world, repository }: Place, pull: PullRequest, review: Review) {
  const html = `${repositoryHtml(world, repository)}/pull/${pull.number}`;
  const api = `${repositoryApi(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountJson(world, review.author.login),
    body: review.body,
    state: review.state,
    html_url: `${html}#pullrequestreview-${review.id}`,
    pull_request_url: api,
    _links: { html: { href: html }, pull_request: { href: api } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
    author_association: associationOf({ world, repository }, review.author.login),
  };
}

/** The issue side of a pull request. */
export function issueJson(place: Place, pull: PullRequest) {
  const { world, repository } = place;
  const api = repositoryApi(world, repository);
  const html = `${repositoryHtml(world, repository)}/pull/${pull.number}`;
  const url = `${api}/issues/${pull.number}`;
  return {
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    number: pull.number,
    title: pull.title,
    user: accountJson(world, pull.author.login),
    labels: pull.labels.map((name) => labelJson(place, name)),
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: pull.assignees.map((login) => accountJson(world, login)),
    milestone: null,
    comments: pull.comments.length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    closed_by: pull.closedBy === null ? null : accountJson(world, pull.closedBy.login),
    author_association: associationOf(place, pull.author.login),
    body: pull.body,
    pull_request: {
      url: `${api}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.mergedAt,
    },
  };
}
