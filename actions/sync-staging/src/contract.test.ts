import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const read = (inputs: Record<string, string>) =>
  readInputs(contract, new FakeRunner({ 'github-token': 'ghs_token', ...inputs }));

describe('the contract of sync-staging', () => {
  it('needs nothing but the token', () => {
    expect(read({})).toEqual({
      'github-token': 'ghs_token',
      head: 'main',
      base: 'staging',
      'sync-branch': 'sync/{head}-to-{base}',
      method: 'auto',
      labels: undefined,
      reviewers: undefined,
      'auto-merge': 'off',
      'max-drift-files': undefined,
      'fail-on-conflict': false,
      language: 'en',
      notify: undefined,
      'dry-run': false,
    });
  });

  it.each([
    [{ 'github-token': ' ' }, 'input "github-token" is required but not set'],
    [{ head: 'a~1' }, 'input "head" is "a~1": must be a branch name'],
    [{ 'sync-branch': 'main' }, 'input "sync-branch" is "main": must be a branch name that begins'],
    [{ 'sync-branch': 'sync/' }, 'input "sync-branch" is "sync/": must be a branch name that'],
    [{ 'sync-branch': 'sync/a b' }, 'input "sync-branch" is "sync/a b": must be a branch name'],
    [{ method: 'Merge' }, 'input "method" is "Merge": must be one of auto, merge, linear'],
    [{ 'max-drift-files': 'many' }, 'input "max-drift-files" is "many": must be a whole number'],
    [{ 'auto-merge': 'true' }, 'input "auto-merge" is "true": must be one of off, squash, merge'],
    [{ language: 'de' }, 'input "language" is "de": must be one of en, ru'],
    [{ notify: 'http://chat.example/' }, 'input "notify" (secret, not shown) must be a list of'],
    [{ 'fail-on-conflict': 'yes' }, 'input "fail-on-conflict" is "yes": must be true or false'],
  ])('refuses %j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message);
  });
});
