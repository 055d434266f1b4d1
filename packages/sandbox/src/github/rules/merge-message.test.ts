import { describe, expect, it } from 'vitest';
import type { Commit, Identity } from '../git/commits.ts';
import { DEFAULT_SETTINGS } from '../model.ts';
import { mergeMessage, squashMessage } from './merge-message.ts';

const ada: Identity = { name: 'ada', email: 'ada@example.test', seconds: 0 };
const bob: Identity = { name: 'bob', email: 'bob@example.test', seconds: 0 };
const commit = (message: string, author = ada): Commit => ({
  sha: 'a',
  tree: 't',
  parents: [],
  author,
  committer: author,
  message,
});
const facts = (commits: readonly Commit[]) => ({
  title: 'Release of Monday',
  body: 'Two things.',
  number: 7,
  commits,
  author: ada,
});
const none = { title: null, message: null };

describe('squashMessage', () => {
  it('takes subject and body of a single commit', () => {
    const message = squashMessage(
      DEFAULT_SETTINGS,
      facts([commit('Fix login\n\nIt looped.\n')]),
      none,
    );
    expect(message).toBe('Fix login (#7)\n\nIt looped.');
  });

  it('takes the pull request title and lists several commits with their other authors', () => {
    const commits = [commit('Fix login\n'), commit('Add logout\n\nAt last.\n', bob)];
    expect(squashMessage(DEFAULT_SETTINGS, facts(commits), none)).toMatchInlineSnapshot(`
      "Release of Monday (#7)

      * Fix login

      * Add logout

      At last.

      ---------

      Co-authored-by: bob <bob@example.test>"
    `);
  });

  it.each([
    ['PR_BODY', 'Release of Monday (#7)\n\nTwo things.'],
    ['BLANK', 'Release of Monday (#7)'],
  ] as const)('follows the repository setting %s', (squashMergeCommitMessage, expected) => {
    const settings = {
      ...DEFAULT_SETTINGS,
      squashMergeCommitTitle: 'PR_TITLE' as const,
      squashMergeCommitMessage,
    };
    expect(squashMessage(settings, facts([commit('Fix login')]), none)).toBe(expected);
  });

  it('lets the caller replace title and body', () => {
    const override = { title: 'Release 7', message: '' };
    expect(squashMessage(DEFAULT_SETTINGS, facts([commit('Fix', bob)]), override)).toBe(
      'Release 7',
    );
  });
});

const merged = {
  number: 7,
  owner: 'acme',
  headRef: 'staging',
  title: 'Release',
  body: 'Two things.',
};

describe('mergeMessage', () => {
  it('names the pull request and its branch', () => {
    expect(mergeMessage(DEFAULT_SETTINGS, merged, none)).toBe(
      'Merge pull request #7 from acme/staging\n\nRelease',
    );
  });

  it.each([
    ['PR_TITLE', 'PR_BODY', 'Release (#7)\n\nTwo things.'],
    ['PR_TITLE', 'BLANK', 'Release (#7)'],
    ['MERGE_MESSAGE', 'PR_BODY', 'Merge pull request #7 from acme/staging\n\nTwo things.'],
  ] as const)('follows the settings %s and %s', (mergeCommitTitle, mergeCommitMessage, text) => {
    const settings = { ...DEFAULT_SETTINGS, mergeCommitTitle, mergeCommitMessage };
    expect(mergeMessage(settings, merged, none)).toBe(text);
  });
});
