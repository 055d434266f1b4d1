/**
 * Sandbox time. One line of text in the environment (`RELEASE_TRAIN_SANDBOX_CLOCK`) ties every
 * process of a sandbox to one epoch: simulated = simulatedEpoch + (real - realEpoch) * speed.
 */

export interface SandboxClock {
  readonly realEpochMs: number;
  readonly simulatedEpochMs: number;
  readonly speed: number;
}

export const CLOCK_VARIABLE = 'RELEASE_TRAIN_SANDBOX_CLOCK';

export const formatClock = (clock: SandboxClock): string =>
  `${clock.realEpochMs},${clock.simulatedEpochMs},${clock.speed}`;

export function parseClock(text: string): SandboxClock {
  const parts = text.split(',').map(Number);
  const [realEpochMs, simulatedEpochMs, speed] = parts;
  if (parts.length !== 3 || !parts.every(Number.isFinite) || !speed || speed <= 0) {
    throw new Error(
      `${CLOCK_VARIABLE} must be "realEpochMs,simulatedEpochMs,speed", got "${text}"`,
    );
  }
  return { realEpochMs: realEpochMs ?? 0, simulatedEpochMs: simulatedEpochMs ?? 0, speed };
}

export const simulatedMs = (clock: SandboxClock, realMs: number): number =>
  clock.simulatedEpochMs + (realMs - clock.realEpochMs) * clock.speed;
