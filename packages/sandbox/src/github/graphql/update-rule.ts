/** What stands in the way of a branch, as far as it concerns who asks. */
import { demandsOn, guardsOf } from '../operations/guards.ts';
import type { Place } from '../payloads/commit-json.ts';
import { decideRefUpdate } from '../rules/branch-protection.ts';
import type { Session } from './session.ts';
import { mayWrite } from './session.ts';

/** Null for a branch that nothing guards. https://docs.github.com/en/graphql/reference/objects#refupdaterule */
export function updateRuleNode(place: Place, branch: string, session: Session) {
  const demands = demandsOn(place, branch);
  if (!demands) return null;
  const facts = {
    kind: 'update',
    fastForward: true,
    addsMergeCommit: false,
    actorIsAdmin: session.actor.admin,
    checks: [],
  } as const;
  const passes = guardsOf(place, branch).every(
    (guard) => decideRefUpdate(guard.demands, facts).allowed,
  );
  return {
    __typename: 'RefUpdateRule',
    requiredApprovingReviewCount: demands.pullRequest?.approvals ?? null,
    requiredStatusCheckContexts: demands.checks?.contexts ?? null,
    requiresLinearHistory: demands.linearHistory,
    viewerAllowedToDismissReviews: mayWrite(session, 'pull-requests'),
    viewerCanPush: passes && mayWrite(session, 'contents'),
  };
}

export function viewerPermission(session: Session): 'ADMIN' | 'WRITE' | 'READ' {
  if (session.actor.admin) return 'ADMIN';
  return mayWrite(session, 'contents') ? 'WRITE' : 'READ';
}
