import { readFileSync } from 'node:fs';

/** What the runner tells a step about where it runs. */
export interface EventContext {
  /** `owner/name`; '' outside a job. */
  readonly repository: string;
  readonly eventName: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly sha: string;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly runUrl: string;
  readonly workspace: string;
}

/**
 * Reads the GITHUB_* variables; URLs are never built from a host name, so GitHub Enterprise Server
 * and ghe.com work.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function readEventContext(env: Readonly<Record<string, string | undefined>>): EventContext {
  const serverUrl = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const apiUrl = env['GITHUB_API_URL'] || 'https://api.github.com';
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  return {
    repository,
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    payload: readPayload(env['GITHUB_EVENT_PATH']),
    sha: env['GITHUB_SHA'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    serverUrl,
    apiUrl,
    graphqlUrl: env['GITHUB_GRAPHQL_URL'] || `${apiUrl}/graphql`,
    runUrl: `${serverUrl}/${repository}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}`,
    workspace: env['GITHUB_WORKSPACE'] ?? '',
  };
}

function readPayload(path: string | undefined): Record<string, unknown> {
  if (!path) return {};
  const payload: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof payload === 'object' && payload !== null ? { ...payload } : {};
}
