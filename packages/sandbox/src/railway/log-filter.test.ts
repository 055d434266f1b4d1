import { expect, it } from 'vitest';
import { parseLogFilter } from './log-filter.ts';

const entry = {
  text: 'GET /checkout failed badly',
  attributes: { httpStatus: 503, path: '/checkout', method: 'GET' },
};

it.each([
  ['', true],
  ['CHECKOUT', true],
  ['"failed badly"', true],
  ['"badly failed"', false],
  ['failed absent', false],
  ['failed AND badly', true],
  ['absent OR failed', true],
  ['-failed', false],
  ['-absent failed', true],
  ['@httpStatus:>=500', true],
  ['@httpStatus:>503', false],
  ['@httpStatus:<=503', true],
  ['@httpStatus:<500', false],
  ['@httpStatus:500..599', true],
  ['@httpStatus:400..499', false],
  ['@path:/checkout', true],
  ['@path:"/checkout" @method:POST', false],
  ['-@method:POST', true],
  ['@unknown:1', false],
])('%s → %s', (filter, matches) => {
  expect(parseLogFilter(filter)(entry)).toBe(matches);
});

it('refuses parentheses by name', () => {
  expect(() => parseLogFilter('(a OR b) c')).toThrow(
    'not supported by the sandbox: parentheses in the log filter at "(a"',
  );
});
