/** Classic branch protection. */
import { readBranch } from '../git/refs.ts';
import { repositoryApi } from '../payloads/repository-json.ts';
import type { BranchProtection } from '../rules/branch-protection.ts';
import type { ApiRequest, Reply, Route } from './api.ts';
import { ApiError, noContent, ok } from './api.ts';
import type { Fields } from './fields.ts';
import { readFields } from './fields.ts';

const PATH = '/branches/:branch/protection';

export const protectionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, needs: ['administration'], handle: getProtection },
  { method: 'PUT', path: PATH, needs: ['administration'], handle: putProtection },
  { method: 'DELETE', path: PATH, needs: ['administration'], handle: deleteProtection },
];

function protectionOf({ repository, param }: ApiRequest): BranchProtection {
  if (readBranch(repository.gitDir, param('branch')) === null) {
    throw new ApiError(404, 'Branch not found');
  }
  const protection = repository.protections.get(param('branch'));
  if (!protection) throw new ApiError(404, 'Branch not protected');
  return protection;
}

function getProtection(request: ApiRequest): Reply {
  return ok(protectionJson(request, protectionOf(request)));
}

/** https://docs.github.com/en/rest/branches/branch-protection#update-branch-protection */
function putProtection(request: ApiRequest): Reply {
  const { repository, param, body } = request;
  if (readBranch(repository.gitDir, param('branch')) === null) {
    throw new ApiError(404, 'Branch not found');
  }
  for (const name of REQUIRED) {
    if (!body.has(name)) throw new ApiError(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  }
  refuseUnsupported(body);
  const protection: BranchProtection = {
    pullRequest: readReviews(part(body, 'required_pull_request_reviews')),
    checks: readChecks(part(body, 'required_status_checks')),
    linearHistory: body.flag('required_linear_history', false),
    enforceAdmins: body.flag('enforce_admins', false),
    allowForcePushes: body.flag('allow_force_pushes', false),
    allowDeletions: body.flag('allow_deletions', false),
    allowCreations: true,
    allowUpdates: true,
    methods: null,
  };
  repository.protections.set(param('branch'), protection);
  return ok(protectionJson(request, protection));
}

const REQUIRED = [
  'required_status_checks',
  'enforce_admins',
  'required_pull_request_reviews',
  'restrictions',
];

/** Rules that nothing here would enforce are refused, not forgotten. */
function refuseUnsupported(body: Fields): void {
  const wished = ['block_creations', 'lock_branch', 'required_conversation_resolution'].filter(
    (name) => body.flag(name, false),
  );
  if (body.raw('restrictions') !== null) wished.push('restrictions');
  const reviews = part(body, 'required_pull_request_reviews');
  if (reviews?.flag('require_last_push_approval', false)) wished.push('require_last_push_approval');
  if (wished.length > 0) {
    throw new ApiError(501, `not supported by the sandbox: protection with ${wished.join(', ')}`);
  }
}

const part = (body: Fields, name: string): Fields | null => {
  const value = body.raw(name) ?? null;
  return value === null ? null : readFields(value);
};

function readReviews(fields: Fields | null): BranchProtection['pullRequest'] {
  if (!fields) return null;
  const approvals = Number(fields.raw('required_approving_review_count') ?? 1);
  if (!Number.isInteger(approvals) || approvals < 0 || approvals > 6) {
    throw new ApiError(422, 'required_approving_review_count must be between 0 and 6');
  }
  return {
    approvals,
    dismissStale: fields.flag('dismiss_stale_reviews', false),
    codeOwners: fields.flag('require_code_owner_reviews', false),
  };
}

function readChecks(fields: Fields | null): BranchProtection['checks'] {
  if (!fields) return null;
  const checks = fields.raw('checks');
  const named = Array.isArray(checks) ? checks.map((each) => readFields(each).text('context')) : [];
  const contexts = [...new Set([...fields.texts('contexts'), ...named])];
  return { contexts, strict: fields.flag('strict', false) };
}

function deleteProtection(request: ApiRequest): Reply {
  protectionOf(request);
  request.repository.protections.delete(request.param('branch'));
  return noContent;
}

function protectionJson({ world, repository, param }: ApiRequest, protection: BranchProtection) {
  const branch = encodeURIComponent(param('branch'));
  const url = `${repositoryApi(world, repository)}/branches/${branch}/protection`;
  const { pullRequest, checks } = protection;
  return {
    url,
    ...(checks && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: checks.strict,
        contexts: checks.contexts,
        contexts_url: `${url}/required_status_checks/contexts`,
        checks: checks.contexts.map((context) => ({ context, app_id: null })),
      },
    }),
    ...(pullRequest && {
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: pullRequest.dismissStale,
        require_code_owner_reviews: pullRequest.codeOwners,
        require_last_push_approval: false,
        required_approving_review_count: pullRequest.approvals,
      },
    }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: protection.linearHistory },
    allow_force_pushes: { enabled: protection.allowForcePushes },
    allow_deletions: { enabled: protection.allowDeletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}
