import { type GitHubClient, githubClient, type PullRequest } from './github-client.ts';
import { until } from './until.ts';

/** What people do in a release: open, approve and merge pull requests. */
export interface Person {
  readonly login: string;
  readonly token: string;
  openPullRequest(request: { head: string; base: string; title: string }): Promise<PullRequest>;
  pullRequests(base: string): Promise<readonly PullRequest[]>;
  pullRequest(number: number): Promise<PullRequest>;
  approve(number: number): Promise<void>;
  /** Squash-merges as soon as GitHub allows it; resolves to the commit on the base branch. */
  squashMerge(number: number): Promise<string>;
}

export function person(
  login: string,
  token: string,
  at: { readonly apiUrl: string; readonly repository: string },
): Person {
  const client = githubClient(at.apiUrl, token);
  const repo = `/repos/${at.repository}`;
  const read = (number: number) => client.get(`${repo}/pulls/${number}`) as Promise<PullRequest>;
  return {
    login,
    token,
    openPullRequest: (request) =>
      client.send('POST', `${repo}/pulls`, { ...request, body: '' }) as Promise<PullRequest>,
    pullRequests: (base) =>
      client.get(`${repo}/pulls?state=open&base=${base}`) as Promise<readonly PullRequest[]>,
    pullRequest: read,
    approve: async (number) => {
      await client.send('POST', `${repo}/pulls/${number}/reviews`, { event: 'APPROVE' });
    },
    squashMerge: (number) => squashMerge(client, repo, number),
  };
}

async function squashMerge(client: GitHubClient, repo: string, number: number): Promise<string> {
  await tested(client, repo, number);
  const refusals: string[] = [];
  const merged = await until(
    async () => {
      try {
        // GitHub computes mergeability when somebody looks.
        await client.get(`${repo}/pulls/${number}`);
        const merge = { merge_method: 'squash' };
        return (await client.send('PUT', `${repo}/pulls/${number}/merge`, merge)) as {
          sha: string;
        };
      } catch (error) {
        refusals.push(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
    () => `pull request #${number} cannot be merged: ${refusals.at(-1)}`,
  );
  return merged.sha;
}

/** Simulated; each look makes git compute as well. */
const lookMs = 5000;

interface CheckRuns {
  readonly check_runs: readonly { readonly status: string; readonly conclusion: string | null }[];
}

/** Looks at the required check first: a try to merge costs ten times as much. */
async function tested(client: GitHubClient, repo: string, number: number): Promise<void> {
  const { head } = (await client.get(`${repo}/pulls/${number}`)) as PullRequest;
  const path = `${repo}/commits/${head.sha}/check-runs?check_name=test`;
  const conclusions = await until(
    async () => {
      const { check_runs: found } = (await client.get(path)) as CheckRuns;
      const isOver = found.length > 0 && found.every(({ status }) => status === 'completed');
      return isOver ? found.map(({ conclusion }) => conclusion) : undefined;
    },
    () => `the check of pull request #${number} never ended`,
    lookMs,
  );
  if (conclusions.includes('success')) return;
  throw new Error(`the check of pull request #${number} ended as ${conclusions.join(', ')}`);
}
