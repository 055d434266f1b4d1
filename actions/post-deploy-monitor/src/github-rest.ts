import { exchange, HttpError, jsonBody, retryAfter } from '@release-train/http';
import { type Clock, retry } from '@release-train/polling';

export interface GitHubPlace {
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly clock: Clock;
}

export interface RestCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the repository, such as `/git/refs`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Statuses above 399 that are an answer, not an error. */
  readonly expected?: readonly number[];
  /** A write that does no harm twice. A read never does. */
  readonly isRepeatable?: boolean;
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
}

/**
 * One call of GitHub's REST API, made again where it does no harm and GitHub fails in passing.
 * https://docs.github.com/rest
 *
 * @throws HttpError with GitHub's own words
 */
export function rest(place: GitHubPlace, call: RestCall): Promise<Answer> {
  const isRepeatable = call.isRepeatable ?? call.method === 'GET';
  return isRepeatable ? retry(place.clock, inPassing, () => once(place, call)) : once(place, call);
}

const inPassing = {
  tries: 3,
  firstMs: 1000,
  factor: 3,
  mostMs: 10_000,
  retryInMs: (error: unknown, attempt: number): number | undefined =>
    mayHaveHappened(error) ? 1000 * attempt ** 2 : undefined,
};

/** Nobody knows whether GitHub carried it out. */
export const mayHaveHappened = (error: unknown): boolean =>
  error instanceof HttpError && (error.status < 400 || error.status >= 500);

async function once(
  { apiUrl, token, repository }: GitHubPlace,
  { method, path, body, expected = [] }: RestCall,
): Promise<Answer> {
  const request = {
    method,
    url: `${apiUrl}/repos/${repository}${path}`,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    timeoutMs: 10_000,
  };
  const answer = await exchange(request);
  const { status } = answer;
  const data = jsonBody(request, answer);
  if (status < 400 || expected.includes(status)) return { status, data };
  const reason = String(textAt(data, 'message') ?? '').replaceAll(token, '***');
  throw new HttpError({ method, url: request.url, status, reason, ...retryAfter(answer) });
}

export const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

export function textAt(value: unknown, name: string): string | undefined {
  const found = at(value, name);
  return typeof found === 'string' ? found : undefined;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
