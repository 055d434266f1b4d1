/** Labels, assignees, reviewers and reviews of a pull request. */
import type { Actor } from '../../ports.ts';
import type { PullRequest, Review } from '../model.ts';
import { timestamp } from '../model.ts';
import { accountJson } from '../payloads/account-json.ts';
import type { Place } from '../payloads/commit-json.ts';
import { labelJson, reviewJson } from '../payloads/issue-json.ts';
import { commonPayload, emitPull, pullInEvent, pullPlace } from './events.ts';

/** Adds and removes names in one of a pull request's lists, with an event for each. */
export function changeList(
  place: Place,
  actor: Actor,
  change: {
    pull: PullRequest;
    list: keyof typeof listEvents;
    add?: readonly string[];
    remove?: readonly string[];
  },
): void {
  const { pull, list, add = [], remove = [] } = change;
  const { added, removed, extra } = listEvents[list];
  for (const name of new Set(add)) {
    if (pull[list].includes(name)) continue;
    pull[list] = [...pull[list], name];
    emitPull(place, actor, { pull, action: added, extra: extra(place, name) });
  }
  for (const name of remove) {
    if (!pull[list].includes(name)) continue;
    pull[list] = pull[list].filter((other) => other !== name);
    emitPull(place, actor, { pull, action: removed, extra: extra(place, name) });
  }
}

const listEvents = {
  labels: {
    added: 'labeled',
    removed: 'unlabeled',
    extra: (place: Place, name: string) => ({ label: labelJson(place, name) }),
  },
  assignees: {
    added: 'assigned',
    removed: 'unassigned',
    extra: ({ world }: Place, login: string) => ({ assignee: accountJson(world, login) }),
  },
  requestedReviewers: {
    added: 'review_requested',
    removed: 'review_request_removed',
    extra: ({ world }: Place, login: string) => ({
      requested_reviewer: accountJson(world, login),
    }),
  },
  requestedTeams: {
    added: 'review_requested',
    removed: 'review_request_removed',
    extra: (_place: Place, slug: string) => ({ requested_team: { name: slug, slug } }),
  },
} as const;

export function submitReview(
  place: Place,
  actor: Actor,
  target: { pull: PullRequest; review: Review },
) {
  const { world, repository } = place;
  const { pull, review } = target;
  pull.reviews.push(review);
  pull.requestedReviewers = pull.requestedReviewers.filter((login) => login !== actor.login);
  pull.updatedAt = timestamp();
  const payload = {
    action: 'submitted',
    review: { ...reviewJson(place, pull, review), state: review.state.toLowerCase() },
    pull_request: pullInEvent(place, pull),
    ...commonPayload(place, actor),
  };
  const about = { action: 'submitted', repository: repository.fullName, actor };
  world.emit({ name: 'pull_request_review', ...about, ...pullPlace(pull), payload });
}
