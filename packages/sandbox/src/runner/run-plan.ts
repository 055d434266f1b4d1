import type { DataMap, Workflow } from '@release-train/workflows';
import type { GitHubEvent } from '../ports.ts';
import { fieldAt, textAt } from './payload.ts';

/** One run of one workflow, decided but not yet started. */
export interface RunPlan {
  readonly workflow: Workflow;
  readonly event: GitHubEvent;
  /** The commit the workflow file was read from. */
  readonly workflowSha: string;
  readonly number: number;
  readonly headBranch: string;
  readonly headSha: string;
  readonly inputs: DataMap;
}

/** Branch and commit a run is listed under. */
export function headOf(event: GitHubEvent): { readonly branch: string; readonly sha: string } {
  if (event.name === 'pull_request' || event.name === 'pull_request_review') {
    return {
      branch: textAt(event.payload, 'pull_request', 'head', 'ref'),
      sha: textAt(event.payload, 'pull_request', 'head', 'sha'),
    };
  }
  return { branch: event.ref.replace(/^refs\/(heads|tags)\//, ''), sha: event.sha };
}

/** What GitHub titles a run that has no `run-name:`. */
export function defaultTitle(workflow: Workflow, event: GitHubEvent): string {
  const [subject = ''] = textAt(event.payload, 'head_commit', 'message').split('\n');
  const title = textAt(event.payload, 'pull_request', 'title');
  return (event.name === 'push' ? subject : title) || workflow.name;
}

/** Level of a run in a `workflow_run` chain: 0 for one that no workflow_run started. */
export function chainLevel(event: GitHubEvent, levels: ReadonlyMap<number, number>): number {
  if (event.name !== 'workflow_run') return 0;
  const upstream = fieldAt(event.payload, 'workflow_run', 'id');
  return (typeof upstream === 'number' ? (levels.get(upstream) ?? 0) : 0) + 1;
}
