/** GitHub's record of what the Actions service does: runs, their check suites and check runs. */
import type { Conclusion, GitHubEvent, NewCheckRun, NewRun, RunStatus } from '../../ports.ts';
import type { Repository, World } from '../model.ts';
import { timestamp } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { runJson, workflowJson } from '../payloads/run-json.ts';
import type { WorkflowRun } from '../reports.ts';
import { commonPayload, defaultBranchTip } from './events.ts';

export interface Change {
  readonly status: RunStatus;
  readonly conclusion?: Conclusion;
}

export function createRun(world: World, repository: Repository, wanted: NewRun): number {
  const now = timestamp();
  const workflowId = workflowIdOf(world, repository, wanted.path);
  const earlier = [...repository.runs.values()].filter((run) => run.workflowId === workflowId);
  const run: WorkflowRun = {
    ...wanted,
    id: world.nextId(),
    number: earlier.length + 1,
    workflowId,
    checkSuiteId: world.nextId(),
    createdAt: now,
    updatedAt: now,
    conclusion: null,
  };
  repository.runs.set(run.id, run);
  emitRun({ world, repository }, run, 'requested');
  return run.id;
}

export function updateRun(world: World, runId: number, change: Change): void {
  const { repository, run } = findRun(world, runId);
  run.status = change.status;
  run.conclusion = change.conclusion ?? null;
  run.updatedAt = timestamp();
  const action = change.status === 'completed' || change.status === 'in_progress';
  if (action) emitRun({ world, repository }, run, run.status);
}

/** A run held for approval may start; false where it was not held. */
export function approveRun(world: World, runId: number): boolean {
  const { run } = findRun(world, runId);
  if (run.status !== 'action_required') return false;
  run.status = 'queued';
  run.updatedAt = timestamp();
  world.announceApproval(runId);
  return true;
}

export function createCheckRun(world: World, wanted: NewCheckRun): number {
  const { repository } = findRun(world, wanted.runId);
  const id = world.nextId();
  const started = { startedAt: timestamp(), completedAt: null };
  repository.checkRuns.set(id, { id, ...wanted, ...started, status: 'queued', conclusion: null });
  return id;
}

export function updateCheckRun(world: World, id: number, change: Change): void {
  const check = [...world.repositories.values()].flatMap((each) => each.checkRuns.get(id) ?? [])[0];
  if (!check) throw new Error(`no check run ${id}`);
  check.status = change.status;
  check.conclusion = change.conclusion ?? null;
  check.completedAt = change.status === 'completed' ? timestamp() : null;
}

/** Whether Actions are on, and the workflow is not switched off. */
export const startsRuns = ({ actions }: Repository, path: string): boolean =>
  actions.enabled && !actions.states.has(path);

export function workflowIdOf(world: World, repository: Repository, path: string): number {
  const id = repository.workflowIds.get(path) ?? world.nextId();
  repository.workflowIds.set(path, id);
  return id;
}

function findRun(world: World, runId: number): { repository: Repository; run: WorkflowRun } {
  for (const repository of world.repositories.values()) {
    const run = repository.runs.get(runId);
    if (run) return { repository, run };
  }
  throw new Error(`no workflow run ${runId}`);
}

/** `workflow_run` stands on the default branch, whatever the run stood on. */
function emitRun(place: Place, run: WorkflowRun, action: string): void {
  const { world, repository } = place;
  const { actor } = run.event;
  const payload = {
    action,
    workflow_run: runJson(place, run),
    workflow: workflowJson(place, run),
    ...commonPayload(place, actor),
  };
  const event: GitHubEvent = {
    name: 'workflow_run',
    action,
    repository: repository.fullName,
    actor,
    ...defaultBranchTip(place),
    payload,
  };
  world.emit(event);
}
