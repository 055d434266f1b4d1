import type { PullRequest } from './github.ts';

/** What we read of GitHub's pull request object, in lists and alone. */
interface PullJson {
  readonly number: number;
  readonly node_id: string;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly user: { readonly login: string; readonly type?: string } | null;
  readonly author_association: string;
  readonly auto_merge?: {
    readonly merge_method: string;
    readonly enabled_by: { readonly type: string };
  } | null;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    /** Null where the fork is gone. */
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly ref: string; readonly repo: { readonly full_name: string } };
  readonly labels: readonly { readonly name?: string }[];
  readonly requested_reviewers?: readonly { readonly login: string }[] | null | undefined;
  readonly requested_teams?: readonly { readonly slug: string }[] | null | undefined;
  readonly assignees?: readonly { readonly login: string }[] | null | undefined;
}

export function pullRequestFrom(json: PullJson): PullRequest {
  const isMerged = json.merged_at !== null;
  return {
    number: json.number,
    nodeId: json.node_id,
    url: json.html_url,
    title: json.title,
    body: json.body ?? '',
    state: json.state === 'open' ? 'open' : 'closed',
    isMerged,
    isDraft: json.draft ?? false,
    // The author of a deleted account is null.
    author: json.user?.login ?? 'ghost',
    authorRole: authorRole(json),
    isFromFork: json.head.repo?.full_name !== json.base.repo.full_name,
    headBranch: json.head.ref,
    headSha: json.head.sha,
    baseBranch: json.base.ref,
    labels: json.labels.flatMap(({ name }) => (name ? [name] : [])),
    reviewers: (json.requested_reviewers ?? []).map(({ login }) => login),
    teams: (json.requested_teams ?? []).map(({ slug }) => slug),
    assignees: (json.assignees ?? []).map(({ login }) => login),
    // Of an open one this is GitHub's trial merge, which comes and goes.
    mergeCommit: isMerged ? (json.merge_commit_sha ?? undefined) : undefined,
    autoMerge: json.auto_merge
      ? {
          method: json.auto_merge.merge_method,
          isByBot: json.auto_merge.enabled_by.type === 'Bot',
        }
      : undefined,
  };
}

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
function authorRole({
  user,
  author_association: association,
}: PullJson): PullRequest['authorRole'] {
  if (user?.type === 'Bot') return 'bot';
  return ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association) ? 'member' : 'outsider';
}
