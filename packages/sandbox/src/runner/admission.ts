import type { GitHubEvent } from '../ports.ts';
import { fieldAt } from './payload.ts';

export type Admission =
  | { readonly kind: 'admitted' }
  /** Runs are created and start when somebody approves them. */
  | { readonly kind: 'needs-approval' }
  | { readonly kind: 'nothing'; readonly reason: string };

/** `workflow_run` chains end after this many levels below the first workflow. */
const MAX_CHAIN = 3;

const APPROVABLE = ['opened', 'synchronize', 'reopened'];

/**
 * Whether an event may start runs at all, whatever the workflows say.
 * https://docs.github.com/en/actions/concepts/security/github_token#when-github_token-triggers-workflow-runs
 */
export function admit(event: GitHubEvent, chainLevel: number): Admission {
  if (event.name === 'workflow_run' && chainLevel > MAX_CHAIN) {
    return nothing(`a workflow_run chain is cut after ${MAX_CHAIN} levels`);
  }
  if (event.name === 'check_suite' && isActionsOwnSuite(event)) {
    return nothing('a check suite of GitHub Actions itself starts no workflow');
  }
  if (
    event.name === 'pull_request' &&
    fieldAt(event.payload, 'pull_request', 'mergeable') === false
  ) {
    return nothing(
      'the pull request has a merge conflict, and pull_request needs its merge commit',
    );
  }
  return event.actor.token === 'github-token' ? admitOwnToken(event) : ADMITTED;
}

const ADMITTED: Admission = { kind: 'admitted' };

const nothing = (reason: string): Admission => ({ kind: 'nothing', reason });

function admitOwnToken(event: GitHubEvent): Admission {
  switch (event.name) {
    case 'workflow_dispatch':
    case 'repository_dispatch':
    // Made by the Actions service about a run, not by the token that run used.
    case 'workflow_run':
      return ADMITTED;
    case 'pull_request':
      if (APPROVABLE.includes(event.action ?? '')) return { kind: 'needs-approval' };
      break;
    default:
      break;
  }
  return nothing(`"${event.name}" was caused with a GITHUB_TOKEN, which starts no workflow`);
}

const isActionsOwnSuite = (event: GitHubEvent): boolean =>
  fieldAt(event.payload, 'check_suite', 'app', 'slug') === 'github-actions';
