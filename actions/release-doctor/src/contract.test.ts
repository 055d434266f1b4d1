import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const read = (inputs: Record<string, string> = {}) => readInputs(contract, new FakeRunner(inputs));

describe('the inputs of release-doctor', () => {
  it('have a default each, or may be left out', () => {
    expect(read()).toEqual({
      path: '.github/workflows',
      vars: undefined,
      'secret-names': undefined,
      live: false,
      'github-token': undefined,
      'fail-on': 'error',
    });
  });

  it.each([
    ['vars', '[]', 'is "[]": must be a JSON object of texts'],
    ['vars', 'null', 'is "null": must be a JSON object of texts'],
    ['vars', '{"A": 1}', 'is "{"A": 1}": must be a JSON object of texts'],
    ['vars', '{', 'is "{": must be a JSON object of texts'],
    ['live', 'yes', 'is "yes": must be true or false'],
    ['fail-on', 'Error', 'is "Error": must be one of error, warning, never'],
  ])('refuse %s %j', (name, value, problem) => {
    expect(() => read({ [name]: value })).toThrow(`input "${name}" ${problem}`);
  });

  it('tell no variables from none given', () => {
    expect(read({ vars: '{}' }).vars).toEqual(new Map());
    expect(read({ vars: '{"A":"1"}' }).vars).toEqual(new Map([['A', '1']]));
  });
});
