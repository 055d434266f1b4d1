import { expect, it } from 'vitest';
import { missingOwners, ownersOf } from './code-owners.ts';

const text = `
# everything
*        @ada
*.md     @bob   # words
/pay/    @carol @dave
/pay/free/
`;

it.each([
  ['src/app.ts', ['ada']],
  ['docs/guide.md', ['bob']],
  ['pay/card.ts', ['carol', 'dave']],
  ['pay/free/x.ts', []],
])('%s belongs to %j', (path, owners) => {
  expect(ownersOf(text, path)).toEqual(owners);
});

it('asks one owner of each set, once', () => {
  const paths = ['a.ts', 'b.ts', 'c.md', 'pay/card.ts', 'pay/free/x'];
  expect(missingOwners(text, paths, ['dave'])).toEqual(['ada', 'bob']);
  expect(missingOwners(text, paths, ['ada', 'bob', 'carol'])).toEqual([]);
});
