import { HttpError } from '@release-train/http';
import { type Clock, poll } from '@release-train/polling';
import { type ClientOptions, createClient, type Octokit } from './client.ts';
import { createPullOnce } from './create-pull.ts';
import { dressPull } from './dress-pull.ts';
import type {
  Branch,
  GitHub,
  Mergeable,
  MergedQuery,
  NewPull,
  PullQuery,
  PullRequest,
} from './github.ts';
import { readBranchRules, readMergeRules, readSettings } from './merge-rules.ts';
import { octokitAutoMerge } from './octokit-auto-merge.ts';
import { octokitFiles } from './octokit-files.ts';
import { pullRequestFrom } from './pull-request.ts';
import { readCloser, readPull, readPullCommits } from './read-pull.ts';
import { placeFrom } from './repository-place.ts';
import { readViewer } from './viewer.ts';

export interface OctokitGitHubOptions extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
}

interface Api {
  readonly octokit: Octokit;
  readonly graphqlUrl: string;
  readonly clock: Clock;
  readonly place: { readonly owner: string; readonly repo: string };
}

/** GitHub over its REST API, and GraphQL where REST has no verb. */
export function octokitGitHub(options: OctokitGitHubOptions): GitHub {
  const { graphqlUrl, clock } = options;
  const place = placeFrom(options.repository);
  const octokit = createClient(options);
  const api = { octokit, graphqlUrl, clock, place };
  return {
    repository: () => readSettings(octokit, place),
    viewer: () => readViewer(api),
    branch: (name) => readBranch(api, name),
    compare: async (base, head) => {
      const basehead = `${base}...${head}`;
      // Every page tells the counts; only the first one carries files and patches.
      const query = { ...place, basehead, per_page: 1, page: 2 };
      const { data } = await octokit.rest.repos.compareCommitsWithBasehead(query);
      return { ahead: data.ahead_by, behind: data.behind_by };
    },
    mergeRules: (branch) => readMergeRules(octokit, place, branch),
    branchRules: (name) => readBranchRules(octokit, place, name),
    pulls: (query) => listPulls(api, query),
    mergedPulls: (query) => listMerged(api, query),
    findPull: (number) => readPull(octokit, place, number),
    closer: (number) => readCloser(octokit, place, number),
    pullCommits: (number) => readPullCommits(octokit, place, number),
    createPull: (pull) => createPull(api, pull),
    updatePull: async (number, change) => {
      await octokit.rest.pulls.update({ ...place, pull_number: number, ...change });
    },
    setDraft: (pull, draft) => setDraft(api, pull, draft),
    dress: (pull, wishes) => dressPull(dressCalls(api, pull.number), pull, wishes),
    mergeable: (number, headSha) => waitForMergeable(api, number, headSha),
    autoMerge: octokitAutoMerge(api),
    files: octokitFiles(api),
  };
}

async function readBranch({ octokit, place }: Api, name: string): Promise<Branch | undefined> {
  try {
    const { data } = await octokit.rest.repos.getBranch({ ...place, branch: name });
    const { sha, commit } = data.commit;
    return { name: data.name, sha, tree: commit.tree.sha, isProtected: data.protected };
  } catch (error) {
    // A missing repository is also 404, and not an answer to "which branch?".
    if (error instanceof HttpError && /branch not found/i.test(error.message)) return undefined;
    throw error;
  }
}

async function listPulls({ octokit, place }: Api, query: PullQuery): Promise<PullRequest[]> {
  // Without the owner GitHub ignores the filter and lists everything.
  const head = `${place.owner}:${query.head}`;
  const { base, state } = query;
  const { data } = await octokit.rest.pulls.list({ ...place, head, base, state, per_page: 100 });
  return data.map(pullRequestFrom);
}

async function listMerged({ octokit, place }: Api, query: MergedQuery): Promise<PullRequest[]> {
  const merged: PullRequest[] = [];
  const filter = { ...place, base: query.base, state: 'closed', sort: 'updated' } as const;
  for (let page = 1; page * 100 <= query.most; page += 1) {
    const { data } = await octokit.rest.pulls.list({
      ...filter,
      direction: 'desc',
      per_page: 100,
      page,
    });
    const recent = data.filter((json) => Date.parse(json.updated_at) >= query.updatedSince);
    merged.push(...recent.map(pullRequestFrom).filter(({ isMerged }) => isMerged));
    if (recent.length < 100) break;
  }
  return merged;
}

const createPull = (api: Api, pull: NewPull): Promise<PullRequest> =>
  createPullOnce(
    api.clock,
    {
      create: async (wanted) => {
        // The plugin must not repeat it: `createPullOnce` looks first whether it happened.
        const request = { retries: 0 };
        const { data } = await api.octokit.rest.pulls.create({ ...api.place, ...wanted, request });
        return pullRequestFrom(data);
      },
      findOpen: async () => {
        const { head, base } = pull;
        const [open] = await listPulls(api, { head, base, state: 'open' });
        return open;
      },
    },
    pull,
  );

/** REST cannot do it. https://docs.github.com/en/graphql/reference/mutations#convertpullrequesttodraft */
async function setDraft(
  { octokit, graphqlUrl }: Api,
  pull: PullRequest,
  draft: boolean,
): Promise<void> {
  const mutation = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  const query = `mutation($id: ID!) { ${mutation}(input: { pullRequestId: $id }) { pullRequest { id } } }`;
  const variables = { id: pull.nodeId };
  const { data } = await octokit.request({ method: 'POST', url: graphqlUrl, query, variables });
  const [error] = data.errors ?? [];
  if (!error) return;
  const reason = `${mutation}: ${error.message}`;
  throw new HttpError({ method: 'POST', url: graphqlUrl, status: 200, reason, code: 'invalid' });
}

const dressCalls = ({ octokit, place }: Api, number: number) => ({
  addLabels: async (labels: readonly string[]) => {
    await octokit.rest.issues.addLabels({ ...place, issue_number: number, labels: [...labels] });
  },
  requestReviewers: async (reviewers: readonly string[]) => {
    const wanted = { ...place, pull_number: number, reviewers: [...reviewers] };
    await octokit.rest.pulls.requestReviewers(wanted);
  },
  requestTeams: async (teams: readonly string[]) => {
    const wanted = { ...place, pull_number: number, team_reviewers: [...teams] };
    await octokit.rest.pulls.requestReviewers(wanted);
  },
  addAssignees: async (assignees: readonly string[]) => {
    const wanted = { ...place, issue_number: number, assignees: [...assignees] };
    await octokit.rest.issues.addAssignees(wanted);
  },
  reviewedBy: async () => {
    const query = { ...place, pull_number: number, per_page: 100 };
    const { data } = await octokit.rest.pulls.listReviews(query);
    return data.flatMap(({ user }) => (user ? [user.login] : []));
  },
});

/** `mergeable: null` means "being computed"; the request itself starts the computation. */
async function waitForMergeable(
  { octokit, place, clock }: Api,
  number: number,
  headSha: string,
): Promise<Mergeable> {
  const policy = {
    timeoutMs: 30_000,
    pauseMs: (attempt: number) => Math.min(5000, 500 * 2 ** attempt),
  };
  const result = await poll<Mergeable>(clock, policy, async () => {
    const { data } = await octokit.rest.pulls.get({ ...place, pull_number: number });
    if (data.head.sha !== headSha || data.mergeable === null) return { done: false };
    return { done: true, value: data.mergeable ? 'true' : 'false' };
  });
  return result.kind === 'done' ? result.value : 'unknown';
}
