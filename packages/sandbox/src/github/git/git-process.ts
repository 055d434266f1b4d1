/**
 * git, run to its end before anything else happens: a request to this GitHub is atomic because
 * nothing can interleave with it.
 */
import { spawnSync } from 'node:child_process';

export interface GitOptions {
  readonly input?: string | Buffer;
  /** How standard output is told; base64 for bytes that are no text. */
  readonly encoding?: 'utf8' | 'base64';
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine's own configuration must not decide how this GitHub merges. */
export function gitEnvironment(): Record<string, string> {
  const inherited = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'USERPROFILE', 'TEMP'].flatMap(
    (name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    },
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Runs git in a bare repository and reports its exit code. */
export function tryGit(dir: string, args: readonly string[], options: GitOptions = {}): GitResult {
  const done = spawnSync('git', [`--git-dir=${dir}`, ...args], {
    env: { ...gitEnvironment(), ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
    maxBuffer: 1 << 29,
    encoding: options.encoding ?? 'utf8',
  });
  if (done.error) throw done.error;
  return { code: done.status ?? 128, stdout: done.stdout, stderr: done.stderr };
}

/** Like `tryGit`, for commands that cannot fail unless the sandbox itself is wrong. */
export function git(dir: string, args: readonly string[], options: GitOptions = {}): string {
  const { code, stdout, stderr } = tryGit(dir, args, options);
  if (code !== 0) throw new Error(`git ${args[0]} exited with ${code}: ${stderr.trim()}`);
  return stdout;
}

export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
