/** Puts the rate limits before REST and GraphQL, with their headers and their words. */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Credential, World } from '../model.ts';
import { accountOf } from '../payloads/account-json.ts';
import { readCredential } from './authentication.ts';
import type { Budget, RateLimits, Spending } from './rate-limit.ts';
import type { Env } from './request-log.ts';

type Resource = 'core' | 'graphql';

interface Counting {
  readonly limits: RateLimits;
  readonly now: () => number;
}

export function mountRateLimits(app: Hono<Env>, world: World, counting: Counting): void {
  const { limits, now } = counting;
  app.get('/api/v3/rate_limit', async (c, next) => {
    const credential = readCredential(world, c.req.header('authorization'));
    if (!credential) return next();
    c.set('login', credential.actor.login);
    const rate = limits.budget(credential, now());
    const untouched = { limit: 30, used: 0, remaining: 30, reset: rate.reset };
    return c.json({ resources: { core: rate, search: untouched }, rate });
  });
  app.use('/api/v3/*', limited(world, counting, 'core'));
  app.use('/api/graphql', limited(world, counting, 'graphql'));
}

const limited =
  (world: World, { limits, now }: Counting, resource: Resource): MiddlewareHandler<Env> =>
  async (c, next) => {
    const credential = readCredential(world, c.req.header('authorization'));
    if (!credential) return next();
    const spent = limits.spend(credential, await isWrite(c, resource), now());
    if (spent.kind === 'allowed' || !isEnforced(world, spent)) await next();
    else c.res = refusal(c, { world, credential, spent, resource });
    for (const [name, value] of Object.entries(headersOf(spent.budget, resource))) {
      c.res.headers.set(name, value);
    }
    return undefined;
  };

async function isWrite(c: Context<Env>, resource: Resource): Promise<boolean> {
  if (resource === 'core') return c.req.method !== 'GET';
  return /\bmutation\b/.test(await c.req.text());
}

const isEnforced = ({ habits }: World, { kind }: Spending): boolean =>
  kind === 'secondary' ? habits['secondary-rate-limit'] : habits['primary-rate-limit'];

const headersOf = (budget: Budget, resource: Resource): Record<string, string> => ({
  'x-ratelimit-limit': String(budget.limit),
  'x-ratelimit-remaining': String(budget.remaining),
  'x-ratelimit-used': String(budget.used),
  'x-ratelimit-reset': String(budget.reset),
  'x-ratelimit-resource': resource,
});

interface Refused {
  readonly world: World;
  readonly credential: Credential;
  readonly spent: Spending;
  readonly resource: Resource;
}

/** GraphQL answers an empty primary budget with 200 and an error. */
function refusal(c: Context<Env>, { world, credential, spent, resource }: Refused): Response {
  c.set('login', credential.actor.login);
  if (spent.kind === 'secondary') {
    const headers = { 'retry-after': String(spent.retryAfterSeconds) };
    return c.json(
      { message: SECONDARY, documentation_url: `${PAGE}#about-secondary-rate-limits` },
      403,
      headers,
    );
  }
  const { id, type } = accountOf(world, credential.actor.login);
  const message = `API rate limit exceeded for ${type === 'Bot' ? 'installation' : 'user'} ID ${id}.`;
  if (resource === 'graphql') return c.json({ errors: [{ type: 'RATE_LIMIT', message }] });
  return c.json({ message, documentation_url: `${PAGE}#primary-rate-limit`, status: '403' }, 403);
}

const PAGE = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
