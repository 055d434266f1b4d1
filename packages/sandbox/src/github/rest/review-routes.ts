/** Reviews and requested reviewers: https://docs.github.com/en/rest/pulls/reviews */
import type { PullRequest, ReviewState } from '../model.ts';
import { timestamp } from '../model.ts';
import { changeList, submitReview } from '../operations/pull-attributes.ts';
import { reviewJson } from '../payloads/issue-json.ts';
import { pullJson } from '../payloads/pull-json.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, created, ok, pullOf } from './api.ts';
import { paged } from './pagination.ts';
import { refuseActions } from './pull-refusals.ts';

const PULL = '/pulls/:number{[0-9]+}';
const REQUESTED = `${PULL}/requested_reviewers`;

export const reviewRoutes: readonly Route[] = [
  { method: 'GET', path: `${PULL}/reviews`, needs: ['pull-requests:read'], handle: listReviews },
  {
    method: 'POST',
    path: `${PULL}/reviews`,
    needs: ['pull-requests:write'],
    outsiders: true,
    handle: review,
  },
  { method: 'GET', path: REQUESTED, needs: ['pull-requests:read'], handle: listRequested },
  { method: 'POST', path: REQUESTED, needs: ['pull-requests:write'], handle: request },
  { method: 'DELETE', path: REQUESTED, needs: ['pull-requests:write'], handle: withdraw },
];

function listReviews(request: ApiRequest): Reply {
  const pull = pullOf(request);
  return paged(request, pull.reviews, (each) => reviewJson(request.place, pull, each));
}

const STATES = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const satisfies Record<string, ReviewState>;

function review(request: ApiRequest): Reply {
  const { world, place, actor, body } = request;
  const pull = pullOf(request);
  const event = body.oneOf('event', ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'], 'COMMENT');
  if (event === 'APPROVE') refuseActions(request);
  if (event !== 'COMMENT' && actor.login === pull.author.login) {
    const verb = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw new ApiError(422, 'Unprocessable Entity', [`Can not ${verb} your own pull request`]);
  }
  const made = {
    id: world.nextId(),
    author: actor,
    body: body.optionalText('body') ?? '',
    commitSha: body.optionalText('commit_id') ?? pull.headSha,
    submittedAt: timestamp(),
    state: STATES[event],
  };
  submitReview(place, actor, { pull, review: made });
  return ok(reviewJson(place, pull, made));
}

function listRequested(request: ApiRequest): Reply {
  const { requested_reviewers: users, requested_teams: teams } = pullJson(
    request.place,
    pullOf(request),
  );
  return ok({ users, teams });
}

function request(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  const add = body.texts('reviewers');
  for (const login of add) refuseReviewer(request, pull, login);
  changeList(place, actor, { pull, list: 'requestedReviewers', add });
  changeList(place, actor, { pull, list: 'requestedTeams', add: body.texts('team_reviewers') });
  return created(pullJson(place, pull));
}

/** One bad name fails the whole call. */
function refuseReviewer({ world }: ApiRequest, pull: PullRequest, login: string): void {
  if (login === pull.author.login) {
    throw new ApiError(422, 'Review cannot be requested from pull request author.');
  }
  if (!world.accounts.has(login)) {
    const message =
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.';
    throw new ApiError(422, message);
  }
}

function withdraw(request: ApiRequest): Reply {
  const { place, actor, body } = request;
  const pull = pullOf(request);
  changeList(place, actor, { pull, list: 'requestedReviewers', remove: body.texts('reviewers') });
  changeList(place, actor, { pull, list: 'requestedTeams', remove: body.texts('team_reviewers') });
  return ok(pullJson(place, pull));
}
