import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { answer, open, token } from './opened.suite.ts';
import { suiteWorld } from './railway.suite.ts';
import { mayHaveHappened } from './session.ts';

describe('an order', () => {
  const faults: readonly (readonly [string, ReturnType<typeof answer>, boolean])[] = [
    ['502 with HTML', answer(502, '<html>Bad gateway</html>'), true],
    ['200 with HTML', answer(200, '<html>Just a moment</html>'), true],
    ['429', answer(429, { errors: [{ message: 'slow' }] }, { 'retry-after': '7' }), false],
    ['no data and no error', answer(200, { data: null }), true],
    ['another shape', answer(200, { data: { deploymentRollback: 'yes' } }), true],
    [
      'a failing resolver',
      answer(200, { errors: [{ message: 'Problem processing request' }] }),
      true,
    ],
    ['a refusal', answer(200, { errors: [{ message: 'Commit not found' }], data: null }), false],
    ['"false"', answer(200, { data: { deploymentRollback: false } }), false],
    ['401', answer(401, { errors: [{ message: 'no' }] }), false],
    ['a reset', { fault: (response: ServerResponse) => Boolean(response.destroy()) }, true],
  ];

  it.each(faults)('is sent once, whatever the answer: %s', async (_name, { fault }, mayBe) => {
    await using opened = await open({
      projectToken: token,
      fault: (response, _count, operation) => operation === 'Rollback' && fault(response),
    });
    await opened.railway.readPlace({});
    const error = await opened.railway.rollBack('web-old').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(mayHaveHappened(error)).toBe(mayBe);
    expect(opened.server.requests).toHaveLength(2);
    expect(opened.clock.slept).toEqual([]);
  });
});

describe('the environment of a pull request', () => {
  const pullRequest = { number: 7, repository: 'Octo/Shop' };
  const world = {
    ...suiteWorld,
    otherEnvironments: [
      { id: 'e-6', name: 'shop-pr-6', pullRequest: { number: 6, repository: 'octo/shop' } },
      { id: 'e-8', name: 'pr', pullRequest: { number: 7, repository: 'octo/blog' } },
      { id: 'e-7', name: 'odd name', pullRequest: { number: 7, repository: 'octo/shop' } },
    ],
  };

  it('is found by its number and repository, whatever its name', async () => {
    await using opened = await open({ accountToken: token, world });
    const place = await opened.railway.readPlace({ project: 'shop', pullRequest });
    expect(place).toMatchObject({ environmentId: 'e-7', environmentName: 'odd name' });
  });

  it('may not exist yet, which has a code of its own', async () => {
    await using opened = await open({ accountToken: token });
    await expect(opened.railway.readPlace({ project: 'shop', pullRequest })).rejects.toMatchObject({
      code: 'no-environment',
      message: 'project "shop" has no environment of pull request #7',
      hint: expect.stringContaining('There is: production.'),
    });
  });

  it('is not looked for where an environment is named, or the token has its own', async () => {
    await using named = await open({ accountToken: token, world });
    const names = { project: 'shop', environment: 'production', pullRequest };
    expect((await named.railway.readPlace(names)).environmentName).toBe('production');
    await using bound = await open({ projectToken: token, world });
    expect((await bound.railway.readPlace({ pullRequest })).environmentName).toBe('production');
  });
});
