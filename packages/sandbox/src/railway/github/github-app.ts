import type { GitHubUrls } from '../../ports.ts';
import type { CheckSuite } from '../deploy/check-suites.ts';

export interface GitHubConnection {
  readonly urls: Pick<GitHubUrls, 'api'>;
  /** An installation token of Railway's GitHub App (actor `railway-app[bot]`). */
  readonly token: (repository: string) => string;
}

/** What Railway's GitHub App asks and writes over HTTP. Errors name method, path and status. */
export interface GitHubApp {
  checkSuites(repository: string, sha: string): Promise<readonly CheckSuite[]>;
  /** Returns the deployment's id. */
  createDeployment(
    repository: string,
    deployment: { readonly ref: string; readonly environment: string },
  ): Promise<number>;
  createDeploymentStatus(
    repository: string,
    status: {
      readonly deploymentId: number;
      readonly state: string;
      readonly environment: string;
      readonly environmentUrl: string;
    },
  ): Promise<void>;
  createCommitStatus(
    repository: string,
    status: {
      readonly sha: string;
      readonly state: string;
      readonly context: string;
      readonly description: string;
      readonly targetUrl: string;
    },
  ): Promise<void>;
}

interface CheckSuitesPage {
  readonly total_count: number;
  readonly check_suites: readonly {
    readonly app: { readonly slug: string } | null;
    readonly status: string;
    readonly conclusion: string | null;
  }[];
}

const PAGE = 100;

export function githubApp(connection: GitHubConnection): GitHubApp {
  const call = caller(connection);
  return {
    checkSuites: (repository, sha) => readCheckSuites(call, repository, sha),
    createDeployment: async (repository, { ref, environment }) => {
      // The app deploys whatever the checks say: it has its own Wait for CI.
      const body = { ref, environment, auto_merge: false, required_contexts: [] };
      const created = await call(repository, 'POST', { path: '/deployments', body });
      return (created as { id: number }).id; // GitHub's documented answer.
    },
    createDeploymentStatus: async (repository, status) => {
      const { deploymentId, state, environment, environmentUrl } = status;
      await call(repository, 'POST', {
        path: `/deployments/${deploymentId}/statuses`,
        body: { state, environment, environment_url: environmentUrl, log_url: environmentUrl },
      });
    },
    createCommitStatus: async (repository, { sha, targetUrl, ...status }) => {
      const body = { ...status, target_url: targetUrl };
      await call(repository, 'POST', { path: `/statuses/${sha}`, body });
    },
  };
}

type Call = (
  repository: string,
  method: 'GET' | 'POST',
  request: { readonly path: string; readonly body?: unknown },
) => Promise<unknown>;

function caller({ urls, token }: GitHubConnection): Call {
  const tokens = new Map<string, string>();
  return async (repository, method, { path, body }) => {
    const secret = tokens.get(repository) ?? token(repository);
    tokens.set(repository, secret);
    const url = `${urls.api}/repos/${repository}${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'user-agent': 'Railway',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 200)}`);
    }
    return JSON.parse(text);
  };
}

async function readCheckSuites(
  call: Call,
  repository: string,
  sha: string,
): Promise<readonly CheckSuite[]> {
  const found: CheckSuite[] = [];
  for (let page = 1; ; page += 1) {
    const path = `/commits/${sha}/check-suites?per_page=${PAGE}&page=${page}`;
    const answer = (await call(repository, 'GET', { path })) as CheckSuitesPage; // As documented.
    for (const suite of answer.check_suites) {
      const { status, conclusion } = suite;
      found.push({ app: suite.app?.slug ?? '', status, conclusion });
    }
    if (found.length >= answer.total_count || answer.check_suites.length === 0) return found;
  }
}
