import {
  type DispatchInputs,
  ExpressionFailure,
  evaluateText,
  type ParsedWorkflow,
  resolveDispatchInputs,
  type Workflow,
} from '@release-train/workflows';
import type { GitHubEvent, RunStatus } from '../ports.ts';
import type { ActionsService } from './actions-service.ts';
import { followSignal } from './follow-signal.ts';
import { githubContext } from './github-context.ts';
import { runContexts } from './job-run.ts';
import type { LiveRun } from './records.ts';
import { chainLevel, defaultTitle, headOf, type RunPlan } from './run-plan.ts';
import { runWorkflow } from './run-workflow.ts';
import { givenInputs } from './selection.ts';

type Fired = Pick<RunPlan, 'workflow' | 'event' | 'workflowSha'>;

/** Creates a run and starts it, now or when it is approved. Answers with why it cannot, or null. */
export function launchRun(
  service: ActionsService,
  fired: Fired,
  needsApproval: boolean,
): string | null {
  const inputs = inputsOf(fired);
  if (inputs.kind === 'refused') return inputs.reasons.join('; ');
  const head = headOf(fired.event);
  const plan: RunPlan = {
    ...fired,
    number: nextNumber(service, fired.event.repository, fired.workflow.path),
    headBranch: head.branch,
    headSha: head.sha,
    inputs: inputs.inputs,
  };
  const record = createRecord(service, plan, needsApproval ? 'action_required' : 'queued');
  const run = {
    options: service.options,
    groups: service.groups,
    plan,
    record,
    github: contextOf(service, plan, record.id),
    cancellation: new AbortController(),
    closing: service.closing,
    secrets: service.options.secrets[fired.event.repository] ?? {},
  };
  followSignal(service.closing, run.cancellation);
  const start = () => service.track(runWorkflow(run));
  if (needsApproval) service.approvals.set(record.id, start);
  else start();
  return null;
}

/** GitHub answers a push with a failed run, under the file's path, for every file it cannot read. */
export function recordBrokenFile(
  service: ActionsService,
  event: GitHubEvent,
  { path, errors }: ParsedWorkflow & { readonly kind: 'broken' },
): void {
  const { options } = service;
  const head = headOf(event);
  const workflow: Workflow = { path, name: path, triggers: [], defaults: {}, jobs: [] };
  const plan: RunPlan = {
    workflow,
    event,
    workflowSha: event.sha,
    number: nextNumber(service, event.repository, path),
    headBranch: head.branch,
    headSha: head.sha,
    inputs: {},
  };
  const record = createRecord(service, plan, 'queued');
  record.status = 'completed';
  record.conclusion = 'startup_failure';
  record.completedAtMs = Date.now();
  record.reason = errors
    .map(({ message, line }) => (line === undefined ? message : `line ${line}: ${message}`))
    .join('; ');
  options.onProgress({ kind: 'run-finished', run: record });
  options.github.updateRun(record.id, { status: 'completed', conclusion: 'startup_failure' });
}

function createRecord(service: ActionsService, plan: RunPlan, status: RunStatus): LiveRun {
  const { options } = service;
  const { workflow, event } = plan;
  const facts = {
    repository: event.repository,
    workflowName: workflow.name,
    path: workflow.path,
    headBranch: plan.headBranch,
    headSha: plan.headSha,
    displayTitle: titleOf(service, plan),
    status,
  };
  const id = options.github.createRun({ ...facts, event });
  const record: LiveRun = {
    ...facts,
    id,
    event: event.name,
    number: plan.number,
    createdAtMs: Date.now(),
    jobs: [],
  };
  service.levels.set(id, chainLevel(event, service.levels));
  service.runs.push(record);
  options.onProgress({ kind: 'run-created', run: record });
  return record;
}

function titleOf(service: ActionsService, plan: RunPlan): string {
  const fallback = defaultTitle(plan.workflow, plan.event);
  if (plan.workflow.runName === undefined) return fallback;
  const contexts = runContexts({ plan, options: service.options }, contextOf(service, plan, 0));
  try {
    return evaluateText(plan.workflow.runName, { contexts }) || fallback;
  } catch (error) {
    if (error instanceof ExpressionFailure) return fallback;
    throw error;
  }
}

/** The `github` context outside of jobs. */
const contextOf = (service: ActionsService, plan: RunPlan, runId: number) =>
  githubContext({
    plan,
    runId,
    jobId: '',
    token: '',
    urls: service.options.github.urls,
    workspace: '',
    eventPath: '',
  });

function inputsOf({ workflow, event }: Fired): DispatchInputs {
  if (event.name !== 'workflow_dispatch') return { kind: 'accepted', inputs: {} };
  const trigger = workflow.triggers.find(({ event: name }) => name === 'workflow_dispatch');
  return resolveDispatchInputs(trigger?.inputs ?? [], givenInputs(event));
}

function nextNumber({ numbers }: ActionsService, repository: string, path: string): number {
  const key = `${repository}\n${path}`;
  const number = (numbers.get(key) ?? 0) + 1;
  numbers.set(key, number);
  return number;
}
