/** What started this workflow: which commit is to be judged, and whether there is anything to judge. Pure. */
import type { EventContext } from '@release-train/action-kit';

export interface Occasion {
  /** Lower-case SHA; absent where neither input nor event names one. */
  readonly commit?: string;
  /** Branch the commit was pushed to, where the event says. */
  readonly branch?: string;
  /**
   * GitHub counts this very run among the commit's check suites, so with "Wait for CI" Railway waits
   * for us while we wait for Railway.
   */
  readonly isOwnSuite: boolean;
  /** Why nothing was deployed, in words; absent where something may have been. */
  readonly nothing?: string;
}

// On workflow_run and deployment_status GITHUB_SHA is the default branch's, not what was deployed.
// https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
export function occasionOf(context: EventContext, wanted: string | undefined): Occasion {
  const { commit, branch } = eventCommit(context);
  const chosen = (wanted ?? commit)?.toLowerCase();
  const isSame = commit !== undefined && commit.toLowerCase() === chosen;
  const nothing = nothingDeployed(context);
  return {
    ...(chosen ? { commit: chosen } : {}),
    ...(isSame && branch ? { branch } : {}),
    isOwnSuite: isSame && suiteEvents.includes(context.eventName),
    ...(nothing ? { nothing } : {}),
  };
}

// Each of these attaches the run's check suite to the commit it runs on.
const suiteEvents = ['push', 'schedule', 'workflow_dispatch', 'pull_request'];

/** A workflow that failed has deployed nothing that could be judged. */
function nothingDeployed({ eventName, payload }: EventContext): string | undefined {
  if (eventName === 'workflow_run') {
    const run = field(payload, 'workflow_run');
    const conclusion = text(run, 'conclusion') ?? text(run, 'status') ?? 'unknown';
    const name = text(run, 'name') ?? 'the workflow';
    return conclusion === 'success' ? undefined : `workflow "${name}" ended as "${conclusion}"`;
  }
  if (eventName === 'deployment_status') {
    const state = text(field(payload, 'deployment_status'), 'state') ?? 'unknown';
    return state === 'success' ? undefined : `the deployment is in state "${state}"`;
  }
  return undefined;
}

interface EventCommit {
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
}

function eventCommit({ eventName, payload, sha, ref }: EventContext): EventCommit {
  if (eventName === 'workflow_run') {
    const run = field(payload, 'workflow_run');
    return { commit: text(run, 'head_sha'), branch: text(run, 'head_branch') };
  }
  if (eventName === 'deployment_status' || eventName === 'deployment') {
    return { commit: text(field(payload, 'deployment'), 'sha') };
  }
  if (eventName.startsWith('pull_request')) {
    const head = field(field(payload, 'pull_request'), 'head');
    return { commit: text(head, 'sha'), branch: text(head, 'ref') };
  }
  if (eventName === 'merge_group') {
    return { commit: text(field(payload, 'merge_group'), 'head_sha') };
  }
  return { commit: sha || undefined, branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1] };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

function text(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
