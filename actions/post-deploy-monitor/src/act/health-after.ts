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
      const deed = { code: 'still-fails', endpoint: endpoint.name, problem: reason } as const;
      const deeds = [...acted.deeds, deed];
      return { ...acted, taken: 'rollback-failed', deeds, isOlderBad: true };
    }
    await clock.sleep(roundMs, signal);
  }
  return { ...acted, deeds: [...acted.deeds, { code: 'answers-well' }] };
}
