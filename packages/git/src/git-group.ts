/** git processes that end: in groups of their own, with a limit, and not without the action. */
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
// node:timers, not the globals: a limit is real even where a program's clock is not.
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';

export interface GitPatience {
  /** Without a byte from the server, in one transfer: git's own `http.lowSpeedTime`. */
  readonly serverSeconds: number;
  /** Without a byte on stdout or stderr, for every command. */
  readonly silenceMs: number;
  /** For a push from start to end. */
  readonly pushMs: number;
}

/**
 * GitHub sends a sign of life every 5 seconds while it works (`uploadpack.keepAlive`,
 * `receive.keepAlive`), and a fetch tells its progress: what is silent for so long hangs. A push
 * brings a merge's trees and the few blobs git merged, which takes seconds.
 */
export const usualPatience: GitPatience = {
  serverSeconds: 60,
  silenceMs: 10 * 60_000,
  pushMs: 2 * 60_000,
};

/** Only POSIX has groups that can be ended as one. */
const hasGroups = process.platform !== 'win32';

/** For `spawn`: whoever starts a git that is watched over gives these. */
export const ownGroup = { detached: hasGroups } as const;

export interface GitLimits {
  readonly silenceMs: number;
  readonly totalMs?: number | undefined;
}

/** Why a process was ended before its time, in words that follow its name. */
export interface Cut {
  readonly code: 'unreachable' | 'interrupted';
  readonly words: string;
}

export interface Watch {
  /** Ends the process and all it started, if anything of it still runs. */
  end(cut?: Cut): void;
  cut(): Cut | undefined;
}

export interface GitGroups {
  /**
   * Listens for signals before a process is started: one that comes between its start and its
   * watch would end the action alone. Until disposed, or for as long as something is watched.
   */
  expect(): Disposable;
  /** Watches over a process started with `ownGroup` until it and its helpers are gone. */
  watch(child: ChildProcess, limits: GitLimits): Watch;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** A signal to the action does not reach a group of its own, so it is passed on. */
export function gitGroups(): GitGroups {
  const running = new Set<Watch>();
  const expected = new Set<Disposable>();
  const interrupt = (): void => {
    for (const watch of running) watch.end({ code: 'interrupted', words: 'was cut off' });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    interrupt();
    listen('off');
    // Having listened has kept the action alive; without another listener it ends here.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const listen = (turn: 'on' | 'off'): void => {
    for (const signal of signals) process[turn](signal, onSignal);
    process[turn]('exit', interrupt);
  };
  const rest = (): void => {
    if (running.size + expected.size === 0) listen('off');
  };
  const expect = (): Disposable => {
    if (running.size + expected.size === 0) listen('on');
    const expectation = {
      [Symbol.dispose]: () => {
        expected.delete(expectation);
        rest();
      },
    };
    expected.add(expectation);
    return expectation;
  };
  return {
    expect,
    watch: (child, limits) => {
      using _ = expect();
      const watch = watchOver(child, limits);
      running.add(watch);
      child.once('close', () => {
        running.delete(watch);
        rest();
      });
      return watch;
    },
  };
}

function watchOver(child: ChildProcess, { silenceMs, totalMs }: GitLimits): Watch {
  const seen: { bytes: number; closed: boolean; cut?: Cut } = { bytes: 0, closed: false };
  const end = (cut?: Cut): void => {
    // Its number may belong to another group by then.
    if (seen.closed) return;
    if (cut) seen.cut ??= cut;
    killGroup(child);
  };
  const endLate = (words: string): void =>
    end({ code: 'unreachable', words: `${words}: it was ended` });
  const silence = setInterval(() => {
    const bytes = bytesOf(child);
    if (bytes === seen.bytes) endLate(`said nothing for ${silenceMs / 1000} s`);
    seen.bytes = bytes;
  }, silenceMs);
  const whole =
    totalMs === undefined
      ? undefined
      : setTimeout(() => endLate(`did not come to an end in ${totalMs / 1000} s`), totalMs);
  child.once('close', () => {
    seen.closed = true;
    clearInterval(silence);
    clearTimeout(whole);
  });
  return { end, cut: () => seen.cut };
}

/** Both pipes are sockets, which count what came. */
const bytesOf = ({ stdout, stderr }: ChildProcess): number =>
  [stdout, stderr].reduce((sum, pipe) => sum + (pipe instanceof Socket ? pipe.bytesRead : 0), 0);

/**
 * By SIGKILL: the clone is thrown away, so nothing in it has to be put right. A helper may outlive
 * the git that started it, and keeps the group's number taken.
 */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(hasGroups ? -pid : pid, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ESRCH';
