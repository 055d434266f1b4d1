import { describe, expect, it } from 'vitest';
import { movedOn, resultOfBoth } from './moved-on.ts';

it('names the branches that have another tip by now, or none', async () => {
  const now = new Map([
    ['main', '1'],
    ['staging', '3'],
  ]);
  const branch = async (name: string) => {
    const sha = now.get(name);
    return sha ? { name, sha, tree: '', isProtected: false } : undefined;
  };
  const read = [
    { name: 'main', sha: '1' },
    { name: 'staging', sha: '2' },
    { name: 'gone', sha: '4' },
  ];

  expect(await movedOn({ branch }, read)).toEqual(['staging', 'gone']);
});

describe('the result of a run that looked twice', () => {
  it.each([
    ['created', 'updated', 'created'],
    ['created', 'unchanged', 'created'],
    ['updated', 'unchanged', 'updated'],
    ['created', 'conflicted', 'conflicted'],
    ['conflicted', 'updated', 'updated'],
    ['updated', 'closed', 'closed'],
    ['closed', 'created', 'created'],
  ])('of %s and then %s is %s', (...[first, second, verdict]) => {
    expect(resultOfBoth({ verdict: first }, { verdict: second })).toEqual({
      verdict,
      isHeldBack: false,
    });
  });

  it.each([
    [true, false, true],
    [false, true, true],
    [undefined, undefined, false],
  ])('has workflows that wait where either pass had: %s, %s', (first, second, isHeldBack) => {
    const pass = (waits: boolean | undefined, number: number) => ({
      ...{ verdict: 'updated', number },
      ...(waits === undefined ? {} : { isHeldBack: waits }),
    });

    const both = resultOfBoth(pass(first, 1), pass(second, 2));

    expect(both).toEqual({ verdict: 'updated', number: 2, isHeldBack });
  });
});
