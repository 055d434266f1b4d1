import { HttpError } from '@release-train/http';
import type { Octokit } from './client.ts';
import type { Closer, PullCommit, PullRequest } from './github.ts';
import { pullRequestFrom } from './pull-request.ts';

interface Place {
  readonly owner: string;
  readonly repo: string;
}

export async function readPull(
  octokit: Octokit,
  place: Place,
  number: number,
): Promise<PullRequest | undefined> {
  try {
    const { data } = await octokit.rest.pulls.get({ ...place, pull_number: number });
    return pullRequestFrom(data);
  } catch (error) {
    if (error instanceof HttpError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request */
export async function readPullCommits(
  octokit: Octokit,
  place: Place,
  number: number,
): Promise<readonly PullCommit[]> {
  const commits: PullCommit[] = [];
  for (let page = 1; page <= 3; page += 1) {
    const query = { ...place, pull_number: number, per_page: 100, page };
    const { data } = await octokit.rest.pulls.listCommits(query);
    commits.push(
      ...data.map(({ sha, commit }) => ({
        sha,
        subject: commit.message.split('\n', 1)[0] ?? '',
        author: commit.author?.name ?? '',
      })),
    );
    if (data.length < 100) break;
  }
  return commits;
}

/** Of the two objects a pull request is, only the issue tells. https://docs.github.com/en/rest/issues/issues#get-an-issue */
export async function readCloser(
  octokit: Octokit,
  place: Place,
  number: number,
): Promise<Closer | undefined> {
  const { data } = await octokit.rest.issues.get({ ...place, issue_number: number });
  const { closed_by: by } = data;
  return by ? { login: by.login, isBot: by.type === 'Bot' } : undefined;
}
