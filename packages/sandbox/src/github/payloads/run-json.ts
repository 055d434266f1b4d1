import { readCommit } from '../git/commits.ts';
import type { CheckRun, WorkflowRun } from '../model.ts';
import { timestamp } from '../model.ts';
import { accountJson, nodeId } from './account-json.ts';
import type { Place } from './commit-json.ts';
import { repositoryApi, repositoryHtml, repositoryJson } from './repository-json.ts';

export function workflowJson(
  { world, repository }: Place,
  run: { workflowId: number; workflowName: string; path: string },
) {
  const api = repositoryApi(world, repository);
  const html = repositoryHtml(world, repository);
  return {
    id: run.workflowId,
    node_id: nodeId('W', run.workflowId),
    name: run.workflowName,
    path: run.path,
    state: 'active',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    url: `${api}/actions/workflows/${run.workflowId}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${run.path}`,
    badge_url: `${html}/actions/workflows/${run.path.split('/').pop()}/badge.svg`,
  };
}

/** GitHub lists a run that waits for approval as completed with conclusion `action_required`. */
export function runJson(place: Place, run: WorkflowRun) {
  const { world, repository } = place;
  const api = `${repositoryApi(world, repository)}/actions/runs/${run.id}`;
  const actor = accountJson(world, run.event.actor.login);
  const held = run.status === 'action_required';
  return {
    id: run.id,
    name: run.workflowName,
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.checkSuiteId,
    check_suite_node_id: nodeId('CS', run.checkSuiteId),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: run.number,
    run_attempt: 1,
    referenced_workflows: [],
    event: run.event.name,
    display_title: run.displayTitle,
    status: held ? 'completed' : run.status,
    conclusion: held ? 'action_required' : run.conclusion,
    workflow_id: run.workflowId,
    url: api,
    html_url: `${repositoryHtml(world, repository)}/actions/runs/${run.id}`,
    pull_requests: pullsOf(place, run),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${repositoryApi(world, repository)}/check-suites/${run.checkSuiteId}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${repositoryApi(world, repository)}/actions/workflows/${run.workflowId}`,
    head_commit: headCommit(place, run.headSha),
    repository: repositoryJson(world, repository),
    head_repository: repositoryJson(world, repository),
  };
}

function headCommit({ repository }: Place, sha: string) {
  const commit = readCommit(repository.gitDir, sha);
  const { author, committer } = commit;
  return {
    id: sha,
    tree_id: commit.tree,
    message: commit.message.trimEnd(),
    timestamp: timestamp(committer.seconds * 1000),
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

const pullsOf = ({ world, repository }: Place, run: WorkflowRun) =>
  [...repository.pulls.values()]
    .filter((pull) => pull.state === 'open' && pull.headSha === run.headSha)
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${repositoryApi(world, repository)}/pulls/${pull.number}`,
      head: { ref: pull.headRef, sha: pull.headSha, repo: repositoryStub({ world, repository }) },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo: repositoryStub({ world, repository }) },
    }));

const repositoryStub = ({ world, repository }: Place) => ({
  id: repository.id,
  name: repository.name,
  url: repositoryApi(world, repository),
});

export const actionsApp = {
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
    pull_requests: pullsOf(place, run),
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
    pull_requests: pullsOf(place, run),
    app: { ...actionsApp, owner: accountJson(world, 'github') },
    repository: repositoryJson(world, repository),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    head_commit: headCommit(place, run.headSha),
    latest_check_runs_count: checkRuns,
    check_runs_url: `${api}/check-runs`,
  };
}
