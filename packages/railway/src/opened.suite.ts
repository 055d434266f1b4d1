/** A stage for adapter tests: the adapter against Railway's API on loopback. */
import type { ServerResponse } from 'node:http';
import { FakeClock } from '@release-train/testing/fake-clock';
import { type RailwayApiOptions, railwayApi } from '@release-train/testing/fake-railway-api';
import { graphqlRailway } from './graphql-railway.ts';
import { suiteWorld } from './railway.suite.ts';
import type { RailwayOptions } from './session.ts';

export const startMs = Date.UTC(2026, 0, 5, 9);
export const token = 'secret-token-0123456789';

export async function open(
  api: Partial<RailwayApiOptions> = { projectToken: token },
  options: Partial<RailwayOptions> = {},
) {
  const clock = new FakeClock(startMs);
  const server = await railwayApi({
    world: suiteWorld,
    startMs,
    nowMs: () => startMs + 120_000,
    ...api,
  });
  const railway = graphqlRailway({
    token,
    tokenType: 'auto',
    client: 'railway-wait-deploy',
    apiUrl: new URL(`${server.url}/graphql/v2`),
    clock,
    giveUpAtMs: clock.monotonic() + 1_200_000,
    ...options,
  });
  return { railway, server, clock, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A fault that answers so. */
export const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  fault: (response: ServerResponse): boolean => {
    const isText = typeof body === 'string';
    response.writeHead(status, {
      'content-type': isText ? 'text/html' : 'application/json',
      ...headers,
    });
    response.end(isText ? body : JSON.stringify(body));
    return true;
  },
});
