/** Moving a branch of the remote, once, though the answer may be lost. */
import { type Clock, retry } from '@release-train/polling';
import { GitError, type GitErrorCode } from './git-error.ts';
import type { RunGit } from './git-process.ts';
import { assertToolBranch } from './tool-branch.ts';
import { whenUnreachable } from './when-unreachable.ts';

export interface Network {
  readonly clock: Clock;
  /** From start to end of one push. */
  readonly pushMs: number;
}

interface Change {
  readonly branch: string;
  /** `undefined`: the branch is to be deleted. */
  readonly sha: string | undefined;
  /** `undefined`: the branch must not exist. */
  readonly expected: string | undefined;
}

/** Errors that may come after the server has moved the branch: the answer was lost on its way. */
const unclear: ReadonlySet<GitErrorCode> = new Set(['unreachable', 'lease-lost', 'failed']);

/**
 * After an error that leaves it open, the branch is read before anything is repeated: where it
 * should be, all is well; elsewhere, somebody was faster; as it was, a server that failed in
 * passing is asked again. The lease makes sure that a late effect of the first try is not undone.
 *
 * @throws GitError `foreign-branch`, `lease-lost`, `interrupted`, …
 */
export async function push(git: RunGit, change: Change, network: Network): Promise<void> {
  assertToolBranch(change.branch);
  await retry(network.clock, whenUnreachable, async () => {
    try {
      await pushOnce(git, change, network);
    } catch (error) {
      if (!(error instanceof GitError && unclear.has(error.code))) throw error;
      const tip = await tipAfter(error, git, { change, network });
      if (tip === change.sha) return;
      if (tip === change.expected) throw error;
      throw leaseLost(change, error);
    }
  });
}

async function pushOnce(
  git: RunGit,
  { branch, sha = '', expected = '' }: Change,
  { pushMs }: Network,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const lease = `--force-with-lease=${ref}:${expected}`;
  await git(['push', '--no-verify', lease, 'origin', `${sha}:${ref}`], {
    what: `${sha === '' ? 'deletion' : 'push'} of branch "${branch}"`,
    totalMs: pushMs,
  });
}

/** What cannot be read is not repeated either. */
async function tipAfter(
  error: GitError,
  git: RunGit,
  { change: { branch }, network: { clock } }: { change: Change; network: Network },
): Promise<string | undefined> {
  try {
    return await remoteTip(git, branch, clock);
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause;
    const both = `${error.message}; whether it has moved the branch is not known: ${cause.message}`;
    throw new GitError(cause.code === 'interrupted' ? 'interrupted' : 'failed', both, {
      hint: 'Run again: the branch is read anew, and moved where it has not been.',
      cause,
    });
  }
}

async function remoteTip(git: RunGit, branch: string, clock: Clock): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  const { stdout } = await retry(clock, whenUnreachable, () =>
    git(['ls-remote', 'origin', ref], { what: `reading branch "${branch}"` }),
  );
  // A pattern also matches the end of longer names.
  const line = stdout.split('\n').find((text) => text.endsWith(`\t${ref}`));
  return line?.slice(0, line.indexOf('\t'));
}

const leaseLost = ({ branch }: Change, cause: GitError): GitError =>
  cause.code === 'lease-lost'
    ? cause
    : new GitError('lease-lost', `branch "${branch}" was moved by somebody else meanwhile`, {
        hint: 'Somebody moved the branch in the meantime: run again.',
        cause,
      });
