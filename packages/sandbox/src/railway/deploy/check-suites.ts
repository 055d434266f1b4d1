export const CI_FAILED = 'CI check suite failed';

export interface CheckSuite {
  /** Slug of the GitHub App that owns the suite. */
  readonly app: string;
  readonly status: string;
  readonly conclusion: string | null;
}

export type CiVerdict = 'passed' | 'failed' | 'unfinished';

/** Only GitHub Actions' suites count: https://github.com/railwayapp/docs/pull/1351. */
export const actionsSuites = (suites: readonly CheckSuite[]): readonly CheckSuite[] =>
  suites.filter((suite) => suite.app === 'github-actions');

/**
 * Wait for CI: one failed suite skips the deployment, a cancelled one only when no other suite of
 * the commit succeeded. A commit without any suite has nothing to wait for.
 */
export function judgeCheckSuites(all: readonly CheckSuite[]): CiVerdict {
  const suites = actionsSuites(all);
  const completed = suites.filter((suite) => suite.status === 'completed');
  const concluded = (...conclusions: readonly string[]) =>
    completed.some((suite) => conclusions.includes(suite.conclusion ?? ''));
  if (concluded('failure', 'timed_out', 'startup_failure', 'action_required')) return 'failed';
  if (completed.length < suites.length) return 'unfinished';
  return concluded('cancelled') && !concluded('success') ? 'failed' : 'passed';
}
