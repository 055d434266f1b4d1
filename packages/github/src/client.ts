import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { Log } from '@release-train/action-kit';
import { fetchLikeIn } from '@release-train/http';
import { assertApiAnswer, isRequestFailure, translated } from './github-error.ts';

export interface ClientOptions {
  readonly token: string;
  /** GITHUB_API_URL and GITHUB_GRAPHQL_URL; never built from a host name. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Where the proxy variables are looked up, usually `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Pick<Log, 'info' | 'warning'>;
  /** Pacing of @octokit/plugin-throttling and @octokit/plugin-retry; tests turn it down. */
  readonly pace?: Pace;
}

export interface Pace {
  readonly throttle?: { readonly enabled: boolean };
  readonly retry?: { readonly retryAfterBaseValue: number };
}

export type Octokit = ReturnType<typeof getOctokit>;

/** GitHub asks to pause up to an hour; a step that sleeps so long helps nobody. */
const longestPauseSeconds = 60;
const mostPauses = 2;

/**
 * Octokit with GitHub's own advice built in: writes one by one with a second between them,
 * repeated tries after 5xx, pauses as asked by rate limits. Failures are HttpErrors.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function createClient(options: ClientOptions): Octokit {
  const plugins = [tellOfRetries(options.log), heedRetryAfter(options.log), retry, throttling];
  const octokit = getOctokit(options.token, settings(options), ...plugins);
  // Added last, these hooks stand outside the plugins and see what came of all their tries.
  octokit.hook.after('request', (answer, { method }) => assertApiAnswer(method, answer));
  octokit.hook.error('request', (error) => {
    throw translated(error);
  });
  return octokit;
}

const mostRetries = 3;

type Plugin = Parameters<typeof getOctokit>[2];

/** Plugged in first, so it stands inside the retries and sees every try that failed. */
const tellOfRetries =
  (log: Pick<Log, 'info'>): Plugin =>
  (octokit) => {
    octokit.hook.error('request', (error, { request }) => {
      const { retries = mostRetries, retryCount = 0 } = request as RetryState;
      const failure = translated(error);
      const isTriedAgain = isPassing(error) && retryCount < retries;
      if (isTriedAgain && failure instanceof Error) log.info(`${failure.message}; trying again`);
      throw error;
    });
    return {};
  };

/**
 * @octokit/plugin-throttling knows GitHub's own words for a limit. A proxy in front of it, or a
 * limit worded otherwise, says how long to wait and is not heard: it turned the request away
 * unread, so even a write may come again. Plugged in before the plugin that repeats.
 */
const heedRetryAfter =
  (log: Pick<Log, 'warning'>): Plugin =>
  (octokit) => {
    octokit.hook.error('request', (error, { request }) => {
      const seconds = unheardPause(error);
      const { retryCount = 0 } = request as RetryState;
      const willWait = seconds !== undefined && seconds <= longestPauseSeconds;
      if (!willWait || retryCount >= mostPauses || !isRequestFailure(error)) throw error;
      log.warning(`GitHub asks to be asked less: waiting ${seconds} s, then trying again`);
      // So @octokit/plugin-retry is told to repeat, whatever the status.
      const told = { ...error.request.request, retries: mostPauses, retryAfter: seconds };
      error.request.request = told;
      throw error;
    });
    return {};
  };

/** Seconds that an answer asks to wait for and that the throttling plugin does not see. */
function unheardPause(error: Error): number | undefined {
  if (!isRequestFailure(error) || ![403, 429].includes(error.status)) return undefined;
  const { headers = {} } = error.response ?? {};
  const isHeard =
    /\bsecondary rate\b/i.test(error.message) || headers['x-ratelimit-remaining'] === '0';
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return isHeard || !(seconds >= 0) ? undefined : seconds;
}

/** What @octokit/plugin-retry keeps in a request's options. */
interface RetryState {
  readonly retries?: number;
  readonly retryCount?: number;
}

const isPassing = (error: Error): boolean =>
  'status' in error && typeof error.status === 'number' && error.status >= 500;

function settings({
  apiUrl,
  env,
  log,
  pace = {},
}: ClientOptions): Parameters<typeof getOctokit>[1] {
  const onLimit =
    (kind: string) =>
    (...[seconds, , , tries]: [number, object, object, number]) => {
      const willWait = seconds <= longestPauseSeconds && tries < mostPauses;
      if (willWait)
        log.warning(`GitHub's ${kind} rate limit: waiting ${seconds} s, then trying again`);
      return willWait;
    };
  return {
    baseUrl: apiUrl,
    userAgent: 'release-train',
    log: { debug: ignore, info: ignore, warn: (line) => log.info(line), error: ignore },
    // What @actions/github would use loads undici, which is slow to start (docs/adr/0005).
    request: { fetch: fetchLikeIn(env) },
    retry: {
      retries: mostRetries,
      doNotRetry: [400, 401, 403, 404, 405, 409, 410, 422, 429, 451],
      ...pace.retry,
    },
    throttle: {
      ...pace.throttle,
      onRateLimit: onLimit('primary'),
      onSecondaryRateLimit: onLimit('secondary'),
    },
  };
}

const ignore = (): void => {};
