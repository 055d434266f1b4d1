import type { Clock } from '@release-train/polling';
import {
  type Deployer,
  openSession,
  type Railway,
  railwayApiUrl,
  railwayOver,
  railwayTraffic,
  type Traffic,
} from '@release-train/railway';
import { contract, type Inputs } from './contract.ts';

/** Railway's API, where a token was given. */
export function railwayFor(
  inputs: Inputs,
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): { readonly railway?: Railway & Deployer; readonly traffic?: Traffic } {
  const token = inputs['railway-token'];
  if (token === undefined) return {};
  const longestMs = inputs['deploy-timeout'] + inputs.grace + inputs.window;
  const session = openSession({
    token,
    tokenType: inputs['token-type'],
    apiUrl: inputs['api-url'] ?? railwayApiUrl(env),
    client: contract.name,
    clock,
    giveUpAtMs: clock.monotonic() + longestMs + 1_200_000,
  });
  return { railway: railwayOver(session), traffic: railwayTraffic(session) };
}
