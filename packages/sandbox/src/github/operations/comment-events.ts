import type { Actor } from '../../ports.ts';
import type { IssueComment, PullRequest } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { commentJson, issueJson } from '../payloads/issue-json.ts';
import { commonPayload, defaultBranchTip } from './events.ts';

/** Stands on the default branch. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment */
export function emitComment(
  place: Place,
  actor: Actor,
  told: { pull: PullRequest; comment: IssueComment; action: 'created' | 'edited' | 'deleted' },
): void {
  const { world, repository } = place;
  const { pull, comment, action } = told;
  const payload = {
    action,
    issue: issueJson(place, pull),
    comment: commentJson(place, pull, comment),
    ...commonPayload(place, actor),
  };
  const about = { action, repository: repository.fullName, actor };
  world.emit({ name: 'issue_comment', ...about, ...defaultBranchTip(place), payload });
}
