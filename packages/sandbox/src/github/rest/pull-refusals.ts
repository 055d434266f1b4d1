/** What stops a pull request before its branches are looked at. */
import { isOutsider } from '../operations/collaborators.ts';
import type { ApiRequest } from './api.ts';
import { ApiError, invalid } from './api.ts';

const MAX_BODY = 65_536;

/** There are no forks here; to call their branches missing would be a lie. */
export function refuseForks({ repository, body }: ApiRequest): void {
  const [owner, branch] = body.text('head').split(':');
  const isFork = branch !== undefined && owner !== repository.owner;
  if (!isFork && !body.has('head_repo')) return;
  const message = `not supported by the sandbox: a pull request from a fork (${body.text('head')})`;
  throw new ApiError(501, message);
}

export function refuseActions({ world, actor, repository }: ApiRequest): void {
  const { 'runs-may-not-open-pulls': isHabit } = world.habits;
  const permitted = repository.settings.actionsMayCreatePullRequests || !isHabit;
  if (actor.token !== 'github-token' || permitted) return;
  const message = 'GitHub Actions is not permitted to create or approve pull requests.';
  throw new ApiError(403, message);
}

/**
 * Branches of the repository are for those who may write; the others have forks.
 * https://github.com/CopilotC-Nvim/CopilotChat.nvim/issues/369
 */
export function refuseOutsiders({ world, actor }: ApiRequest): void {
  if (!isOutsider({ world }, actor)) return;
  throw invalid('PullRequest', { code: 'custom', message: 'must be a collaborator' });
}

export function refuseLong(body: string | null): void {
  if (body === null || [...body].length <= MAX_BODY) return;
  const message = `body is too long (maximum is ${MAX_BODY} characters)`;
  throw invalid('PullRequest', { field: 'body', code: 'custom', message });
}
