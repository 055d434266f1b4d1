import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Aborted: asked to stop, then killed. */
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  /** Told the process group, which may outlive the process itself. */
  readonly onStart?: (processGroup: number) => void;
}

/** As the runner does it: SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL. */
const LADDER: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 7_500],
  ['SIGTERM', 2_500],
  ['SIGKILL', 0],
];

/** How long output may stay open after the process ended, held by something it left behind. */
const DRAIN_MS = 5_000;

/** Exit code, or null where it was killed. Rejects where it cannot be started. */
export function spawnProcess(request: ProcessRequest): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: request.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what the step started can be ended with it.
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on(
        'line',
        request.onLine,
      );
    }
    const stopped = new AbortController();
    const stop = () => void descend(child.pid, stopped.signal);
    child.once('error', reject);
    child.once('spawn', () => {
      if (child.pid) request.onStart?.(child.pid);
      if (request.signal.aborted) stop();
      else request.signal.addEventListener('abort', stop, { once: true });
    });
    child.once('exit', () => {
      request.signal.removeEventListener('abort', stop);
      stopped.abort();
      const drain = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_MS);
      child.once('close', () => clearTimeout(drain));
    });
    child.once('close', (code) => resolve(code));
  });
}

/** Ends a whole process group; one that is gone already is fine. */
export function signalGroup(processGroup: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-processGroup, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function descend(processGroup: number | undefined, stopped: AbortSignal): Promise<void> {
  if (!processGroup) return;
  for (const [signal, waitMs] of LADDER) {
    if (stopped.aborted) return;
    signalGroup(processGroup, signal);
    await pause(waitMs, stopped);
  }
}

const pause = (ms: number, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
