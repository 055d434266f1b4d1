/** Every request the sandbox has answered, for tests that count. */
import type { MiddlewareHandler } from 'hono';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly status: number;
  /** Login of who asked; null where nobody was recognised. */
  readonly actor: string | null;
}

export interface Env {
  Variables: { login: string };
}

/** The hook's own questions are the sandbox talking to itself and are left out. */
export const recordRequests =
  (log: RecordedRequest[]): MiddlewareHandler<Env> =>
  async (c, next) => {
    await next();
    const { pathname, search } = new URL(c.req.url);
    if (pathname.startsWith('/_pushes/')) return;
    const actor = c.get('login') ?? null;
    log.push({ method: c.req.method, path: pathname + search, status: c.res.status, actor });
  };
