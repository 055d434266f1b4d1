/** GitHub's answers in the doctor's words. Fields the description has optional may be missing. */
import type {
  ActionsPolicy,
  BranchRule,
  LiveBranch,
  LiveDeployment,
  LiveEnvironment,
  LiveRun,
  SelectedActions,
} from './live.ts';

interface PolicyAnswer {
  readonly enabled: boolean;
  readonly allowed_actions?: 'all' | 'local_only' | 'selected';
  readonly sha_pinning_required?: boolean;
}

export const policyFrom = (data: PolicyAnswer): ActionsPolicy => ({
  enabled: data.enabled,
  allowed: data.allowed_actions ?? 'all',
  requiresPins: data.sha_pinning_required ?? false,
});

interface SelectedAnswer {
  readonly github_owned_allowed?: boolean;
  readonly verified_allowed?: boolean;
  readonly patterns_allowed?: readonly string[];
}

export const selectedFrom = (data: SelectedAnswer): SelectedActions => ({
  github: data.github_owned_allowed ?? false,
  verified: data.verified_allowed ?? false,
  patterns: data.patterns_allowed ?? [],
});

interface RunAnswer {
  readonly id: number;
  readonly run_number: number;
  readonly path: string;
  readonly name?: string | null;
  readonly event: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly head_branch: string | null;
  readonly head_sha: string;
  readonly actor?: { readonly login: string } | null;
  readonly created_at: string;
  readonly html_url: string;
  readonly repository: { readonly id: number };
  readonly head_repository?: { readonly id: number } | null;
}

/** A workflow of another repository or ref has the ref in its path: `x.yml@refs/heads/main`. */
export const runFrom = (data: RunAnswer): LiveRun => ({
  id: data.id,
  number: data.run_number,
  path: data.path.replace(/@.*$/, ''),
  name: data.name ?? data.path,
  event: data.event,
  status: data.status ?? '',
  conclusion: data.conclusion ?? undefined,
  headBranch: data.head_branch ?? undefined,
  headSha: data.head_sha,
  actor: data.actor?.login ?? '',
  // Null of a fork that is gone.
  isFromFork: data.head_repository?.id !== data.repository.id,
  createdAt: Date.parse(data.created_at),
  url: data.html_url,
});

interface RuleAnswer {
  readonly type: string;
  readonly parameters?: unknown;
}

export function ruleFrom({ type, parameters }: RuleAnswer): BranchRule {
  if (type !== 'required_status_checks') return { type, checks: [] };
  const { required_status_checks: checks = [] } = (parameters ?? {}) as {
    readonly required_status_checks?: readonly { context: string; integration_id?: number }[];
  };
  return {
    type,
    checks: checks.map(({ context, integration_id }) => ({ context, app: integration_id })),
  };
}

interface BranchAnswer {
  readonly commit: { readonly sha: string; readonly commit: { readonly message: string } };
  readonly protected: boolean;
  readonly protection?: {
    readonly required_status_checks?: { readonly contexts?: readonly string[] };
  };
}

export const branchFrom = (data: BranchAnswer): LiveBranch => ({
  isProtected: data.protected,
  contexts: data.protection?.required_status_checks?.contexts ?? [],
  tip: { sha: data.commit.sha, message: data.commit.commit.message },
});

interface EnvironmentAnswer {
  readonly name: string;
  readonly protection_rules?: readonly { readonly type: string }[];
  readonly deployment_branch_policy?: { readonly protected_branches: boolean } | null;
}

export function environmentFrom(data: EnvironmentAnswer): LiveEnvironment {
  const policy = data.deployment_branch_policy ?? undefined;
  const restricted = policy?.protected_branches === true ? 'protected' : 'custom';
  return {
    name: data.name,
    refs: policy === undefined ? 'all' : restricted,
    hasReviewers: (data.protection_rules ?? []).some(({ type }) => type === 'required_reviewers'),
  };
}

interface DeploymentAnswer {
  readonly environment: string;
  readonly creator: { readonly login: string } | null;
  readonly ref: string;
  readonly sha: string;
}

export const deploymentFrom = (data: DeploymentAnswer): LiveDeployment => ({
  environment: data.environment,
  creator: data.creator?.login ?? '',
  ref: data.ref,
  sha: data.sha,
});
