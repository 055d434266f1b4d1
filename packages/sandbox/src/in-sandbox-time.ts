import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** Runs a program in sandbox time and reads the JSON it prints. @throws with its errors where it fails */
export async function readInSandboxTime(
  program: Omit<Program, 'stdio'>,
): Promise<Record<string, unknown>> {
  const child = startInSandboxTime({ ...program, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program.args.join(' ')} broke off:\n${output.stderr}`);
  return JSON.parse(output.stdout);
}
