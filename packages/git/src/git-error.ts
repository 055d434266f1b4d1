import { ActionError } from '@release-train/action-kit/action-error';
import { oneLine } from '@release-train/action-kit/text';
import type { Cut } from './git-group.ts';

export type GitErrorCode =
  | 'git-missing'
  | 'git-too-old'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'branch-missing'
  | 'unreachable'
  | 'interrupted'
  | 'lease-lost'
  | 'protected'
  | 'workflow-refused'
  | 'foreign-branch'
  | 'unrelated-histories'
  | 'failed';

export class GitError extends ActionError<GitErrorCode> {}

interface Cause {
  readonly code: GitErrorCode;
  readonly sign: RegExp;
  readonly hint: string;
}

const reachable = 'Check that the server is up and reachable from this runner.';

/** In the order they are tried: a refused push also says "failed to push some refs". */
const causes: readonly Cause[] = [
  {
    code: 'workflow-refused',
    sign: /refusing to allow .* workflow/i,
    hint: 'GITHUB_TOKEN may never change workflow files: use a token of a GitHub App with the permission "workflows".',
  },
  {
    code: 'protected',
    sign: /GH006|GH013|protected branch|repository rule violations/i,
    hint: "A rule of the repository also covers the tool's own branches: exempt release/**, sync/** and revert/** from it, or let the token's owner bypass it.",
  },
  {
    code: 'lease-lost',
    sign: /stale info|cannot lock ref|reference already exists|\(fetch first\)|non-fast-forward/i,
    hint: 'Somebody moved the branch in the meantime: run again.',
  },
  {
    code: 'forbidden',
    sign: /returned error: 403|permission to .* denied|write access .* not granted/i,
    hint: 'The token may not do this: the job needs `permissions: contents: write` to push, `contents: read` to clone.',
  },
  {
    code: 'unauthorized',
    sign: /authentication failed|could not read (?:username|password)|returned error: 401|invalid username or/i,
    hint: 'The token is missing, wrong or expired: check the input "github-token".',
  },
  {
    code: 'not-found',
    sign: /repository .*not found|returned error: 404|does not appear to be a git repository/i,
    hint: 'The repository does not exist, or the token may not see it.',
  },
  {
    code: 'branch-missing',
    sign: /couldn't find remote ref/i,
    hint: 'Check the spelling of the branch.',
  },
  {
    code: 'unrelated-histories',
    sign: /refusing to merge unrelated histories/i,
    hint: 'The two branches share no commit: merge one into the other once by hand with --allow-unrelated-histories.',
  },
  {
    code: 'unreachable',
    sign: /could not resolve|failed to connect|connection (?:refused|reset)|couldn't connect|timed out|returned error: 5\d\d|recv failure|too slow|unable to access|early eof|hung up/i,
    hint: reachable,
  },
];

/** What a failed git command means, in one line without secrets. */
export function gitError(what: string, stderr: string, cause?: unknown): GitError {
  const found = causes.find(({ sign }) => sign.test(stderr));
  return new GitError(found?.code ?? 'failed', `${what} failed: ${reasonOf(stderr)}`, {
    hint: found?.hint ?? 'See the reason above.',
    cause,
  });
}

/** A git that was ended before its time. */
export const cutError = (what: string, { code, words }: Cut): GitError =>
  new GitError(code, `${what} ${words}`, {
    hint: code === 'interrupted' ? 'The job was cancelled: run it again.' : reachable,
  });

export const gitMissing = (cause: unknown): GitError =>
  new GitError('git-missing', 'git could not be started', {
    hint: 'Install git 2.38 or later on the runner, or put it on PATH.',
    cause,
  });

/** `Receiving objects:  50% (1/2), done.`, `Enumerating objects: 5, done.`, `Total 3 (delta 0), …` */
const isProgress = /^(?:[A-Z][a-z]+ [a-z]+: +\d+(?:%|,|$)|Total \d+ \()/;

/** The lines that tell, without git's advice and progress and without user info in URLs. */
export function reasonOf(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]/)
    .map((line) => line.replace(/^(?:remote|fatal|error): (?:error: )?/, '').trim())
    .filter((line) => line !== '' && !/^(?:hint:|To |remote:$|Cloning into)/.test(line))
    .filter((line) => !isProgress.test(line));
  const text = lines.join('; ').replace(/\/\/[^/\s@]*@/g, '//');
  return oneLine(text, 400) || 'git gave no reason';
}
