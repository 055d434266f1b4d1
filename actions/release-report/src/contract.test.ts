import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const read = (inputs: Record<string, string>) =>
  readInputs(contract, new FakeRunner({ 'github-token': 'ghs_token', ...inputs }));

describe('the inputs of release-report', () => {
  it('have a default for all but the token', () => {
    expect(read({})).toMatchObject({
      ...{ environment: 'production', head: 'staging', comment: true, language: 'en' },
      ...{ 'dry-run': false, 'token-type': 'auto', expect: undefined, commit: undefined },
    });
  });

  it('take stages in any order, each once', () => {
    expect(read({ expect: 'sync\nmerge, sync' }).expect).toEqual(['sync', 'merge']);
  });

  it.each([
    [{ language: 'de' }, 'input "language" is "de": must be one of en, ru'],
    [
      { expect: 'merge, lunch' },
      /input "expect" is "merge, lunch": must be a list of staging, pull/,
    ],
    [
      { 'pull-request': '#8' },
      'input "pull-request" is "#8": must be a whole number of at least 1',
    ],
    [{ commit: 'abc' }, /input "commit" is "abc": must be a full commit SHA/],
    [{ evidence: '[]' }, /input "evidence".*not a JSON object/],
    [{ project: 'shop' }, /input "railway-token" is required with "project"/],
  ])('refuse %j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message);
  });

  it('are all named where several are wrong', () => {
    expect(() => read({ language: 'de', commit: 'abc' })).toThrow(/^2 inputs are wrong/);
  });

  it('hide the tokens before anything is parsed', () => {
    const runner = new FakeRunner({ 'github-token': 'ghs_token', 'railway-token': 'rail-token' });
    readInputs(contract, runner);
    expect(runner.masks).toEqual(expect.arrayContaining(['ghs_token', 'rail-token']));
  });
});
