/** The harms by their everyday names. */
import type { Effect, Harm } from './fault.ts';

const html = { 'content-type': 'text/html; charset=UTF-8' };
const json = { 'content-type': 'application/json; charset=utf-8' };

export const serverError = (status: 500 | 502 | 503 | 504, effect: Effect = 'none'): Harm => ({
  kind: 'reply',
  status,
  headers: json,
  body: JSON.stringify({ message: 'Server Error' }),
  effect,
});

export const tooManyRequests = (retryAfterSeconds: number): Harm => ({
  kind: 'reply',
  status: 429,
  headers: { ...json, 'retry-after': String(retryAfterSeconds) },
  body: JSON.stringify({ message: 'Too Many Requests' }),
});

/** A page where JSON is expected: a proxy's 502, or a sign-in page with 200. */
export const htmlPage = (status: 200 | 502): Harm => ({
  kind: 'reply',
  status,
  headers: html,
  body: `<!DOCTYPE html><html><head><title>${status === 200 ? 'Sign in' : 'Bad gateway'}</title></head></html>`,
});

/**
 * Cloudflare's own page before Railway's API, in bursts of many minutes:
 * https://station.railway.com/community/access-denied-backboard-railway-com-us-66a53935
 */
export const cloudflarePage = (retryAfterSeconds?: number): Harm => ({
  kind: 'reply',
  status: 429,
  headers: {
    ...html,
    server: 'cloudflare',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  },
  body: '<!DOCTYPE html><html><head><title>Access denied | backboard.railway.com used Cloudflare to restrict access</title></head><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>',
});

export const reset: Harm = { kind: 'reset' };
export const silence: Harm = { kind: 'silence' };
export const truncated: Harm = { kind: 'truncated' };
/** The server did it, and the client never hears of it. */
export const lostAnswer: Harm = { kind: 'reset', effect: 'done' };

/** Unless told, in the words of Railway's failing resolvers. */
export const partialErrors = (message = 'Problem processing request'): Harm => ({
  kind: 'partial-errors',
  message,
});

/** One of every kind, for sweeps. */
export const everyHarm: Readonly<Record<string, Harm>> = {
  '500': serverError(500),
  '503': serverError(503),
  '504 after the effect': serverError(504, 'done'),
  '429 with Retry-After': tooManyRequests(2),
  reset,
  'lost answer': lostAnswer,
  silence,
  'HTML with 200': htmlPage(200),
  'HTML with 502': htmlPage(502),
  'truncated JSON': truncated,
  'partial GraphQL errors': partialErrors(),
};
