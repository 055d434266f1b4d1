export interface Allowance {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Quota {
  readonly perHour: number;
  readonly perSecond: number;
}

interface Window {
  readonly endsAt: number;
  used: number;
}

const HOUR_MS = 3_600_000;

/**
 * Counts requests per caller, by the hour and by the second:
 * https://docs.railway.com/integrations/api#rate-limits. The headers tell of the hour.
 * `X-RateLimit-Reset` is given in seconds since the epoch; Railway does not document its unit.
 */
export function rateLimiter(quota: Quota): (caller: string, nowMs: number) => Allowance {
  const hours = counter(HOUR_MS);
  const seconds = counter(1000);
  return (caller, nowMs) => {
    const second = seconds(caller, nowMs);
    const hour = hours(caller, nowMs);
    const headers = {
      'x-ratelimit-limit': String(quota.perHour),
      'x-ratelimit-remaining': String(Math.max(0, quota.perHour - hour.used)),
      'x-ratelimit-reset': String(Math.ceil(hour.endsAt / 1000)),
    };
    const spent = [
      ...(hour.used > quota.perHour ? [hour] : []),
      ...(second.used > quota.perSecond ? [second] : []),
    ];
    if (spent.length === 0) return { allowed: true, headers };
    const waitMs = Math.max(...spent.map(({ endsAt }) => endsAt - nowMs));
    const retryAfter = String(Math.max(1, Math.ceil(waitMs / 1000)));
    return { allowed: false, headers: { ...headers, 'retry-after': retryAfter } };
  };
}

function counter(lengthMs: number): (caller: string, nowMs: number) => Window {
  const windows = new Map<string, Window>();
  return (caller, nowMs) => {
    const current = windows.get(caller);
    const window =
      current && current.endsAt > nowMs ? current : { endsAt: nowMs + lengthMs, used: 0 };
    windows.set(caller, window);
    window.used += 1;
    return window;
  };
}
