import { type ChildProcess, spawn } from 'node:child_process';
import { CLOCK_VARIABLE, formatClock } from './clock.ts';

interface Program {
  /** Path of a module to run. */
  readonly module: string;
  readonly args: readonly string[];
  /** How many simulated seconds pass in a real one. */
  readonly speed: number;
  readonly stdio: 'inherit' | 'pipe';
}

/** Whether this process lives in sandbox time already. */
export const isInSandboxTime = (): boolean => Boolean(process.env[CLOCK_VARIABLE]);

/** Starts a program in sandbox time, on a Monday at 11:15 UTC. */
export function startInSandboxTime({ module, args, speed, stdio }: Program): ChildProcess {
  const monday = new Date();
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  monday.setUTCHours(11, 15, 0, 0);
  const clock = { realEpochMs: Date.now(), simulatedEpochMs: monday.getTime(), speed };
  const preload = new URL('./scale-time.ts', import.meta.url).href;
  return spawn(process.execPath, [`--import=${preload}`, module, ...args], {
    stdio,
    env: { ...process.env, [CLOCK_VARIABLE]: formatClock(clock) },
  });
}
