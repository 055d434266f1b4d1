import { oneLine } from '@release-train/action-kit/text';
import { exchange, HttpError, jsonBody, retryAfter } from '@release-train/http';
import { backoffMs, type Clock, retry } from '@release-train/polling';
import type { Ancestry, Relation } from './ancestry.ts';

export interface GitHubAncestryOptions {
  /** Absent: nothing is asked. */
  readonly token: string | undefined;
  /** `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
}

/**
 * Asks GitHub to compare, once per pair of commits.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export function githubAncestry(options: GitHubAncestryOptions): Ancestry {
  const known = new Map<string, Promise<Relation>>();
  return {
    relate: (base, head) => {
      if (base === head) return Promise.resolve({ kind: 'same' });
      const pair = `${base}...${head}`;
      const relation = known.get(pair) ?? relate(options, pair);
      known.set(pair, relation);
      return relation;
    },
  };
}

async function relate(options: GitHubAncestryOptions, pair: string): Promise<Relation> {
  const { token, clock } = options;
  if (!token) return { kind: 'unknown', reason: 'input "github-token" is empty' };
  try {
    return await retry(clock, retryPolicy, () => compare(options, token, pair));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unknown', reason: oneLine(reason, 300) };
  }
}

const backoff = { firstMs: 1000, factor: 2, mostMs: 10_000 };

const retryPolicy = {
  ...backoff,
  tries: 3,
  retryInMs: (error: unknown, attempt: number): number | undefined =>
    error instanceof HttpError && ['unreachable', 'timeout', 'server-error'].includes(error.code)
      ? backoffMs(backoff, attempt)
      : undefined,
};

/** Files come with the first page only, and nobody needs them here. */
const smallest = 'per_page=1&page=2';

async function compare(
  { apiUrl, repository }: GitHubAncestryOptions,
  token: string,
  pair: string,
): Promise<Relation> {
  const path = repository.split('/').map(encodeURIComponent).join('/');
  const request = {
    method: 'GET',
    url: `${apiUrl}/repos/${path}/compare/${pair}?${smallest}`,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    timeoutMs: 10_000,
  };
  const answer = await exchange(request);
  const body = jsonBody(request, answer);
  if (answer.status === 200) return relationOf(field(body, 'status'));
  throw new HttpError({
    ...request,
    status: answer.status,
    reason: String(field(body, 'message') ?? ''),
    ...retryAfter(answer),
  });
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;

function relationOf(status: unknown): Relation {
  switch (status) {
    case 'ahead':
      return { kind: 'contains' };
    case 'identical':
      return { kind: 'same' };
    case 'behind':
      return { kind: 'older' };
    case 'diverged':
      return { kind: 'diverged' };
    default:
      return {
        kind: 'unknown',
        reason: `GitHub compares the commits as "${oneLine(String(status), 60)}"`,
      };
  }
}
