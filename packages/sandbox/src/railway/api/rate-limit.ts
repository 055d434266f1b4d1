export interface Allowance {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;

/**
 * Counts requests per caller and hour: https://docs.railway.com/integrations/api#rate-limits.
 * `X-RateLimit-Reset` is given in seconds since the epoch; Railway does not document its unit.
 */
export function rateLimiter(requestsPerHour: number): (caller: string, nowMs: number) => Allowance {
  const windows = new Map<string, { readonly endsAt: number; used: number }>();
  return (caller, nowMs) => {
    const current = windows.get(caller);
    const window =
      current && current.endsAt > nowMs ? current : { endsAt: nowMs + HOUR_MS, used: 0 };
    windows.set(caller, window);
    window.used += 1;
    const allowed = window.used <= requestsPerHour;
    const headers = {
      'x-ratelimit-limit': String(requestsPerHour),
      'x-ratelimit-remaining': String(Math.max(0, requestsPerHour - window.used)),
      'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1000)),
    };
    const retryAfter = String(Math.ceil((window.endsAt - nowMs) / 1000));
    return { allowed, headers: allowed ? headers : { ...headers, 'retry-after': retryAfter } };
  };
}
