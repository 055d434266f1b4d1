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
