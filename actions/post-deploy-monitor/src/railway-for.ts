import type { Clock } from '@release-train/polling';
import { graphqlRailway, type Railway, railwayApiUrl } from '@release-train/railway';
import { contract, type Inputs } from './contract.ts';

/** Railway's API, where a token was given. */
export function railwayFor(
  inputs: Inputs,
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): Railway | undefined {
  const token = inputs['railway-token'];
  if (token === undefined) return undefined;
  const longestMs = inputs['deploy-timeout'] + inputs.grace + inputs.window;
  return graphqlRailway({
    token,
    tokenType: inputs['token-type'],
    apiUrl: inputs['api-url'] ?? railwayApiUrl(env),
    client: contract.name,
    clock,
    giveUpAtMs: clock.monotonic() + longestMs + 60_000,
  });
}
