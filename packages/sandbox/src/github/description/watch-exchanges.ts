/** Holds every REST exchange that passes against GitHub's description and keeps what deviates. */
import type { MiddlewareHandler } from 'hono';
import { descriptionCheck } from './description-check.ts';
import { readDescription } from './operations.ts';

const API = '/api/v3';

/** One for all sandboxes of a process: compiling the schemas is what costs. */
const check = descriptionCheck(readDescription());

/** Sandbox bugs land in `deviations`, in the order in which they were seen. */
export const watchExchanges =
  (deviations: string[]): MiddlewareHandler =>
  async (c, next) => {
    const sent = await readJson(c.req.raw.clone());
    await next();
    const url = new URL(c.req.url);
    const answer = await readJson(c.res.clone());
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

async function readJson(message: Request | Response): Promise<unknown> {
  const text = await message.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
