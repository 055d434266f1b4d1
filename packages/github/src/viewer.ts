import type { Octokit } from './client.ts';

interface Api {
  readonly octokit: Octokit;
  readonly graphqlUrl: string;
}

/**
 * The account a token acts as: REST tells an installation token nothing of itself, GraphQL does.
 * https://docs.github.com/en/graphql/reference/queries#viewer
 */
export async function readViewer({ octokit, graphqlUrl: url }: Api): Promise<string | undefined> {
  const query = 'query { viewer { login } }';
  const { data } = await octokit.request({ method: 'POST', url, query });
  const login: unknown = data?.data?.viewer?.login;
  return typeof login === 'string' ? login : undefined;
}
