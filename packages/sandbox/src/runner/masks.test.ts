import { describe, expect, it } from 'vitest';
import { createMasks } from './masks.ts';

describe('createMasks', () => {
  it('hides the longest value first, and each line of one with several', () => {
    const masks = createMasks(['abc', 'abcdef', 'key\nsecond line', '', ' ']);
    expect(masks.apply('abcdef abc second line "" ')).toBe('*** *** *** "" ');
    expect(masks.reveals('x key y')).toBe(true);
    expect(masks.reveals('nothing')).toBe(false);
  });

  it('takes regular expression characters literally', () => {
    expect(createMasks(['a.*$']).apply('axx a.*$')).toBe('axx ***');
  });
});
