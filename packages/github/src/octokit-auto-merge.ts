/** Auto-merge over GraphQL, which alone knows it, and the merge button over REST. */
import { HttpError } from '@release-train/http';
import type { Armed, AutoMergePort, MergeOrder } from './auto-merge.ts';
import type { Octokit } from './client.ts';
import type { PullRequest } from './github.ts';
import { pullRequestFrom } from './pull-request.ts';

interface Api {
  readonly octokit: Octokit;
  readonly graphqlUrl: string;
  readonly place: { readonly owner: string; readonly repo: string };
}

export const octokitAutoMerge = (api: Api): AutoMergePort => ({
  arm: (pull, order) => arm(api, pull, order),
  disarm: (pull) => disarm(api, pull),
  mergeNow: (pull, order) => mergeNow(api, pull, order),
  enqueue: (pull, headSha) => enqueue(api, pull, headSha),
  look: (number) => look(api, number),
  isVouchedFor: (pull) => isVouchedFor(api, pull),
});

/** https://docs.github.com/en/graphql/reference/mutations#enablepullrequestautomerge */
const enabling = `mutation($input: EnablePullRequestAutoMergeInput!) {
  enablePullRequestAutoMerge(input: $input) {
    pullRequest { state autoMergeRequest { mergeMethod } }
  }
}`;

const disabling = `mutation($input: DisablePullRequestAutoMergeInput!) {
  disablePullRequestAutoMerge(input: $input) { pullRequest { id } }
}`;

async function arm(api: Api, pull: PullRequest, { method, headSha }: MergeOrder): Promise<Armed> {
  const input = {
    pullRequestId: pull.nodeId,
    mergeMethod: method.toUpperCase(),
    expectedHeadOid: headSha,
  };
  const { data, errors = [] } = await graphql<EnablingAnswer>(api, enabling, input);
  const [error] = errors;
  if (error) return { kind: 'refused', reason: error.message };
  const after = data?.enablePullRequestAutoMerge?.pullRequest;
  if (after?.state === 'MERGED') return { kind: 'merged' };
  return { kind: after?.autoMergeRequest ? 'armed' : 'accepted' };
}

async function disarm(api: Api, pull: PullRequest): Promise<void> {
  const { errors = [] } = await graphql(api, disabling, { pullRequestId: pull.nodeId });
  const [error] = errors;
  if (!error) return;
  // Switched off already: by the try whose answer was lost, or by somebody faster.
  const { pull: now } = await look(api, pull.number);
  if (!now.autoMerge) return;
  const { graphqlUrl: url } = api;
  const reason = `disablePullRequestAutoMerge: ${error.message}`;
  throw new HttpError({ method: 'POST', url, status: 200, reason, code: 'invalid' });
}

/** https://docs.github.com/en/rest/pulls/pulls#merge-a-pull-request: 405 not mergeable, 409 another head */
async function mergeNow(
  { octokit, place }: Api,
  { number }: PullRequest,
  { method, headSha }: MergeOrder,
): Promise<string | undefined> {
  const order = { pull_number: number, merge_method: method, sha: headSha };
  try {
    await octokit.rest.pulls.merge({ ...place, ...order });
    return undefined;
  } catch (error) {
    const isRefusal = error instanceof HttpError && [405, 409].includes(error.status);
    if (isRefusal) return error.message;
    throw error;
  }
}

/** https://docs.github.com/en/graphql/reference/mutations#enqueuepullrequest */
const enqueuing = `mutation($input: EnqueuePullRequestInput!) {
  enqueuePullRequest(input: $input) { mergeQueueEntry { id } }
}`;

async function enqueue(api: Api, pull: PullRequest, headSha: string): Promise<string | undefined> {
  const input = { pullRequestId: pull.nodeId, expectedHeadOid: headSha };
  const { errors = [] } = await graphql(api, enqueuing, input);
  return errors[0]?.message;
}

async function look({ octokit, place }: Api, number: number) {
  const { data } = await octokit.rest.pulls.get({ ...place, pull_number: number });
  return { pull: pullRequestFrom(data), state: data.mergeable_state };
}

async function isVouchedFor(
  { octokit, place }: Api,
  { number, headSha, author }: PullRequest,
): Promise<boolean> {
  const on = { ...place, ref: headSha, per_page: 100 };
  const [runs, statuses, reviews] = await Promise.all([
    unlessForbidden(octokit.rest.checks.listForRef(on)),
    unlessForbidden(octokit.rest.repos.getCombinedStatusForRef(on)),
    octokit.rest.pulls.listReviews({ ...place, pull_number: number, per_page: 100 }),
  ]);
  const members = ['OWNER', 'MEMBER', 'COLLABORATOR'];
  return (
    (runs?.data.check_runs ?? []).some(({ conclusion }) => conclusion === 'success') ||
    (statuses?.data.statuses ?? []).some(({ state }) => state === 'success') ||
    reviews.data.some(
      (review) =>
        review.state === 'APPROVED' &&
        review.commit_id === headSha &&
        review.user?.login !== author &&
        members.includes(review.author_association),
    )
  );
}

/** What the token may not see vouches for nothing. */
async function unlessForbidden<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const isHidden =
      error instanceof HttpError && (error.code === 'forbidden' || error.code === 'not-found');
    if (isHidden) return undefined;
    throw error;
  }
}

interface Answer<D> {
  readonly data?: D;
  readonly errors?: readonly { readonly message: string }[];
}

interface EnablingAnswer {
  readonly enablePullRequestAutoMerge?: {
    readonly pullRequest?: {
      readonly state: string;
      readonly autoMergeRequest: object | null;
    };
  };
}

/** A repeated try after a lost answer is harmless: it finds the same state. */
async function graphql<D>(
  { octokit, graphqlUrl: url }: Api,
  query: string,
  input: Readonly<Record<string, string>>,
): Promise<Answer<D>> {
  const { data } = await octokit.request({ method: 'POST', url, query, variables: { input } });
  return data;
}
