/** Adapter: GitHub over its REST API. */
import { ActionError } from '@release-train/action-kit/action-error';
import { type ClientOptions, createClient, type Octokit } from '@release-train/github/client';
import { HttpError } from '@release-train/http';
import type { Live, LiveRepository, RunQuery } from './live.ts';
import {
  branchFrom,
  deploymentFrom,
  environmentFrom,
  policyFrom,
  ruleFrom,
  runFrom,
  selectedFrom,
} from './live-answers.ts';
import { listOf, type Place } from './live-pages.ts';
import { namesOf } from './octokit-names.ts';
import { updateRuleOf } from './octokit-update-rule.ts';

export interface OctokitLiveOptions extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
}

/** @throws ActionError where `repository` is not `owner/name` */
export function octokitLive(options: OctokitLiveOptions): Live {
  const [owner, repo] = options.repository.split('/');
  if (!owner || !repo) {
    throw new ActionError('no-repository', `"${options.repository}" is not "owner/name"`, {
      hint: 'Run this as a step of a workflow, or name the repository with --repository.',
    });
  }
  const octokit = createClient(options);
  const place = { owner, repo };
  return {
    ...settingsOf(octokit, place),
    ...historyOf(octokit, place),
    ...namesOf(octokit, place),
    updateRule: updateRuleOf(octokit, place, options.graphqlUrl),
  };
}

type Settings = Pick<
  Live,
  | 'repository'
  | 'branches'
  | 'policy'
  | 'tokenDefaults'
  | 'rules'
  | 'branch'
  | 'environments'
  | 'admittedRefs'
>;

function settingsOf({ rest }: Octokit, place: Place): Settings {
  return {
    repository: async () => repositoryFrom((await rest.repos.get({ ...place })).data),
    branches: () =>
      listOf(3, async (page) => {
        const { data } = await rest.repos.listBranches({ ...place, ...page });
        return { items: data.map(({ name }) => name), total: undefined };
      }),
    policy: async () => {
      const { data } = await rest.actions.getGithubActionsPermissionsRepository({ ...place });
      const policy = policyFrom(data);
      if (policy.allowed !== 'selected') return policy;
      const selected = await rest.actions.getAllowedActionsRepository({ ...place });
      return { ...policy, selected: selectedFrom(selected.data) };
    },
    tokenDefaults: async () => {
      const { data } = await rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({
        ...place,
      });
      return {
        permissions: data.default_workflow_permissions,
        mayOpenPulls: data.can_approve_pull_request_reviews,
      };
    },
    rules: async (branch) => {
      const { data } = await rest.repos.getBranchRules({ ...place, branch, per_page: 100 });
      return data.map(ruleFrom);
    },
    branch: (branch) =>
      unlessAbsent(async () => branchFrom((await rest.repos.getBranch({ ...place, branch })).data)),
    environments: () =>
      listOf(1, async (page) => {
        const { data } = await rest.repos.getAllEnvironments({ ...place, ...page });
        return { items: (data.environments ?? []).map(environmentFrom), total: data.total_count };
      }),
    admittedRefs: (environment_name) =>
      listOf(1, async (page) => {
        const query = { ...place, ...page, environment_name };
        const { data } = await rest.repos.listDeploymentBranchPolicies(query);
        const names = data.branch_policies.flatMap(({ name }) => name ?? []);
        return { items: names, total: data.total_count };
      }),
  };
}

type Past = Pick<Live, 'file' | 'workflows' | 'runs' | 'deployments'>;

function historyOf({ rest }: Octokit, place: Place): Past {
  return {
    file: (path, ref) =>
      unlessAbsent(async () => {
        const { data } = await rest.repos.getContent({ ...place, path, ref });
        const isFile = 'content' in data && typeof data.content === 'string';
        return isFile ? Buffer.from(data.content, 'base64').toString('utf8') : undefined;
      }),
    workflows: () =>
      listOf(3, async (page) => {
        const { data } = await rest.actions.listRepoWorkflows({ ...place, ...page });
        const items = data.workflows.map(({ id, path, name, state, created_at }) => ({
          id,
          path,
          name,
          state,
          createdAt: Date.parse(created_at),
        }));
        return { items, total: data.total_count };
      }),
    runs: async (query) => {
      const { data } = await runsPage(rest, place, query);
      return data.workflow_runs.map(runFrom);
    },
    deployments: async () => {
      const { data } = await rest.repos.listDeployments({ ...place, per_page: 30 });
      return data.map(deploymentFrom);
    },
  };
}

function runsPage(rest: Octokit['rest'], place: Place, { workflow, status, sha, most }: RunQuery) {
  // GitHub's own list of statuses is open: what is no status finds nothing.
  type Status = NonNullable<Parameters<typeof rest.actions.listWorkflowRunsForRepo>[0]>['status'];
  const query = {
    ...place,
    per_page: most,
    ...(sha === undefined ? {} : { head_sha: sha }),
    ...(status === undefined ? {} : { status: status as NonNullable<Status> }),
  };
  return workflow === undefined
    ? rest.actions.listWorkflowRunsForRepo(query)
    : rest.actions.listWorkflowRuns({ ...query, workflow_id: workflow });
}

interface RepositoryAnswer {
  readonly owner: { readonly login: string };
  readonly default_branch: string;
  readonly private: boolean;
  readonly fork: boolean;
  readonly archived: boolean;
  readonly pushed_at: string;
}

const repositoryFrom = (data: RepositoryAnswer): LiveRepository => ({
  owner: data.owner.login,
  defaultBranch: data.default_branch,
  isPrivate: data.private,
  isFork: data.fork,
  isArchived: data.archived,
  pushedAt: Date.parse(data.pushed_at),
});

async function unlessAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HttpError && error.code === 'not-found') return undefined;
    throw error;
  }
}
