import { deadUpstreamPatterns, type ParsedWorkflow, type Workflow } from '@release-train/workflows';
import type { GitHubEvent } from '../ports.ts';
import { type ActionsService, isFirst } from './actions-service.ts';
import { admit } from './admission.ts';
import { launchRun, recordBrokenFile } from './launch-run.ts';
import { chainLevel } from './run-plan.ts';
import { type Selection, selectWorkflows } from './selection.ts';

/** What one webhook delivery starts, and a reason for each listener that it does not start. */
export async function dispatchEvent(service: ActionsService, event: GitHubEvent): Promise<void> {
  const selection = await selectWorkflows(event, service);
  const admission = admit(event, chainLevel(event, service.levels));
  const dead = event.name === 'workflow_run' ? reportDeadListeners(service, event, selection) : [];
  for (const { workflow, reason } of selection.silent) {
    if (!dead.includes(workflow)) reportSilent(service, event, { workflow, reason });
  }
  if (admission.kind === 'nothing') {
    for (const workflow of selection.firing) {
      reportSilent(service, event, { workflow, reason: admission.reason });
    }
    return;
  }
  if (event.name === 'push') reportBrokenFiles(service, event, selection);
  for (const workflow of selection.firing) {
    const plan = { workflow, event, workflowSha: selection.commit };
    const problem = launchRun(service, plan, admission.kind === 'needs-approval');
    if (problem) reportSilent(service, event, { workflow, reason: problem });
  }
}

/** Says once of each pattern that it names nothing: at GitHub such a listener is silent for ever. */
function reportDeadListeners(
  service: ActionsService,
  event: GitHubEvent,
  { all }: Selection,
): readonly Workflow[] {
  const names = all.map(shownName);
  const listeners = all.flatMap((one) => (one.kind === 'parsed' ? [one.workflow] : []));
  return listeners.filter((workflow) => {
    const patterns = deadUpstreamPatterns(workflow, names);
    for (const pattern of patterns) {
      if (!isFirst(service, 'dead', event.repository, workflow.path, pattern)) continue;
      const reason = `no workflow is named "${pattern}"; there are ${names.map((name) => `"${name}"`).join(', ')}`;
      reportSilent(service, event, { workflow, reason });
    }
    const trigger = workflow.triggers.find(({ event: name }) => name === 'workflow_run');
    return patterns.length > 0 && patterns.length === trigger?.filters.workflows?.patterns.length;
  });
}

// Runs of a file that does not parse carry its path.
const shownName = (one: ParsedWorkflow): string =>
  one.kind === 'parsed' ? one.workflow.name : one.path;

function reportBrokenFiles(service: ActionsService, event: GitHubEvent, { all }: Selection): void {
  for (const one of all) {
    if (one.kind === 'broken') recordBrokenFile(service, event, one);
  }
}

function reportSilent(
  { options }: ActionsService,
  event: GitHubEvent,
  { workflow, reason }: { readonly workflow: Workflow; readonly reason: string },
): void {
  options.onProgress({
    kind: 'not-fired',
    repository: event.repository,
    workflowName: workflow.name,
    path: workflow.path,
    event: event.action === undefined ? event.name : `${event.name} (${event.action})`,
    reason,
  });
}
