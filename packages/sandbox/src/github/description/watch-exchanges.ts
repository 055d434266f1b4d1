/** Holds every REST exchange that passes against GitHub's description and keeps what deviates. */
import type { MiddlewareHandler } from 'hono';
import { descriptionCheck } from './description-check.ts';
import { readDescription } from './operations.ts';

const API = '/api/v3';

/** One for all sandboxes of a process: compiling the schemas is what costs. */
const description = readDescription();
const strict = descriptionCheck(description);
const answersOnly = descriptionCheck(description, { judgesRequests: false });

/** What deviates lands in `deviations`, in the order in which it was seen. */
export const watchExchanges =
  (deviations: string[], { strangers = false } = {}): MiddlewareHandler =>
  async (c, next) => {
    const check = strangers ? answersOnly : strict;
    const sent = parse(await c.req.text());
    await next();
    const url = new URL(c.req.url);
    const answer = parse(await c.res.clone().text());
    const findings = check({
      method: c.req.method,
      path: url.pathname.slice(API.length),
      query: Object.fromEntries(url.searchParams),
      ...(sent === undefined ? {} : { requestBody: sent }),
      status: c.res.status,
      ...(answer === undefined ? {} : { answer }),
    });
    for (const finding of findings) {
      if (!deviations.includes(finding)) deviations.push(finding);
    }
  };

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
