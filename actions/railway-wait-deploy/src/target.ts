/** Which commit, of which branch or pull request, this workflow run is about. Pure. */
import {
  type EventCommit,
  type EventContext,
  eventCommit,
  payloadAt,
} from '@release-train/action-kit';

export interface Target extends EventCommit {
  /** Of a pull request event. */
  readonly pullRequest?: { readonly number: number; readonly repository: string };
}

/** Nothing: neither the input nor the event names a commit. */
export function readTarget(context: EventContext, wanted: string | undefined): Target | undefined {
  const event = eventCommit(context, wanted);
  const number = payloadAt(context.payload, 'pull_request', 'number');
  if (!event || typeof number !== 'number') return event;
  return { ...event, pullRequest: { number, repository: context.repository } };
}
