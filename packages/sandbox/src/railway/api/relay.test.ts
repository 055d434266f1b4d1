import { expect, it } from 'vitest';
import { connection, looselyNewestFirst } from './relay.ts';

const items = Array.from({ length: 12 }, (_, index) => ({ id: `d${index}`, createdAt: index }));
const ids = (page: { edges: readonly { node: unknown }[] }) => page.edges.map(({ node }) => node);
const page = (asked: Parameters<typeof connection>[1]) => connection(items, asked, ({ id }) => id);

it('pages forward by cursor until nothing is left', () => {
  const first = page({ first: 10 });
  const second = page({ first: 10, after: first.pageInfo.endCursor });

  expect(first.pageInfo.hasNextPage).toBe(true);
  expect(ids(second)).toEqual(['d10', 'd11']);
  expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
});

it('pages backward', () => {
  expect(ids(page({ last: 2, before: 'd5' }))).toEqual(['d3', 'd4']);
});

it('has no cursor on an empty page', () => {
  expect(connection([], { first: 5 }, String).pageInfo).toEqual({
    startCursor: null,
    endCursor: null,
    hasPreviousPage: false,
    hasNextPage: false,
  });
});

it('refuses a cursor it never gave', () => {
  expect(() => page({ after: 'nonsense' })).toThrow('Unknown cursor "nonsense"');
});

it('lists newest first only by and large, the same way each time', () => {
  const listed = looselyNewestFirst(items).map(({ createdAt }) => createdAt);

  expect(new Set(listed.slice(0, 5))).toEqual(new Set([11, 10, 9, 8, 7]));
  expect(listed).not.toEqual([...listed].sort((a, b) => b - a));
  expect(looselyNewestFirst([...items].reverse()).map(({ createdAt }) => createdAt)).toEqual(
    listed,
  );
});
