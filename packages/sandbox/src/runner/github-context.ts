import type { Data, DataMap } from '@release-train/workflows';
import type { GitHubUrls } from '../ports.ts';
import { fieldAt, textAt } from './payload.ts';
import type { RunPlan } from './run-plan.ts';

export interface GitHubContextFacts {
  readonly plan: RunPlan;
  readonly runId: number;
  readonly jobId: string;
  readonly token: string;
  readonly urls: GitHubUrls;
  readonly workspace: string;
  readonly eventPath: string;
}

/** The `github` context. https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
export function githubContext(facts: GitHubContextFacts): DataMap {
  const { plan, urls } = facts;
  const { event, workflow } = plan;
  const [owner = ''] = event.repository.split('/');
  return {
    // A webhook payload is JSON; the port types its fields as unknown.
    event: event.payload as { readonly [key: string]: Data },
    event_name: event.name,
    event_path: facts.eventPath,
    ...refFields(plan),
    sha: event.sha,
    repository: event.repository,
    repository_owner: owner,
    repositoryUrl: `git://${new URL(urls.server).host}/${event.repository}.git`,
    actor: event.actor.login,
    triggering_actor: event.actor.login,
    run_id: String(facts.runId),
    run_number: String(plan.number),
    run_attempt: '1',
    retention_days: '90',
    workflow: workflow.name,
    workflow_ref: `${event.repository}/${workflow.path}@${event.ref}`,
    workflow_sha: plan.workflowSha,
    job: facts.jobId,
    token: facts.token,
    server_url: urls.server,
    api_url: urls.api,
    graphql_url: urls.graphql,
    workspace: facts.workspace,
    action: '',
    action_path: '',
    action_ref: '',
    action_repository: '',
    secret_source: 'Actions',
  };
}

function refFields({ event }: RunPlan): DataMap {
  const pull = event.name === 'pull_request';
  return {
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: fieldAt(event.payload, 'ref_protected') === true,
    head_ref: pull ? textAt(event.payload, 'pull_request', 'head', 'ref') : '',
    base_ref: pull ? textAt(event.payload, 'pull_request', 'base', 'ref') : '',
  };
}

const IN_ENVIRONMENT = [
  'action',
  'actor',
  'api_url',
  'base_ref',
  'event_name',
  'event_path',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_type',
  'repository',
  'repository_owner',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
] as const;

/** GITHUB_… variables: the context without its token and payload. */
export const githubEnvironment = (context: DataMap): Readonly<Record<string, string>> => ({
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_REF_PROTECTED: String(context['ref_protected']),
  ...Object.fromEntries(
    IN_ENVIRONMENT.map((key) => [`GITHUB_${key.toUpperCase()}`, String(context[key] ?? '')]),
  ),
});
