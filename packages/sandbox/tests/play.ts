/** Plays a scenario in a process of its own, in sandbox time. */
import { readInSandboxTime } from '../src/in-sandbox-time.ts';

const module = new URL('./play-scenario.ts', import.meta.url).pathname;

export const play = (scenario: string): Promise<Record<string, unknown>> =>
  readInSandboxTime({ module, args: [scenario], speed: 60 });
