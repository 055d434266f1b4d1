/** Which commit, of which branch, this workflow run is about. Pure. */
import type { EventContext } from '@release-train/action-kit';

export interface Target {
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
  /** Of a pull request event. */
  readonly pullRequest?: { readonly number: number; readonly repository: string };
}

/** Nothing: neither the input nor the event names a commit. */
export function readTarget(context: EventContext, wanted: string | undefined): Target | undefined {
  const event = commitOfEvent(context);
  const commit = (wanted ?? event?.commit)?.toLowerCase();
  if (!commit) return undefined;
  const isSame = event?.commit.toLowerCase() === commit;
  const branch = event?.branch;
  const number = field(field(context.payload, 'pull_request'), 'number');
  return {
    commit,
    source: wanted === undefined && event ? event.source : 'input "commit"',
    ...(isSame && branch ? { branch } : {}),
    isOwnSuite: isSame && suiteEvents.includes(context.eventName),
    ...(typeof number === 'number'
      ? { pullRequest: { number, repository: context.repository } }
      : {}),
  };
}

// Each of these attaches the run's check suite to the commit it runs on.
const suiteEvents = ['push', 'schedule', 'workflow_dispatch', 'pull_request'];

interface EventCommit {
  readonly commit: string;
  readonly source: string;
  readonly branch?: string | undefined;
}

// On pull_request GITHUB_SHA is a merge commit that Railway never sees; on workflow_run and
// deployment_status it is the default branch's.
function commitOfEvent({ eventName, payload, sha, ref }: EventContext): EventCommit | undefined {
  const pull = field(field(payload, 'pull_request'), 'head');
  if (eventName.startsWith('pull_request') && text(pull, 'sha')) {
    return commitOf('the pull request', text(pull, 'sha'), text(pull, 'ref'));
  }
  const run = field(payload, 'workflow_run');
  if (eventName === 'workflow_run') {
    return commitOf('the workflow run', text(run, 'head_sha'), text(run, 'head_branch'));
  }
  const deployment = field(payload, 'deployment');
  if (eventName === 'deployment_status' || eventName === 'deployment') {
    return commitOf('the deployment', text(deployment, 'sha'), undefined);
  }
  if (eventName === 'merge_group') {
    return commitOf('the merge group', text(field(payload, 'merge_group'), 'head_sha'), undefined);
  }
  return commitOf('GITHUB_SHA', sha, branchOf(ref));
}

const commitOf = (
  source: string,
  commit: string | undefined,
  branch: string | undefined,
): EventCommit | undefined => (commit ? { commit, source, branch } : undefined);

const branchOf = (ref: string): string | undefined => /^refs\/heads\/(.+)$/.exec(ref)?.[1];

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

function text(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
