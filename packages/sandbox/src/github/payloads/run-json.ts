import { readCommit } from '../git/commits.ts';
import { timestamp } from '../model.ts';
import type { WorkflowRun } from '../reports.ts';
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
    state: repository.actions.states.get(run.path) ?? 'active',
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
    pull_requests: pullsAt(place, run.headSha),
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

export function headCommit({ repository }: Place, sha: string) {
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

export const pullsAt = ({ world, repository }: Place, sha: string) =>
  [...repository.pulls.values()]
    .filter((pull) => pull.state === 'open' && pull.headSha === sha)
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
