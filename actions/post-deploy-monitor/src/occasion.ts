/** What started this workflow: which commit is to be judged, and whether there is anything to judge. Pure. */
import { type EventContext, eventCommit, payloadText } from '@release-train/action-kit';
import type { Why } from './why.ts';

export interface Occasion {
  /** Lower-case SHA; absent where neither input nor event names one. */
  readonly commit?: string;
  /** Branch the commit was pushed to, where the event says. */
  readonly branch?: string;
  /** Railway's "Wait for CI" waits for this very run. */
  readonly isOwnSuite: boolean;
  /** Why nothing was deployed; absent where something may have been. */
  readonly nothing?: Why;
}

export function occasionOf(context: EventContext, wanted: string | undefined): Occasion {
  const { source: _, ...event } = eventCommit(context, wanted) ?? { isOwnSuite: false };
  const nothing = nothingDeployed(context);
  return { ...event, ...(nothing ? { nothing } : {}) };
}

/** A workflow that failed has deployed nothing that could be judged. */
function nothingDeployed({ eventName, payload }: EventContext): Why | undefined {
  const of = (...path: readonly string[]): string | undefined => payloadText(payload, ...path);
  if (eventName === 'workflow_run') {
    const conclusion =
      of('workflow_run', 'conclusion') ?? of('workflow_run', 'status') ?? 'unknown';
    const name = of('workflow_run', 'name') ?? '';
    return conclusion === 'success' ? undefined : { code: 'workflow-ended', name, conclusion };
  }
  if (eventName === 'deployment_status') {
    const state = of('deployment_status', 'state') ?? 'unknown';
    return state === 'success' ? undefined : { code: 'deployment-state', state };
  }
  return undefined;
}
