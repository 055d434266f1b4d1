import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { LogLine } from '../model.ts';
import { pause } from '../pause.ts';

export interface ContainerSpec {
  /** Argument array; never a shell. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly restartPolicy: 'ALWAYS' | 'ON_FAILURE' | 'NEVER';
  readonly maxRetries: number;
  readonly restartDelayMs: number;
  readonly onLine: (line: LogLine) => void;
  /** The process ended and the restart policy starts no other. */
  readonly onEnd: (end: 'exited' | 'crashed') => void;
}

export type ContainerState = 'running' | 'restarting' | 'exited' | 'crashed' | 'stopped';

/** One child process and its restart policy. */
export class Container {
  readonly port: number;
  readonly #spec: ContainerSpec;
  #child: ChildProcess | undefined;
  #state: ContainerState = 'running';
  #retries = 0;
  #restart = new AbortController();

  constructor(spec: ContainerSpec, port: number) {
    this.#spec = spec;
    this.port = port;
    this.#start();
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** SIGTERM, then SIGKILL after `drainingMs`. Resolves when the process is gone. */
  async stop(drainingMs: number): Promise<void> {
    this.#retire();
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const drained = new AbortController();
    ended.then(() => drained.abort());
    await pause(drainingMs, drained.signal).catch(() => undefined);
    child.kill('SIGKILL');
    await ended;
  }

  /** SIGKILL, for the end of the sandbox. */
  kill(): void {
    this.#retire();
    this.#child?.kill('SIGKILL');
  }

  /** Starts the command anew, in place, with a fresh restart budget. */
  async restart(): Promise<void> {
    await this.stop(0);
    this.#retries = 0;
    this.#restart = new AbortController();
    this.#state = 'running';
    this.#start();
  }

  /** Dies now and stays dead, as after the last retry. */
  crash(): void {
    this.#retries = Number.POSITIVE_INFINITY;
    this.#child?.kill('SIGKILL');
  }

  #retire(): void {
    this.#state = 'stopped';
    this.#restart.abort();
  }

  #start(): void {
    const [file = '', ...args] = this.#spec.command;
    const child = spawn(file, args, {
      cwd: this.#spec.folder,
      env: this.#spec.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const [stream, severity] of [
      [child.stdout, 'info'],
      [child.stderr, 'error'],
    ] as const) {
      createInterface({ input: stream }).on('line', (message) => this.#log(severity, message));
    }
    child.once('error', (error) => {
      this.#log('error', error.message);
      this.#ended(child, 127);
    });
    child.once('exit', (code, signal) => this.#ended(child, code ?? signal ?? 1));
  }

  #ended(child: ChildProcess, how: number | string): void {
    if (child !== this.#child || this.#state === 'stopped') return;
    const { restartPolicy, maxRetries, restartDelayMs } = this.#spec;
    const wanted = restartPolicy === 'ALWAYS' || (restartPolicy === 'ON_FAILURE' && how !== 0);
    if (!wanted || this.#retries >= maxRetries) {
      this.#state = how === 0 ? 'exited' : 'crashed';
      this.#spec.onEnd(this.#state);
      return;
    }
    this.#retries += 1;
    this.#state = 'restarting';
    this.#log('error', `Container ended with ${how}; restart ${this.#retries} of ${maxRetries}`);
    pause(restartDelayMs, this.#restart.signal).then(
      () => {
        this.#state = 'running';
        this.#start();
      },
      () => undefined,
    );
  }

  #log(severity: LogLine['severity'], message: string): void {
    this.#spec.onLine({ at: Date.now(), severity, message });
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
