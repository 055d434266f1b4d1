/** The issue side of pull requests: labels, assignees, comments. */
import type { IssueComment, PullRequest } from '../model.ts';
import { timestamp } from '../model.ts';
import { emitComment } from '../operations/comment-events.ts';
import { changeList } from '../operations/pull-attributes.ts';
import { commentJson, issueJson, labelJson } from '../payloads/issue-json.ts';
import type { ApiRequest, Need, Reply, Route } from './api.ts';
import { ApiError, created, invalid, noContent, notFound, ok, pullOf } from './api.ts';
import { paged } from './pagination.ts';

const ISSUE = '/issues/:number{[0-9]+}';
const COMMENT = '/issues/comments/:id{[0-9]+}';
const MAX_BODY = 65_536;
const read: readonly Need[] = ['issues:read', 'pull-requests:read'];
const write: readonly Need[] = ['issues:write', 'pull-requests:write'];

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: ISSUE, needs: read, handle: getIssue },
  { method: 'GET', path: `${ISSUE}/labels`, needs: read, handle: listLabels },
  { method: 'POST', path: `${ISSUE}/labels`, needs: write, handle: addLabels },
  { method: 'PUT', path: `${ISSUE}/labels`, needs: write, handle: setLabels },
  { method: 'DELETE', path: `${ISSUE}/labels/:label{.+}`, needs: write, handle: removeLabel },
  { method: 'POST', path: `${ISSUE}/assignees`, needs: write, handle: addAssignees },
  { method: 'DELETE', path: `${ISSUE}/assignees`, needs: write, handle: removeAssignees },
  { method: 'GET', path: `${ISSUE}/comments`, needs: read, handle: listComments },
  { method: 'POST', path: `${ISSUE}/comments`, needs: write, outsiders: true, handle: addComment },
  { method: 'GET', path: COMMENT, needs: read, handle: getComment },
  { method: 'PATCH', path: COMMENT, needs: write, handle: editComment },
  { method: 'DELETE', path: COMMENT, needs: write, handle: deleteComment },
];

function getIssue(request: ApiRequest): Reply {
  return ok(issueJson(request.place, pullOf(request)));
}

const labelsReply = ({ place }: ApiRequest, pull: PullRequest): Reply =>
  ok(pull.labels.map((name) => labelJson(place, name)));

function listLabels(request: ApiRequest): Reply {
  return labelsReply(request, pullOf(request));
}

function addLabels(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  changeList(place, actor, { pull, list: 'labels', add: body.texts('labels') });
  return labelsReply(request, pull);
}

function setLabels(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  const add = body.texts('labels');
  const remove = pull.labels.filter((name) => !add.includes(name));
  changeList(place, actor, { pull, list: 'labels', add, remove });
  return labelsReply(request, pull);
}

function removeLabel(request: ApiRequest): Reply {
  const { place, actor, param } = request;
  const pull = pullOf(request);
  if (!pull.labels.includes(param('label'))) throw new ApiError(404, 'Label does not exist');
  changeList(place, actor, { pull, list: 'labels', remove: [param('label')] });
  return labelsReply(request, pull);
}

/** People who cannot be assigned are left out in silence, as at GitHub. */
function addAssignees(request: ApiRequest): Reply {
  const { world, place, actor, body } = request;
  const pull = pullOf(request);
  const add = body.texts('assignees').filter((login) => world.accounts.has(login));
  changeList(place, actor, { pull, list: 'assignees', add });
  return created(issueJson(place, pull));
}

function removeAssignees(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  changeList(place, actor, { pull, list: 'assignees', remove: body.texts('assignees') });
  return ok(issueJson(place, pull));
}

function listComments(request: ApiRequest): Reply {
  const pull = pullOf(request);
  return paged(request, pull.comments, (each) => commentJson(request.place, pull, each));
}

function addComment(request: ApiRequest): Reply {
  const { world, place, actor, body } = request;
  const pull = pullOf(request);
  const now = timestamp();
  const comment: IssueComment = {
    id: world.nextId(),
    author: actor,
    createdAt: now,
    updatedAt: now,
    body: readText(body.text('body')),
  };
  pull.comments.push(comment);
  pull.updatedAt = now;
  emitComment(place, actor, { pull, comment, action: 'created' });
  return created(commentJson(place, pull, comment));
}

function readText(body: string): string {
  if ([...body].length <= MAX_BODY) return body;
  const message = `body is too long (maximum is ${MAX_BODY} characters)`;
  throw invalid('IssueComment', { field: 'body', code: 'custom', message });
}

function commentOf({ repository, param }: ApiRequest) {
  const id = Number(param('id'));
  for (const pull of repository.pulls.values()) {
    const comment = pull.comments.find((each) => each.id === id);
    if (comment) return { pull, comment };
  }
  throw notFound();
}

function getComment(request: ApiRequest): Reply {
  const { pull, comment } = commentOf(request);
  return ok(commentJson(request.place, pull, comment));
}

function editComment(request: ApiRequest): Reply {
  const { pull, comment } = commentOf(request);
  comment.body = readText(request.body.text('body'));
  comment.updatedAt = timestamp();
  emitComment(request.place, request.actor, { pull, comment, action: 'edited' });
  return ok(commentJson(request.place, pull, comment));
}

function deleteComment(request: ApiRequest): Reply {
  const { pull, comment } = commentOf(request);
  pull.comments.splice(pull.comments.indexOf(comment), 1);
  emitComment(request.place, request.actor, { pull, comment, action: 'deleted' });
  return noContent;
}
