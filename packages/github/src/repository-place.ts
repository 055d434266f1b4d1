import { ActionError } from '@release-train/action-kit/action-error';

/** @throws ActionError where a step does not know its repository */
export function placeFrom(repository: string): { readonly owner: string; readonly repo: string } {
  const [owner, repo] = repository.split('/');
  if (owner && repo) return { owner, repo };
  throw new ActionError('no-repository', `GITHUB_REPOSITORY is "${repository}", not "owner/name"`, {
    hint: 'Run this as a step of a workflow, or set GITHUB_REPOSITORY.',
  });
}
