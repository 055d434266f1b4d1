/** Whether a pull request may be merged, and what GitHub calls its state. Pure. */
import type { MergeMethod, PullRequest, RepositorySettings, Review } from '../model.ts';
import type { BranchProtection, RequiredCheck } from './branch-protection.ts';
import { checkRefusals, isBypassed } from './branch-protection.ts';

export interface MergeFacts {
  /** null: GitHub has not computed it yet. */
  readonly mergeable: boolean | null;
  readonly open: boolean;
  readonly draft: boolean;
  readonly protection: BranchProtection | null;
  readonly settings: RepositorySettings;
  readonly checks: readonly RequiredCheck[];
  /** Some check that nobody requires is failing or pending. */
  readonly otherChecksUnhappy: boolean;
  readonly approvals: number;
  readonly changesRequested: boolean;
  /** Groups of code owners that a rule still waits for, `ada, bob` each. */
  readonly missingOwners: readonly string[];
  /** The base has commits the head lacks. */
  readonly behind: boolean;
  readonly actorIsAdmin: boolean;
}

export type MergeableState =
  | 'unknown'
  | 'dirty'
  | 'draft'
  | 'blocked'
  | 'behind'
  | 'unstable'
  | 'clean';

/** https://docs.github.com/en/graphql/reference/enums#mergestatestatus, in REST's lower case. */
export function mergeableState(facts: MergeFacts): MergeableState {
  if (facts.mergeable === null) return 'unknown';
  if (!facts.mergeable) return 'dirty';
  if (facts.draft) return 'draft';
  if (missingReviews(facts).length > 0 || checkRefusals(facts.checks).length > 0) return 'blocked';
  if (isOutOfDate(facts)) return 'behind';
  return facts.otherChecksUnhappy ? 'unstable' : 'clean';
}

export type MergeVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly status: 405 | 409; readonly message: string };

export interface MergeRequest {
  readonly method: MergeMethod;
  readonly sha: string | null;
  readonly headSha: string;
}

const refuse = (status: 405 | 409, message: string): MergeVerdict => ({
  allowed: false,
  status,
  message,
});

/** https://docs.github.com/en/rest/pulls/pulls#merge-a-pull-request: 405 not mergeable, 409 sha. */
export function decideMerge(request: MergeRequest, facts: MergeFacts): MergeVerdict {
  if (!facts.open) return refuse(405, 'Pull Request is not mergeable');
  if (request.sha !== null && request.sha !== request.headSha) {
    return refuse(409, 'Head branch was modified. Review and try the merge again.');
  }
  if (facts.draft) return refuse(405, 'Pull Request is still a draft');
  if (!facts.mergeable) return refuse(405, 'Pull Request is not mergeable');
  const method = methodRefusal(request.method, facts.settings);
  if (method) return refuse(405, method);
  const missing = missingRequirements(request.method, facts);
  return missing.length === 0 ? { allowed: true } : refuse(405, missing.join('\n'));
}

/** What protection still asks for; nothing where the actor may bypass it. */
export function missingRequirements(method: MergeMethod, facts: MergeFacts): string[] {
  const { protection } = facts;
  if (!protection || isBypassed(protection, facts.actorIsAdmin)) return [];
  return [
    ...(protection.linearHistory && method === 'merge'
      ? ['This branch must not contain merge commits.']
      : []),
    ...(protection.methods?.includes(method) === false
      ? [`Merge method ${method} is not allowed by the rules of this branch.`]
      : []),
    ...missingReviews(facts),
    ...checkRefusals(facts.checks),
    ...(isOutOfDate(facts) ? ['The head branch is not up to date with the base branch.'] : []),
  ];
}

function missingReviews(facts: MergeFacts): string[] {
  const rule = facts.protection?.pullRequest;
  if (!rule) return [];
  const waiting = facts.missingOwners.map((group) => `Waiting on code owner review from ${group}.`);
  return [...missingApprovals(rule.approvals, facts), ...waiting];
}

function missingApprovals(required: number, facts: MergeFacts): string[] {
  if (required === 0) return [];
  if (facts.changesRequested) return ['Changes have been requested on this pull request.'];
  if (facts.approvals >= required) return [];
  const reviews = required === 1 ? 'review is' : 'reviews are';
  return [`At least ${required} approving ${reviews} required by reviewers with write access.`];
}

const isOutOfDate = (facts: MergeFacts): boolean =>
  facts.behind && (facts.protection?.checks?.strict ?? false);

export function methodRefusal(method: MergeMethod, settings: RepositorySettings): string | null {
  switch (method) {
    case 'merge':
      return settings.allowMergeCommit ? null : 'Merge commits are not allowed on this repository.';
    case 'squash':
      return settings.allowSquashMerge ? null : 'Squash merges are not allowed on this repository.';
    case 'rebase':
      return settings.allowRebaseMerge ? null : 'Rebase merges are not allowed on this repository.';
    default:
      return method satisfies never;
  }
}

/** The last decisive word of each reviewer; the author's own never counts. */
export function decisiveReviews(pull: Pick<PullRequest, 'author' | 'reviews'>): Review[] {
  const last = new Map<string, Review>();
  for (const review of pull.reviews) {
    if (review.state !== 'COMMENTED') last.set(review.author.login, review);
  }
  last.delete(pull.author.login);
  return [...last.values()];
}
