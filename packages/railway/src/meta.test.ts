import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMeta } from './meta.ts';

const sha = 'AbCdEf0123'.repeat(4);

it.each([
  ['an object', { commitHash: sha, imageDigest: 'sha256:1', skippedReason: 'x' }],
  [
    'JSON in a string',
    JSON.stringify({ commitHash: sha, imageDigest: 'sha256:1', skippedReason: 'x' }),
  ],
])('reads %s, with the SHA in lower case', (_name, meta) => {
  expect(parseMeta(meta)).toEqual({
    commit: sha.toLowerCase(),
    imageDigest: 'sha256:1',
    skippedReason: 'x',
  });
});

it('ignores keys of the wrong type and keeps the others', () => {
  expect(parseMeta({ commitHash: 7, imageDigest: 'sha256:1', skippedReason: {} })).toEqual({
    imageDigest: 'sha256:1',
  });
});

it('takes an abbreviated SHA for none', () => {
  expect(parseMeta({ commitHash: 'abcdef0' })).toEqual({});
});

it('reads whatever comes without failing, and only ever whole SHAs', () => {
  const odd = fc.oneof(
    fc.anything(),
    fc.json(),
    fc.record({ commitHash: fc.anything(), imageDigest: fc.anything() }),
  );
  fc.assert(
    fc.property(odd, (meta) => {
      const { commit, imageDigest } = parseMeta(meta);
      expect(commit ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}$/);
      expect(typeof (imageDigest ?? '')).toBe('string');
    }),
  );
});
