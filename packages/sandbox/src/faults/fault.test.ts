import { expect, it } from 'vitest';
import { type Fault, isCarriedOut, isMeant } from './fault.ts';
import { everyHarm, reset } from './harms.ts';

const pulls = { method: 'POST', path: '/api/v3/repos/acme/shop/pulls', operations: [] };
const query = { method: 'POST', path: '/graphql/v2', operations: ['Preflight', 'environment'] };

it.each<[string, Fault['at'], boolean]>([
  ['the third request', { request: 3 }, true],
  ['the second request', { request: 2 }, false],
  ['every route', {}, true],
  ['a method', { method: 'POST' }, true],
  ['another method', { method: 'GET' }, false],
  ['a path', { path: /\/pulls$/ }, true],
  ['another path', { path: /\/issues$/ }, false],
  ['a path of another method', { method: 'GET', path: /\/pulls$/ }, false],
  ['an operation, to a REST request', { operation: 'Preflight' }, false],
])('knows whether a fault for %s is meant for the third request', (_name, at, meant) => {
  expect(isMeant({ at, harm: reset }, pulls, 3)).toBe(meant);
});

it.each([
  ['Preflight', true],
  ['environment', true],
  ['FindDeployments', false],
])('knows the operation %s by its name or root field: %s', (operation, meant) => {
  expect(isMeant({ at: { operation }, harm: reset }, query, 1)).toBe(meant);
});

it('lets the server work only where the harm comes after the effect', () => {
  const done = Object.entries(everyHarm).filter(([, harm]) => isCarriedOut(harm));

  expect(done.map(([name]) => name)).toEqual([
    '504 after the effect',
    'lost answer',
    'truncated JSON',
    'partial GraphQL errors',
  ]);
});
