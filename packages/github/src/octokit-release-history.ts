import { HttpError } from '@release-train/http';
import type { Clock } from '@release-train/polling';
import { type ClientOptions, createClient, type Octokit } from './client.ts';
import {
  checkFrom,
  deploymentStateFrom,
  historyPullFrom,
  personFrom,
  reviewFrom,
  shippedFrom,
  statusFrom,
  timeOf,
} from './history-answers.ts';
import { octokitComments } from './octokit-comments.ts';
import { pages, perPage } from './pages.ts';
import type {
  Comments,
  CommitFacts,
  HistoryDeployment,
  HistoryPull,
  Listed,
  RefNote,
  ReleaseHistory,
} from './release-history.ts';
import { placeFrom } from './repository-place.ts';

export interface ReleaseHistoryOptions extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
}

interface Api {
  readonly octokit: Octokit;
  readonly graphqlUrl: string;
  readonly place: { readonly owner: string; readonly repo: string };
}

/**
 * What a release left behind, over the REST API: there each kind of record has a permission and an
 * answer of its own, so that one that may not be read hides no other.
 */
export function octokitReleaseHistory(options: ReleaseHistoryOptions): ReleaseHistory & Comments {
  const { graphqlUrl } = options;
  const api = { octokit: createClient(options), graphqlUrl, place: placeFrom(options.repository) };
  return { ...reads(api), ...lists(api), ...octokitComments(api) };
}

type Lists = 'pullsInto' | 'reviews' | 'checks' | 'statuses' | 'deployments' | 'commitsOf';

const reads = (api: Api): Omit<ReleaseHistory, Lists | 'comments'> => {
  const { octokit, place } = api;
  return {
    pull: async (number) => {
      const { data } = await octokit.rest.pulls.get({ ...place, pull_number: number });
      return historyPullFrom(data);
    },
    pullsWith: (commit) => readPullsWith(api, commit),
    commit: (sha) => readCommit(api, sha),
    compare: async (base, head) => {
      const query = { ...place, basehead: `${base}...${head}`, per_page: 1, page: 2 };
      const { data } = await octokit.rest.repos.compareCommitsWithBasehead(query);
      return { ahead: data.ahead_by, behind: data.behind_by };
    },
    shipped: (base, head) =>
      pages(async (page) => {
        const query = { ...place, basehead: `${base}...${head}`, ...page };
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead(query);
        return data.commits.map(shippedFrom);
      }),
    note: (ref) => readNote(api, ref),
  };
};

const lists = ({ octokit, place }: Api): Pick<ReleaseHistory, Lists> => ({
  pullsInto: (base, sinceMs) => listPullsInto({ octokit, place }, base, sinceMs),
  reviews: async (number) => {
    const listed = await pages(async (page) => {
      const query = { ...place, pull_number: number, ...page };
      return (await octokit.rest.pulls.listReviews(query)).data;
    });
    return { ...listed, items: listed.items.flatMap(reviewFrom) };
  },
  checks: (commit) =>
    pages(async (page) => {
      const { data } = await octokit.rest.checks.listForRef({ ...place, ref: commit, ...page });
      return data.check_runs.map(checkFrom);
    }),
  statuses: (commit) =>
    pages(async (page) => {
      const query = { ...place, ref: commit, ...page };
      return (await octokit.rest.repos.listCommitStatusesForRef(query)).data.map(statusFrom);
    }),
  deployments: (commit) => listDeployments({ octokit, place }, commit),
  commitsOf: async ({ number }) => {
    const listed = await pages(async (page) => {
      const query = { ...place, pull_number: number, ...page };
      return (await octokit.rest.pulls.listCommits(query)).data.map(shippedFrom);
    });
    return { ...listed, isCut: listed.items.length >= mostPullCommits };
  },
});

/** https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request */
const mostPullCommits = 250;

type Reader = Pick<Api, 'octokit' | 'place'>;

async function listPullsInto(
  { octokit, place }: Reader,
  base: string,
  sinceMs: number,
): Promise<Listed<HistoryPull>> {
  const filter = { ...place, base, state: 'all', sort: 'updated', direction: 'desc' } as const;
  const isOlder = ({ updatedAtMs }: HistoryPull): boolean => updatedAtMs < sinceMs;
  const listed = await pages(
    async (page) =>
      (await octokit.rest.pulls.list({ ...filter, ...page })).data.map(historyPullFrom),
    (found) => found.some(isOlder),
  );
  return { ...listed, items: listed.items.filter((pull) => !isOlder(pull)) };
}

async function readPullsWith({ octokit, place }: Reader, commit: string): Promise<HistoryPull[]> {
  const query = { ...place, commit_sha: commit, per_page: perPage };
  try {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(query);
    return data.map(historyPullFrom);
  } catch (error) {
    // "No commit found for SHA", in two different statuses; a missing repository says neither.
    if (error instanceof HttpError && /no commit found/i.test(error.message)) return [];
    throw error;
  }
}

/** More deployments of one commit are a machine's doing, and each costs a request. */
const mostDeployments = 10;

async function listDeployments(
  { octokit, place }: Reader,
  commit: string,
): Promise<Listed<HistoryDeployment>> {
  const query = { ...place, sha: commit, per_page: perPage };
  const { data } = await octokit.rest.repos.listDeployments(query);
  const items = await Promise.all(
    data.slice(0, mostDeployments).map(async (json): Promise<HistoryDeployment> => {
      const asked = { ...place, deployment_id: json.id, per_page: perPage };
      const states = await octokit.rest.repos.listDeploymentStatuses(asked);
      return {
        id: json.id,
        environment: json.environment,
        creator: personFrom(json.creator),
        createdAtMs: timeOf(json.created_at) ?? 0,
        states: states.data.map(deploymentStateFrom),
      };
    }),
  );
  return { items, isCut: data.length > items.length };
}

async function readCommit({ octokit, place }: Reader, sha: string): Promise<CommitFacts> {
  const { data } = await octokit.rest.git.getCommit({ ...place, commit_sha: sha });
  const authoredAtMs = timeOf(data.author.date) ?? 0;
  return { sha: data.sha, tree: data.tree.sha, message: data.message, authoredAtMs };
}

async function readNote({ octokit, place }: Reader, ref: string): Promise<RefNote | undefined> {
  try {
    const { object } = (await octokit.rest.git.getRef({ ...place, ref })).data;
    const { data } = await octokit.rest.git.getCommit({ ...place, commit_sha: object.sha });
    return { message: data.message, atMs: timeOf(data.committer.date) ?? 0 };
  } catch (error) {
    if (error instanceof HttpError && error.code === 'not-found') return undefined;
    throw error;
  }
}
