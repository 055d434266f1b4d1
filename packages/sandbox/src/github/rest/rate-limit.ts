/**
 * Primary and secondary rate limits, by the clock of the sandbox.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Credential } from '../model.ts';

export interface Limits {
  /** Requests of a person or an app in an hour. */
  readonly perHour: number;
  /** Requests of all the GITHUB_TOKENs of a repository in an hour. */
  readonly perHourOfRuns: number;
  /** Requests that make content, in a minute. */
  readonly writesPerMinute: number;
}

export const LIMITS: Limits = { perHour: 5000, perHourOfRuns: 1000, writesPerMinute: 80 };

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

export type Spending =
  | { readonly kind: 'allowed' | 'primary'; readonly budget: Budget }
  | { readonly kind: 'secondary'; readonly budget: Budget; readonly retryAfterSeconds: number };

interface Account {
  startMs: number;
  used: number;
  writes: number[];
}

/** Who has asked how often. Everything a token's owner does counts together. */
export class RateLimits {
  readonly #limits: Limits;
  readonly #accounts = new Map<string, Account>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts one request. */
  spend(credential: Credential, isWrite: boolean, nowMs: number): Spending {
    const account = this.#account(credential, nowMs);
    if (account.used >= this.#limit(credential)) {
      return { kind: 'primary', budget: this.#budget(credential, account) };
    }
    account.used += 1;
    account.writes = account.writes.filter((ms) => ms > nowMs - MINUTE_MS);
    const budget = this.#budget(credential, account);
    if (!isWrite) return { kind: 'allowed', budget };
    if (account.writes.length >= this.#limits.writesPerMinute) {
      const freeMs = (account.writes[0] ?? nowMs) + MINUTE_MS - nowMs;
      return {
        kind: 'secondary',
        budget,
        retryAfterSeconds: Math.max(1, Math.ceil(freeMs / 1000)),
      };
    }
    account.writes.push(nowMs);
    return { kind: 'allowed', budget };
  }

  /** How things stand, uncounted: `GET /rate_limit`. */
  budget(credential: Credential, nowMs: number): Budget {
    return this.#budget(credential, this.#account(credential, nowMs));
  }

  #account({ actor, repository }: Credential, nowMs: number): Account {
    const key = `${actor.login} ${repository ?? ''}`;
    const known = this.#accounts.get(key);
    if (known && nowMs < known.startMs + HOUR_MS) return known;
    const fresh = { startMs: nowMs, used: 0, writes: known?.writes ?? [] };
    this.#accounts.set(key, fresh);
    return fresh;
  }

  #limit({ actor }: Credential): number {
    return actor.token === 'github-token' ? this.#limits.perHourOfRuns : this.#limits.perHour;
  }

  #budget(credential: Credential, { startMs, used }: Account): Budget {
    const limit = this.#limit(credential);
    const reset = Math.ceil((startMs + HOUR_MS) / 1000);
    return { limit, used, remaining: Math.max(0, limit - used), reset };
  }
}
