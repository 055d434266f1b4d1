/** Whole processes, one round after another, so that a busy moment hits every row alike. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Row {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** As many times the first row it may take. */
  readonly budget?: number;
}

export interface Finished {
  readonly exitCode: number | null;
  readonly ms: number;
  /** Largest resident set of the process, in MiB; of Node processes only. */
  readonly maxRssMiB: number | undefined;
}

/** Runs a command to its end with an environment of its own. */
export async function finish(row: Row, timeoutMs = 60_000): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const usage = join(folder, 'usage');
  const [outputs, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [outputs, summary]) writeFileSync(file, '');
  const [program, ...args] = row.command;
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: folder,
    stdio: 'ignore',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      BENCH_USAGE: usage,
      ...row.env,
    },
  });
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - start;
  const maxRssMiB = readUsage(usage);
  rmSync(folder, { recursive: true, force: true });
  return { exitCode, ms, maxRssMiB };
}

/** To be preloaded into a Node process whose memory is of interest. */
export const reportUsage = `--import=${new URL('./report-usage.mjs', import.meta.url).href}`;

function readUsage(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) / 1024;
  } catch {
    // Not asked for, or killed before its end.
    return undefined;
  }
}

export interface Timed {
  readonly medianMs: number;
  /** Of all rounds the one that other work on the machine disturbed least. */
  readonly fastestMs: number;
}

/** Milliseconds of each row. @throws Error where a process fails */
export async function timed(rows: readonly Row[], rounds: number): Promise<Timed[]> {
  const times = rows.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, row] of rows.entries()) {
      const { exitCode, ms } = await finish(row);
      if (exitCode !== 0) throw new Error(`${row.name} ended with ${exitCode}`);
      // The first round fills the caches of the machine.
      if (round > 0) times[index]?.push(ms);
    }
  }
  return times.map((of) => {
    const sorted = of.toSorted((a, b) => a - b);
    return { medianMs: sorted[Math.floor(of.length / 2)] ?? 0, fastestMs: sorted[0] ?? 0 };
  });
}
