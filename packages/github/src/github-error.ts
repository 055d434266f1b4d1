import { HttpError } from '@release-train/http';

interface Answer {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly cause?: unknown;
  readonly request: {
    readonly method: string;
    readonly url: string;
    /** What plugins tell one another. */
    request?: Readonly<Record<string, unknown>>;
  };
  readonly response?: Answer;
}

interface Hint {
  readonly sign: RegExp;
  readonly hint: string;
}

const hints: readonly Hint[] = [
  {
    sign: /not permitted to create or approve pull requests/i,
    hint: 'Allow it in Settings → Actions → General → Workflow permissions, "Allow GitHub Actions to create and approve pull requests" (in the organization too, where the strictest setting wins), or pass a token of a GitHub App as "github-token".',
  },
  {
    sign: /resource not accessible by/i,
    hint: "The token lacks a permission: see the action's README for the `permissions:` its job needs; a fork's token is read-only.",
  },
  {
    sign: /rate limit/i,
    hint: 'The rate limit of this token is used up: run less often, or wait for its reset.',
  },
  {
    sign: /SAML/,
    hint: 'Authorize the token for the single sign-on of the organization.',
  },
];

/** Any failure of an Octokit request as one line: method, URL, status, reason, what to do. */
export function translated(error: unknown): unknown {
  if (error instanceof HttpError || !isRequestFailure(error)) return error;
  if (error.cause instanceof HttpError) return error.cause;
  const { response, request } = error;
  const reason = response ? reasonOf(response.data) : error.message;
  const hint = hints.find(({ sign }) => sign.test(reason))?.hint;
  return new HttpError({
    method: request.method,
    url: request.url,
    status: response?.status ?? 0,
    reason,
    ...(/rate limit/i.test(reason) ? { code: 'rate-limited' as const } : {}),
    ...(hint ? { hint } : {}),
    cause: error,
  });
}

/** GitHub's API answers JSON; a page of HTML or a redirect comes from something in between. */
export function assertApiAnswer(method: string, answer: Answer): void {
  if (answer.status >= 300) {
    throw new HttpError({
      method,
      url: answer.url,
      status: answer.status,
      reason: `moved to ${String(answer.headers['location'] ?? 'somewhere else')}`,
      hint: 'The repository was renamed or moved: use its new name.',
      code: 'not-found',
    });
  }
  if (answer.status === 204 || typeof answer.data === 'object') return;
  throw new HttpError({
    method,
    url: answer.url,
    status: answer.status,
    reason: `the answer is not JSON: ${plain(String(answer.data))}`,
    hint: 'Something between here and GitHub answered in its place: check GITHUB_API_URL and the proxy.',
    code: 'unreadable',
  });
}

export const isRequestFailure = (error: unknown): error is RequestFailure =>
  error instanceof Error && 'status' in error && 'request' in error;

/** GitHub's `message` and the messages of its `errors`; tags are dropped from a page of HTML. */
function reasonOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return plain(String(data));
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors) ? errors.map(detailOf) : [];
  return [message, ...details].filter((part) => typeof part === 'string' && part !== '').join(': ');
}

function detailOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, resource, field, code } = error as Record<string, unknown>;
  return message ? String(message) : [resource, field, code].filter(Boolean).join(' ');
}

const plain = (text: string): string =>
  text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
