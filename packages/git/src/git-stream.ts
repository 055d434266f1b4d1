/** Running git where its output is long or its text is not UTF-8. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { GitError, gitError } from './git-error.ts';
import { environmentOf, type Remote, withoutToken } from './git-process.ts';

export interface BytesCommand {
  /** For messages: `the trial merge`. */
  readonly what?: string;
  /** Bytes, one character each (latin1). */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer, not a failure. Default: only 0. */
  readonly answers?: readonly number[];
}

/** Git whose text is bytes, one character each (latin1). */
export interface BytesGit {
  /** Output as it comes. @throws GitError when git fails, after the output */
  stream(args: readonly string[], command?: BytesCommand): AsyncIterable<string>;
  run(
    args: readonly string[],
    command?: BytesCommand,
  ): Promise<{ readonly code: number; readonly stdout: string }>;
}

/** As `gitIn`: the same repository, environment and care for the token. */
export function bytesGitIn(
  folder: string,
  remote: Remote,
  inherited: Readonly<Record<string, string | undefined>>,
): BytesGit {
  const base = environmentOf(folder, remote, inherited);
  const start = (args: readonly string[], { input = '', env = {} }: BytesCommand) => {
    const child = spawn('git', [`--git-dir=${folder}`, ...args], { env: { ...base, ...env } });
    // A git that ends early does not read all of its input: its exit code tells, not the pipe.
    child.stdin.on('error', () => {}).end(Buffer.from(input, 'latin1'));
    return child;
  };
  return {
    async *stream(args, command = {}) {
      const child = start(args, command);
      const ended = endOf(child);
      try {
        yield* textOf(child);
      } finally {
        child.kill();
      }
      assertAnswer(await ended, { args, command, remote });
    },
    async run(args, command = {}) {
      const child = start(args, command);
      const ended = endOf(child);
      const chunks = await collect(textOf(child));
      const end = await ended;
      assertAnswer(end, { args, command, remote });
      return { code: end.code, stdout: chunks.join('') };
    },
  };
}

const textOf = (child: ChildProcessWithoutNullStreams): AsyncIterable<string> =>
  child.stdout.setEncoding('latin1');

interface End {
  readonly code: number;
  readonly stderr: string;
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<End> {
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', (cause) => {
      const hint = 'Install git 2.38 or later on the runner, or put it on PATH.';
      reject(new GitError('git-missing', 'git could not be started', { hint, cause }));
    });
    child.once('close', (code) => resolve({ code: code ?? 1, stderr: errors.join('') }));
  });
  // Whoever reads the output may leave before the end is asked for.
  ended.catch(() => {});
  return ended;
}

function assertAnswer(
  { code, stderr }: End,
  run: {
    readonly args: readonly string[];
    readonly command: BytesCommand;
    readonly remote: Remote;
  },
): void {
  const { what = `git ${run.args[0]}`, answers = [0] } = run.command;
  if (!answers.includes(code)) throw gitError(what, withoutToken(stderr, run.remote));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
