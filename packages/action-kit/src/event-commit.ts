/** Which commit, of which branch, the event that started this run is about. Pure. */
import type { EventContext } from './event-context.ts';

export interface EventCommit {
  /** Lower-case SHA. */
  readonly commit: string;
  /** Where the commit came from, in words. */
  readonly source: string;
  /** Absent where the event does not say. */
  readonly branch?: string;
  /**
   * GitHub counts this very run among the commit's check suites, so with "Wait for CI" Railway waits
   * for us while we wait for Railway.
   */
  readonly isOwnSuite: boolean;
}

/** Nothing: neither the input nor the event names a commit. */
export function eventCommit(
  context: EventContext,
  wanted: string | undefined,
): EventCommit | undefined {
  const event = named(context);
  const commit = (wanted ?? event?.commit)?.toLowerCase();
  if (!commit) return undefined;
  const isSame = event?.commit.toLowerCase() === commit;
  return {
    commit,
    source: wanted === undefined && event ? event.source : 'input "commit"',
    ...(isSame && event.branch ? { branch: event.branch } : {}),
    isOwnSuite: isSame && suiteEvents.includes(context.eventName),
  };
}

// Each of these attaches the run's check suite to the commit it runs on.
const suiteEvents = ['push', 'schedule', 'workflow_dispatch', 'pull_request'];

type Named = Pick<EventCommit, 'commit' | 'source'> & { readonly branch?: string | undefined };

// On pull_request GITHUB_SHA is a merge commit that was never deployed; on workflow_run and
// deployment_status it is the default branch's.
// https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
function named({ eventName, payload, sha, ref }: EventContext): Named | undefined {
  const of = (...path: readonly string[]): string | undefined => payloadText(payload, ...path);
  const pull = of('pull_request', 'head', 'sha');
  if (eventName.startsWith('pull_request') && pull) {
    return from('the pull request', pull, of('pull_request', 'head', 'ref'));
  }
  if (eventName === 'workflow_run') {
    const branch = of('workflow_run', 'head_branch');
    return from('the workflow run', of('workflow_run', 'head_sha'), branch);
  }
  if (eventName === 'deployment_status' || eventName === 'deployment') {
    return from('the deployment', of('deployment', 'sha'));
  }
  if (eventName === 'merge_group') {
    return from('the merge group', of('merge_group', 'head_sha'));
  }
  return from('GITHUB_SHA', sha, /^refs\/heads\/(.+)$/.exec(ref)?.[1]);
}

const from = (source: string, commit: string | undefined, branch?: string): Named | undefined =>
  commit ? { commit, source, branch } : undefined;

/** What an event's payload holds at a path; nothing where it has another shape. */
export const payloadAt = (payload: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined,
    payload,
  );

/** A text of some length at a path of an event's payload. */
export function payloadText(payload: unknown, ...path: readonly string[]): string | undefined {
  const found = payloadAt(payload, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
