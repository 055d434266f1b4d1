/**
 * The messages GitHub proposes for merge and squash commits. Pure.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/configuring-commit-squashing-for-pull-requests
 */
import type { Commit, Identity } from '../git/commits.ts';
import type { RepositorySettings } from '../model.ts';

export interface SquashFacts {
  readonly title: string;
  readonly body: string | null;
  readonly number: number;
  /** Oldest first. */
  readonly commits: readonly Commit[];
  readonly author: Identity;
}

export interface Override {
  readonly title: string | null;
  readonly message: string | null;
}

export interface MergedPull {
  readonly number: number;
  readonly owner: string;
  readonly headRef: string;
  readonly title: string;
  readonly body: string | null;
}

/** https://docs.github.com/en/rest/repos/repos#update-a-repository (`merge_commit_title` and `_message`) */
export function mergeMessage(
  settings: RepositorySettings,
  pull: MergedPull,
  override: Override,
): string {
  const usual = `Merge pull request #${pull.number} from ${pull.owner}/${pull.headRef}`;
  const byPull = settings.mergeCommitTitle === 'PR_TITLE';
  const title = byPull ? `${pull.title} (#${pull.number})` : usual;
  const bodies = { PR_TITLE: pull.title, PR_BODY: pull.body ?? '', BLANK: '' };
  const message = override.message ?? bodies[settings.mergeCommitMessage];
  return joined(override.title ?? title, message);
}

/** A message given by the caller replaces the whole body, co-authors included. */
export function squashMessage(
  settings: RepositorySettings,
  facts: SquashFacts,
  override: Override,
): string {
  const title = override.title ?? `${squashTitle(settings, facts)} (#${facts.number})`;
  if (override.message !== null) return joined(title, override.message);
  const coAuthors = coAuthorTrailers(facts);
  const body = squashBody(settings, facts);
  if (coAuthors.length === 0) return joined(title, body);
  const divided = facts.commits.length > 1 && body !== '' ? `${body}\n\n---------` : body;
  return joined(title, joined(divided, coAuthors.join('\n')).trim());
}

function squashTitle(settings: RepositorySettings, facts: SquashFacts): string {
  const [only] = facts.commits;
  const one = facts.commits.length === 1 && only;
  const byCommit = settings.squashMergeCommitTitle === 'COMMIT_OR_PR_TITLE';
  return one && byCommit ? subject(one.message) : facts.title;
}

function squashBody(settings: RepositorySettings, facts: SquashFacts): string {
  switch (settings.squashMergeCommitMessage) {
    case 'BLANK':
      return '';
    case 'PR_BODY':
      return facts.body ?? '';
    case 'COMMIT_MESSAGES': {
      const [only] = facts.commits;
      if (facts.commits.length === 1 && only) return bodyOf(only.message);
      return facts.commits.map((commit) => `* ${commit.message.trim()}`).join('\n\n');
    }
    default:
      return settings.squashMergeCommitMessage satisfies never;
  }
}

function coAuthorTrailers(facts: SquashFacts): string[] {
  const others = facts.commits
    .map((commit) => commit.author)
    .filter((author) => !isSamePerson(author, facts.author))
    .map((author) => `Co-authored-by: ${author.name} <${author.email}>`);
  return [...new Set(others)];
}

const isSamePerson = (one: Identity, other: Identity): boolean =>
  one.email === other.email || one.name.toLowerCase() === other.name.toLowerCase();

export const subject = (message: string): string => message.trimStart().split('\n')[0] ?? '';

const bodyOf = (message: string): string => message.trim().split('\n').slice(1).join('\n').trim();

const joined = (title: string, body: string): string =>
  body === '' ? title : `${title}\n\n${body}`;
