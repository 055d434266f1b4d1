/** Check runs and check suites: of workflow runs, and of apps. */
import type { AppCheck, CheckRun, WorkflowRun } from '../reports.ts';
import { accountJson, nodeId } from './account-json.ts';
import type { Place } from './commit-json.ts';
import { repositoryApi, repositoryHtml, repositoryJson } from './repository-json.ts';
import { headCommit, pullsAt, runJson } from './run-json.ts';

const actionsApp = {
  id: 15368,
  slug: 'github-actions',
  node_id: 'MDM6QXBwMTUzNjg=',
  name: 'GitHub Actions',
  description: 'Automate your workflow from idea to production',
  external_url: 'https://help.github.com/en/actions',
  html_url: 'https://github.com/apps/github-actions',
  created_at: '2018-07-30T09:30:17Z',
  updated_at: '2026-01-01T00:00:00Z',
  permissions: {},
  events: [],
};

export function checkRunJson(place: Place, run: WorkflowRun, check: CheckRun) {
  const { world, repository } = place;
  const api = repositoryApi(world, repository);
  const html = `${repositoryHtml(world, repository)}/actions/runs/${run.id}/job/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CR', check.id),
    head_sha: run.headSha,
    external_id: String(check.id),
    url: `${api}/check-runs/${check.id}`,
    html_url: html,
    details_url: html,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${api}/check-runs/${check.id}/annotations`,
    },
    check_suite: { id: run.checkSuiteId },
    app: { ...actionsApp, owner: accountJson(world, 'github') },
    pull_requests: pullsAt(place, run.headSha),
  };
}

export function checkSuiteJson(place: Place, run: WorkflowRun, checkRuns: number) {
  const { world, repository } = place;
  const api = `${repositoryApi(world, repository)}/check-suites/${run.checkSuiteId}`;
  const { status, conclusion } = runJson(place, run);
  return {
    id: run.checkSuiteId,
    node_id: nodeId('CS', run.checkSuiteId),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    status,
    conclusion,
    url: api,
    before: null,
    after: run.headSha,
    pull_requests: pullsAt(place, run.headSha),
    app: { ...actionsApp, owner: accountJson(world, 'github') },
    repository: repositoryJson(world, repository),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    head_commit: headCommit(place, run.headSha),
    latest_check_runs_count: checkRuns,
    check_runs_url: `${api}/check-runs`,
  };
}

/** A check run of a workflow run is a job. */
export function jobJson(place: Place, run: WorkflowRun, check: CheckRun) {
  const { world, repository } = place;
  const api = repositoryApi(world, repository);
  const { html_url } = checkRunJson(place, run, check);
  const held = check.status === 'action_required';
  return {
    id: check.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: 1,
    node_id: nodeId('CR', check.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    workflow_name: run.workflowName,
    url: `${api}/actions/jobs/${check.id}`,
    html_url,
    status: held ? 'waiting' : check.status,
    conclusion: check.conclusion,
    created_at: check.startedAt,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    name: check.name,
    check_run_url: `${api}/check-runs/${check.id}`,
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
  };
}

export function appCheckJson(place: Place, check: AppCheck) {
  const { world, repository } = place;
  const api = `${repositoryApi(world, repository)}/check-runs/${check.id}`;
  const html = `${repositoryHtml(world, repository)}/runs/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CR', check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url: api,
    html_url: html,
    details_url: check.detailsUrl === '' ? html : check.detailsUrl,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: { ...check.output, annotations_count: 0, annotations_url: `${api}/annotations` },
    check_suite: { id: check.suiteId },
    app: appJson(place, check.app),
    pull_requests: pullsAt(place, check.headSha),
  };
}

const appJson = ({ world }: Place, slug: string) => ({
  ...actionsApp,
  ...(slug === actionsApp.slug ? {} : { id: 1, slug, node_id: nodeId('A', 1), name: slug }),
  owner: accountJson(world, 'github'),
});

/** The suite that an app's check runs on one commit make up. */
export function appSuiteJson(place: Place, suite: readonly AppCheck[]) {
  const [first] = suite;
  if (!first) throw new Error('a check suite has at least one check run');
  const { world, repository } = place;
  const api = `${repositoryApi(world, repository)}/check-suites/${first.suiteId}`;
  const done = suite.every(({ status }) => status === 'completed');
  const failed = suite.find(({ conclusion }) => !HAPPY.includes(conclusion ?? ''));
  return {
    id: first.suiteId,
    node_id: nodeId('CS', first.suiteId),
    head_branch: null,
    head_sha: first.headSha,
    status: done ? 'completed' : 'in_progress',
    conclusion: done ? (failed?.conclusion ?? 'success') : null,
    url: api,
    before: null,
    after: first.headSha,
    pull_requests: pullsAt(place, first.headSha),
    app: appJson(place, first.app),
    repository: repositoryJson(world, repository),
    created_at: first.startedAt,
    updated_at: first.completedAt ?? first.startedAt,
    head_commit: headCommit(place, first.headSha),
    latest_check_runs_count: suite.length,
    check_runs_url: `${api}/check-runs`,
  };
}

const HAPPY = ['success', 'skipped', 'neutral'];
