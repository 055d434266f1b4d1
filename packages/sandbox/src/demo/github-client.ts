/** A person at GitHub, by the same REST API that their browser stands for. */

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly html_url: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly draft: boolean;
  readonly merge_commit_sha: string | null;
}

export interface GitHubClient {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** @throws Error with GitHub's message for every status but 2xx */
export function githubClient(apiUrl: string, token: string): GitHubClient {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok) return answer;
    throw new Error(`${method} ${path}: ${response.status} ${messageOf(answer)}`);
  };
  return {
    get: (path) => call('GET', path),
    send: call,
  };
}

const messageOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'message' in answer
    ? String(answer.message)
    : JSON.stringify(answer);
