import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  Branch,
  choice,
  count,
  Duration,
  Flag,
  formOf,
  type InputType,
  Interval,
  inputType,
  isBranchName,
  Json,
  List,
  Percentage,
  Sha,
  Text,
  Url,
} from './vocabulary.ts';

const read = <T>(type: InputType<T>, text: string): T | string => {
  const result = type.safeParse(text);
  return result.success ? result.data : `refused: ${result.error.issues[0]?.message}`;
};

const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const types = {
  Text,
  Duration,
  Interval,
  Sha,
  Flag,
  Percentage,
  'count(0)': count(0),
  'count(3)': count(3),
  'count(1, 10)': count(1, 10),
  'choice(auto, merge)': choice('auto', 'merge'),
  List,
  Json,
  Branch,
  Url,
};

describe('an input word accepts', () => {
  it.each([
    ['Text', ' as it is ', ' as it is '],
    ['Duration', '500ms', 500],
    ['Duration', '0s', 0],
    ['Duration', '1h30m', 5_400_000],
    ['Duration', '1.5s', 1500],
    ['Duration', '24h', 86_400_000],
    ['Interval', '100ms', 100],
    ['Sha', sha.toUpperCase(), sha],
    ['Flag', 'true', true],
    ['Flag', 'false', false],
    ['Percentage', '0.5%', 0.005],
    ['Percentage', '100%', 1],
    ['count(1, 10)', '10', 10],
    ['count(0)', '0', 0],
    ['choice(auto, merge)', 'merge', 'merge'],
    ['List', 'a, b\n\n c ,', ['a', 'b', 'c']],
    ['Json', '{"a":[1,null]}', { a: [1, null] }],
    ['Json', 'null', null],
    ['Branch', 'release/next', 'release/next'],
    ['Url', 'https://app.test/x?y=1', new URL('https://app.test/x?y=1')],
  ] as const)('for %s %j the value %j', (type, text, expected) => {
    expect(read<unknown>(types[type], text)).toEqual(expected);
  });
});

const durationForm = 'must be a duration such as 500ms, 30s, 10m or 1h30m';

describe('an input word refuses', () => {
  it.each([
    ['Duration', '', durationForm],
    ['Duration', ' ', durationForm],
    ['Duration', '30', durationForm],
    ['Duration', '30S', durationForm],
    ['Duration', '-5s', durationForm],
    ['Duration', '1 m', durationForm],
    ['Duration', '25h', `${durationForm} (at most 24h)`],
    ['Interval', '99ms', 'must be a duration of at least 100ms, such as 1s'],
    ['Interval', 'soon', 'must be a duration of at least 100ms, such as 1s'],
    ['Sha', sha.slice(1), 'must be a full commit SHA of 40 hexadecimal digits'],
    ['Sha', `${sha} `, 'must be a full commit SHA of 40 hexadecimal digits'],
    ['Sha', 'main', 'must be a full commit SHA of 40 hexadecimal digits'],
    ['Flag', '', 'must be true or false'],
    ['Flag', 'True', 'must be true or false'],
    ['Flag', 'yes', 'must be true or false'],
    ['Flag', 'constructor', 'must be true or false'],
    ['Percentage', '1', 'must be a percentage such as 1% or 0.5%'],
    ['Percentage', '101%', 'must be a percentage such as 1% or 0.5%'],
    ['count(1, 10)', '0', 'must be a whole number from 1 to 10'],
    ['count(1, 10)', '11', 'must be a whole number from 1 to 10'],
    ['count(1, 10)', '2.5', 'must be a whole number from 1 to 10'],
    ['count(1, 10)', '1e1', 'must be a whole number from 1 to 10'],
    ['count(3)', '2', 'must be a whole number of at least 3'],
    ['choice(auto, merge)', 'Auto', 'must be one of auto, merge'],
    ['choice(auto, merge)', '', 'must be one of auto, merge'],
    ['Branch', 'a b', 'must be a branch name such as staging or release/next'],
    ['Url', 'app.test', 'must be an absolute http(s) URL'],
    ['Url', 'file:///etc/passwd', 'must be an absolute http(s) URL'],
  ] as const)('as %s %j', (type, text, message) => {
    expect(read<unknown>(types[type], text)).toBe(`refused: ${message}`);
  });

  it('JSON with what the parser says', () => {
    expect(read(Json, '{"a":')).toBe('refused: must be JSON (Unexpected end of JSON input)');
  });

  it('with one harmless line, however loud the parser is', () => {
    const Loud = inputType('quiet', (): number => {
      throw new Error('line one\n::error::line two');
    });
    expect(read(Loud, 'x')).toBe('refused: must be quiet (line one :\u200b:error::line two)');
  });
});

it('a type made elsewhere has the form "text"', () => {
  expect(formOf({})).toBe('text');
  expect(formOf(Flag)).toBe('true or false');
});

describe('a branch name', () => {
  const names = [
    'main',
    'release/{head}-to-{base}',
    'a/b/c',
    'ünïcode',
    'a@b',
    '',
    'a..b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?b',
    'a*',
    'a[b',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a@{1}',
    '-a',
    'a\u0007',
  ];

  it('is accepted exactly where git accepts it', () => {
    const accepted = names.filter(
      (name) => spawnSync('git', ['check-ref-format', '--branch', name]).status === 0,
    );
    expect(names.filter(isBranchName)).toEqual(accepted);
  });

  it('is not "@", which git takes for HEAD', () => {
    expect(isBranchName('@')).toBe(false);
  });
});
