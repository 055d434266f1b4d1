import type { GitHubEvent } from '../../ports.ts';

export interface CheckoutTarget {
  /** To be tried in order. */
  readonly refspecs: readonly string[];
  /** Arguments of `git checkout`. */
  readonly checkout: readonly string[];
}

/**
 * What actions/checkout fetches and checks out. `event` is null for another repository, where an
 * empty `ref` means its default branch.
 */
export function checkoutTarget(
  ref: string,
  event: Pick<GitHubEvent, 'ref' | 'sha'> | null,
): CheckoutTarget {
  if (ref === '' && event) return qualified(event.ref, event.sha);
  if (ref === '')
    return {
      refspecs: ['+HEAD:refs/remotes/origin/HEAD'],
      checkout: ['--detach', 'refs/remotes/origin/HEAD'],
    };
  if (/^[0-9a-f]{40}$/i.test(ref)) return detached(ref);
  if (ref.startsWith('refs/')) return qualified(ref, ref);
  return {
    refspecs: [
      `+refs/heads/${ref}:refs/remotes/origin/${ref}`,
      `+refs/tags/${ref}:refs/tags/${ref}`,
    ],
    // A tag of that name is checked out detached by the same words.
    checkout: [ref, '--'],
  };
}

function qualified(ref: string, source: string): CheckoutTarget {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch) {
    const tracking = `refs/remotes/origin/${branch}`;
    return { refspecs: [`+${source}:${tracking}`], checkout: ['-B', branch, tracking] };
  }
  if (ref.startsWith('refs/tags/')) {
    return { refspecs: [`+${source}:${ref}`], checkout: ['--detach', ref] };
  }
  if (ref.startsWith('refs/pull/')) {
    const tracking = ref.replace('refs/', 'refs/remotes/');
    return { refspecs: [`+${source}:${tracking}`], checkout: ['--detach', tracking] };
  }
  return detached(source);
}

const detached = (sha: string): CheckoutTarget => ({
  refspecs: [sha],
  checkout: ['--detach', sha],
});
