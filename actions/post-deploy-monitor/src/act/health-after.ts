import { oneLine } from '@release-train/action-kit/text';
import type { Clock } from '@release-train/polling';
import { type Endpoint, type Probe, probeEndpoint } from '@release-train/probe';
import type { Acted } from './acted.ts';

export interface HealthPorts {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly endpoints: readonly Endpoint[];
}

const healthRounds = 3;
const roundMs = 2000;

/** Railway says it serves; whether it works, the endpoints say. */
export async function withHealth(
  acted: Acted,
  { probe, clock, signal, endpoints }: HealthPorts,
): Promise<Acted> {
  for (let round = 0; round < healthRounds; round += 1) {
    // The revision asked for is that of the release, which is gone.
    for (const { revision: _, ...endpoint } of endpoints) {
      const { ok, reason } = await probeEndpoint(probe, endpoint, signal);
      if (ok) continue;
      const why = `${acted.why}; but "${oneLine(endpoint.name, 60)}" still fails: ${oneLine(reason, 200)}; the release may not be what is wrong, look at it now`;
      return { ...acted, taken: 'rollback-failed', why, isOlderBad: true };
    }
    await clock.sleep(roundMs, signal);
  }
  return { ...acted, why: `${acted.why}; the endpoints answer well` };
}
