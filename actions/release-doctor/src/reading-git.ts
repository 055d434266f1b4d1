/** git in somebody's repository: asked only, and not for ever. */
import { ActionError } from '@release-train/action-kit/action-error';
import spawn, { SubprocessError } from 'nano-spawn';

/** The answer of git, or undefined where it has none. */
export type Git = (...args: readonly string[]) => Promise<string | undefined>;

export interface Patience {
  /** Without a byte from a server: a partial clone fetches what a question needs. */
  readonly serverSeconds: number;
  /** From start to end of one question. */
  readonly totalMs: number;
}

const usual: Patience = { serverSeconds: 60, totalMs: 5 * 60_000 };

/**
 * Neither prompts nor writes. git's helpers outlive a git that is killed, so they have a limit of
 * their own: https://git-scm.com/docs/git-config#Documentation/git-config.txt-httplowSpeedLimit
 *
 * @throws ActionError `git-slow` where a question has not come to an end
 */
export function readingGit(folder: string, { serverSeconds, totalMs } = usual): Git {
  const env = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_HTTP_LOW_SPEED_LIMIT: '1',
    GIT_HTTP_LOW_SPEED_TIME: String(serverSeconds),
  };
  const limits = { timeout: totalMs, killSignal: 'SIGKILL' } as const;
  return async (...args) => {
    try {
      const { stdout } = await spawn('git', ['-C', folder, ...args], {
        ...{ stdin: 'ignore', env },
        ...limits,
      });
      return stdout;
    } catch (error) {
      if (!(error instanceof SubprocessError)) throw error;
      if (error.signalName === limits.killSignal) throw tooSlow(args, totalMs);
      return undefined;
    }
  };
}

const tooSlow = ([command = '']: readonly string[], totalMs: number): ActionError =>
  new ActionError('git-slow', `git ${command} did not come to an end in ${totalMs / 1000} s`, {
    hint: 'Is the clone a partial one, and its remote out of reach? Check out with `fetch-depth: 0` and without `filter`.',
  });
