/** Adapter: what a branch asks of who pushes, which GitHub tells a reader by GraphQL only. */
import type { Octokit } from '@release-train/github/client';
import { HttpError } from '@release-train/http';
import type { Live, UpdateRule } from './live.ts';
import type { Place } from './live-pages.ts';

/** https://docs.github.com/en/graphql/reference/objects#refupdaterule */
const QUERY = `query($owner: String!, $repo: String!, $ref: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    viewerPermission
    ref(qualifiedName: $ref) { refUpdateRule { viewerCanPush requiredApprovingReviewCount } }
  }
}`;

const WRITING = new Set(['WRITE', 'MAINTAIN', 'ADMIN']);

const STATUS: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404 };

interface Answer {
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
  readonly data?: {
    readonly viewer?: { readonly login?: string } | null;
    readonly repository?: {
      readonly viewerPermission?: string | null;
      readonly ref?: {
        readonly refUpdateRule?: {
          readonly viewerCanPush: boolean;
          readonly requiredApprovingReviewCount?: number | null;
        } | null;
      } | null;
    } | null;
  };
}

export const updateRuleOf =
  (octokit: Octokit, { owner, repo }: Place, url: string): Live['updateRule'] =>
  async (branch) => {
    const variables = { owner, repo, ref: `refs/heads/${branch}` };
    const request = { method: 'POST', url, query: QUERY, variables } as const;
    const answer: Answer = (await octokit.request(request)).data;
    // GraphQL refuses with 200; an answer without data is no answer, not a branch without rules.
    const [error] = answer.errors ?? [];
    if (error || !answer.data?.repository) {
      const status = STATUS[error?.type ?? ''] ?? 502;
      throw new HttpError({ method: 'POST', url, status, reason: error?.message ?? 'no data' });
    }
    return ruleFrom(answer.data);
  };

function ruleFrom({ viewer, repository }: NonNullable<Answer['data']>): UpdateRule | undefined {
  const rule = repository?.ref?.refUpdateRule;
  if (!rule) return undefined;
  return {
    viewer: viewer?.login ?? '',
    viewerMayWrite: WRITING.has(repository?.viewerPermission ?? ''),
    viewerCanPush: rule.viewerCanPush,
    approvals: rule.requiredApprovingReviewCount ?? 0,
  };
}
