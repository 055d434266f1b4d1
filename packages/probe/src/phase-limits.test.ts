import { describe, expect, it } from 'vitest';
import { PhaseLimits } from './phase-limits.ts';

describe('limits of phases', () => {
  it('are read by name', () => {
    expect(PhaseLimits.parse('connect=2s, first-byte = 500ms\nbody=1m')).toEqual({
      connect: 2_000,
      'first-byte': 500,
      body: 60_000,
    });
  });

  it.each([
    ['handshake=1s', '"handshake=1s" is not one'],
    ['connect', '"connect" is not one'],
    ['connect=soon', '"connect=soon" is not one'],
    ['connect=0s', '"connect=0s" is not one'],
    ['connect=1s, connect=2s', '"connect" occurs twice'],
  ])('%s are refused', (text, message) => {
    expect(PhaseLimits.safeParse(text).error?.issues[0]?.message).toContain(message);
  });
});
