/** Running git where its output is long or its text is not UTF-8. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cutError, gitError, gitMissing } from './git-error.ts';
import { type Cut, ownGroup, type Watch } from './git-group.ts';
import { environmentOf, type GitPlace, type Remote, withoutToken } from './git-process.ts';

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
export function bytesGitIn(place: GitPlace): BytesGit {
  const { folder, remote, patience, groups } = place;
  const base = environmentOf(place);
  const start = (args: readonly string[], { input = '', env = {} }: BytesCommand) => {
    const all = { ...base, ...env };
    using _ = groups.expect();
    const child = spawn('git', [`--git-dir=${folder}`, ...args], { env: all, ...ownGroup });
    // A git that ends early does not read all of its input: its exit code tells, not the pipe.
    child.stdin.on('error', () => {}).end(Buffer.from(input, 'latin1'));
    const watch = groups.watch(child, { silenceMs: patience.silenceMs });
    return { text: child.stdout.setEncoding('latin1'), watch, ended: endOf(child, watch) };
  };
  return {
    async *stream(args, command = {}) {
      const { text, watch, ended } = start(args, command);
      const left = { early: true };
      try {
        yield* text;
        left.early = false;
      } finally {
        // One that has said everything may still be about to exit: its code is the answer.
        if (left.early) watch.end();
      }
      assertAnswer(await ended, { args, command, remote });
    },
    async run(args, command = {}) {
      const { text, ended } = start(args, command);
      const chunks = await collect<string>(text);
      const end = await ended;
      assertAnswer(end, { args, command, remote });
      return { code: end.code, stdout: chunks.join('') };
    },
  };
}

interface End {
  readonly code: number;
  readonly stderr: string;
  readonly cut: Cut | undefined;
}

function endOf(child: ChildProcessWithoutNullStreams, watch: Watch): Promise<End> {
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', (cause) => reject(gitMissing(cause)));
    child.once('close', (code) =>
      resolve({ code: code ?? 1, stderr: errors.join(''), cut: watch.cut() }),
    );
  });
  // Whoever reads the output may leave before the end is asked for.
  ended.catch(() => {});
  return ended;
}

function assertAnswer(
  { code, stderr, cut }: End,
  run: {
    readonly args: readonly string[];
    readonly command: BytesCommand;
    readonly remote: Remote;
  },
): void {
  const { what = `git ${run.args[0]}`, answers = [0] } = run.command;
  if (cut) throw cutError(what, cut);
  if (!answers.includes(code)) throw gitError(what, withoutToken(stderr, run.remote));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
