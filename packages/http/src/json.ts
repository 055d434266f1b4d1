import type { HttpAnswer, HttpRequest } from './exchange.ts';
import { HttpError } from './http-error.ts';

/**
 * The body as JSON.
 *
 * @throws HttpError `unreadable` for HTML and whatever else a proxy puts in the way
 */
export function jsonBody(request: HttpRequest, answer: HttpAnswer): unknown {
  const text = answer.body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const type = answer.headers['content-type'] ?? 'no content type';
    throw new HttpError({
      method: request.method,
      url: request.url,
      status: answer.status,
      code: answer.status >= 500 ? 'server-error' : 'unreadable',
      reason: `the answer is not JSON (${type}): ${text.replace(/<[^>]*>/g, ' ').slice(0, 200)}`,
      hint: 'Something between here and the service answered in its place: check the address, a proxy, the status page of the service.',
      ...retryAfter(answer),
      cause,
    });
  }
}

/** `Retry-After` in milliseconds, from its seconds form; nothing where it is absent or a date. */
export function retryAfter(answer: HttpAnswer): { retryAfterMs?: number } {
  const seconds = Number(answer.headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
}
