import { exchange } from './exchange.ts';
import type { Environment } from './proxy.ts';

interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface FetchLikeResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: Map<string, string>;
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * As much of `fetch` as Octokit uses, over node:http(s) and the proxy of the environment: the
 * built-in one loads undici, which costs more than all the rest of a cold start (docs/adr/0005).
 */
export const fetchLikeIn =
  (environment: Environment) =>
  async (url: string, init: FetchInit = {}): Promise<FetchLikeResponse> => {
    const answer = await exchange({
      environment,
      method: init.method ?? 'GET',
      url,
      ...(init.headers ? { headers: init.headers } : {}),
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    const text = (): string => answer.body.toString('utf8');
    return {
      status: answer.status,
      ok: answer.status >= 200 && answer.status < 300,
      url,
      headers: new Map(Object.entries(answer.headers)),
      text: async () => text(),
      json: async () => JSON.parse(text()),
      arrayBuffer: async () => new Uint8Array(answer.body).buffer,
    };
  };
