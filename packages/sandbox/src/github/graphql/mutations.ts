/** Resolvers of `Mutation`: what REST cannot do to a pull request. */
import type { MergeMethod } from '../model.ts';
import { disableAutoMerge, enableAutoMerge } from '../operations/auto-merge.ts';
import { setDraft } from '../operations/pull-edits.ts';
import { actorNode, pullNode } from './nodes.ts';
import type { Session } from './session.ts';
import { findPull, mayWrite, refusal } from './session.ts';
import { updateRefs } from './update-refs.ts';

interface PullInput {
  readonly pullRequestId: string;
  readonly clientMutationId?: string | null;
}

interface AutoMergeInput extends PullInput {
  readonly mergeMethod?: string | null;
  readonly commitHeadline?: string | null;
  readonly commitBody?: string | null;
  readonly expectedHeadOid?: string | null;
}

export const mutations = {
  updateRefs,
  convertPullRequestToDraft: ({ input }: { input: PullInput }, session: Session) =>
    changeDraft(session, input, true),
  markPullRequestReadyForReview: ({ input }: { input: PullInput }, session: Session) =>
    changeDraft(session, input, false),
  enablePullRequestAutoMerge: ({ input }: { input: AutoMergeInput }, session: Session) => {
    const { place, pull } = writablePull(session, input);
    if (!mayWrite(session, 'contents')) throw forbidden();
    if (input.expectedHeadOid && input.expectedHeadOid !== pull.headSha) {
      throw refusal('UNPROCESSABLE', "Head sha didn't match expected head sha.");
    }
    const refused = enableAutoMerge(place, pull, {
      enabledBy: session.actor,
      method: readMethod(input.mergeMethod),
      title: input.commitHeadline ?? null,
      message: input.commitBody ?? null,
    });
    if (refused) throw refusal('UNPROCESSABLE', refused);
    return pullPayload(session, input);
  },
  disablePullRequestAutoMerge: ({ input }: { input: PullInput }, session: Session) => {
    const { place, pull } = writablePull(session, input);
    if (!pull.autoMerge)
      throw refusal('UNPROCESSABLE', "Can't disable auto-merge for this pull request.");
    disableAutoMerge(place, pull, session.actor);
    return pullPayload(session, input);
  },
};

const forbidden = () => refusal('FORBIDDEN', 'Resource not accessible by integration');

function writablePull(session: Session, input: PullInput) {
  const found = findPull(session, input.pullRequestId);
  if (!mayWrite(session, 'pull-requests')) throw forbidden();
  return found;
}

function changeDraft(session: Session, input: PullInput, draft: boolean) {
  const { place, pull } = writablePull(session, input);
  if (pull.state === 'closed') throw refusal('UNPROCESSABLE', 'Pull request is closed');
  setDraft(place, session.actor, { pull, draft });
  return pullPayload(session, input);
}

function pullPayload(session: Session, input: PullInput) {
  const { place, pull } = findPull(session, input.pullRequestId);
  return {
    clientMutationId: input.clientMutationId ?? null,
    actor: actorNode(session.world, session.actor.login),
    pullRequest: pullNode(place, pull),
  };
}

function readMethod(name: string | null | undefined): MergeMethod {
  switch (name) {
    case 'SQUASH':
      return 'squash';
    case 'REBASE':
      return 'rebase';
    default:
      return 'merge';
  }
}
