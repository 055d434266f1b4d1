import { expect, it } from 'vitest';
import { findNamed, listNames } from './names.ts';

const things = [
  { id: 'id-1', name: 'api' },
  { id: 'id-2', name: 'web' },
  { id: 'id-3', name: 'Web' },
];
const at = { input: 'services', where: '"shop / production"' };

it.each([
  ['by id', 'id-2', 'id-2'],
  ['by name', 'api', 'id-1'],
  ['by name in another case', 'API', 'id-1'],
  ['by its exact case where two differ only in that', 'Web', 'id-3'],
])('finds a thing %s', (_name, wanted, id) => {
  expect(findNamed(things, wanted, at).id).toBe(id);
});

it('does not guess between names that differ only in case', () => {
  expect(() => findNamed(things, 'WEB', at)).toThrow('"WEB" does not exist');
});

it('proposes the nearest name, and none that is far', () => {
  expect(() => findNamed(things, 'apu', at)).toThrow(
    'input "services": "apu" does not exist in "shop / production"; did you mean "api"?',
  );
  expect(() => findNamed(things, 'scheduler', at)).toThrow(/production"$/);
});

it('lists 30 names and counts the rest', () => {
  const many = Array.from({ length: 32 }, (_, index) => ({ id: `${index}`, name: `s${index}` }));
  expect(listNames(many)).toMatch(/^s0, .*s29 and 2 more$/);
});
