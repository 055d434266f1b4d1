import { changedFiles } from '../git/changes.ts';
import { mergeBase } from '../git/commits.ts';
import { tryGit } from '../git/git-process.ts';
import type { PullRequest, Review } from '../model.ts';
import type { Place } from '../payloads/commit-json.ts';
import { ApiError } from '../rest/api.ts';
import { CODEOWNERS_PATHS, missingOwners } from '../rules/code-owners.ts';

/** Owner groups whose approval a pull request still lacks, by the CODEOWNERS of its base. */
export function waitingOwners(
  { repository }: Place,
  pull: PullRequest,
  reviews: readonly Review[],
): string[] {
  const dir = repository.gitDir;
  const text = CODEOWNERS_PATHS.map((path) =>
    tryGit(dir, ['cat-file', 'blob', `${pull.baseSha}:${path}`]),
  ).find(({ code }) => code === 0)?.stdout;
  const fork = mergeBase(dir, pull.baseSha, pull.headSha);
  if (text === undefined || fork === null) return [];
  const paths = changedFiles(dir, fork, pull.headSha).map(({ path }) => path);
  const approvers = reviews
    .filter(({ state }) => state === 'APPROVED')
    .map(({ author }) => author.login);
  const waiting = missingOwners(text, paths, approvers);
  refuseTeams(waiting);
  return waiting;
}

/** Nobody here is a member of a team, and an address is nobody's login. */
function refuseTeams(waiting: readonly string[]): void {
  const unknown = waiting.find((group) => /[/@]/.test(group));
  if (unknown === undefined) return;
  throw new ApiError(501, `not supported by the sandbox: the code owner "${unknown}"`);
}
