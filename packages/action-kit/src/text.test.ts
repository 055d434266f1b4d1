import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeBlock,
  codeSpan,
  duration,
  forLog,
  forMarkdown,
  hideUrlSecrets,
  oneLine,
  table,
} from './text.ts';

/** Strings made of what attacks are made of. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        '##[',
        '\n',
        '\r',
        '\r\n',
        '\u2028',
        '\u0085',
        ' ',
        '\t',
        '`',
        '|',
        '\\',
      ),
      fc.constantFrom('\u001b[31m', '\u001b]8;;x\u0007', '\u001b', '\u009b', '\u202e', '\u061c'),
      fc.constantFrom(
        '@octocat',
        '#1',
        'GH-2',
        '&#64;octocat',
        '<!--',
        '://',
        'www.',
        '🙂',
        '#',
        ':',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('text for the log', () => {
  it.each([
    ['::error::pwned', ':\u200b:error::pwned'],
    ['a\n  ::add-mask::x', 'a\n  :\u200b:add-mask::x'],
    ['a\r::stop-commands::x', 'a\n:\u200b:stop-commands::x'],
    ['x ##[error]y', 'x #\u200b#[error]y'],
    [':\u0000:error::x', ':\u200b:error::x'],
    ['std::vector', 'std::vector'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007', 'link'],
    ['\u202eabc\u2066\u061c', 'abc'],
    ['tab\tand\nnewline stay', 'tab\tand\nnewline stay'],
  ])('of %j is %j', (text, expected) => {
    expect(forLog(text)).toBe(expected);
  });

  it('has no line the runner takes for a command, whatever goes in', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = forLog(text);
        expect(
          safe.split(/\r\n|[\n\r\u0085\u2028\u2029]/).filter((line) => /^\s*::/.test(line)),
        ).toEqual([]);
        expect(safe).not.toContain('##[');
        expect(safe).not.toMatch(/[\u001b\u009b\r\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('is not changed by a second pass', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(forLog(forLog(text))).toBe(forLog(text));
      }),
    );
  });
});

describe('one line', () => {
  it('joins lines and cuts with an ellipsis', () => {
    expect(oneLine(' a\n\n b\tc ')).toBe('a b c');
    expect(oneLine('abcdef', 4)).toBe('abc…');
    expect(oneLine('abcd', 4)).toBe('abcd');
  });

  it('does not cut a character in two', () => {
    expect(oneLine('ab🙂d', 4)).toBe('ab…');
  });

  it('is one line within the limit and no command, whatever goes in', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const line = oneLine(text, limit);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line).not.toMatch(/[\n\r\u2028\u2029]|^\s*::|##\[/);
      }),
    );
  });
});

describe('text for Markdown', () => {
  it.each([
    ['**bold** _it_ ~~no~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['[x](https://evil.test)', '\\[x\\](https:\u200b//evil.test)'],
    ['![x](y)', '\\!\\[x\\](y)'],
    ['<img src=x> <!-- release-train:pr -->', '\\<img src=x\\> \\<\\!-- release-train:pr --\\>'],
    ['by @octocat', 'by @\u200boctocat'],
    ['by &#64;octocat', 'by \\&#\u200b64;octocat'],
    ['closes #12 and GH-3', 'closes #\u200b12 and GH-\u200b3'],
    ['see www.evil.test', 'see www\u200b.evil.test'],
    ['a | b', 'a \\| b'],
    ['# head', '\\# head'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['===', '\\==='],
    ['\\`x', '\\\\\\`x'],
  ])('of %j is %j', (text, expected) => {
    expect(forMarkdown(text)).toBe(expected);
  });

  it('mentions and links nobody, whatever goes in', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = forMarkdown(text);
        expect(safe).not.toMatch(/@[A-Za-z0-9]|#\d|\bGH-\d|:\/\/|\bwww\./i);
        // Outside of an escape there is no character that opens markup or closes a table cell.
        expect(safe.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[\\`*_[\]<>|~!&]/);
      }),
    );
  });
});

describe('code', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`x``', '``` `x`` ```'],
    ['', '`  `'],
    ['a|b', '`a\\|b`'],
    ['two\nlines', '`two lines`'],
  ])('span of %j is %j', (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  it('span cannot be closed from inside', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, fence = '', inside = ''] =
          /^(`+)([^`](?:.*[^`])?)\1$/su.exec(codeSpan(text)) ?? [];
        expect(fence).not.toBe('');
        expect(inside.match(/`+/g) ?? []).not.toContain(fence);
        expect(inside.replaceAll('\\|', '')).not.toContain('|');
        expect(inside).not.toContain('\n');
      }),
    );
  });

  it('block has a fence longer than any inside', () => {
    expect(codeBlock('a\n```\n::x::')).toBe('````text\na\n```\n:\u200b:x::\n````');
  });

  it('block cannot be closed from inside', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [first = '', ...lines] = codeBlock(text).split('\n');
        const fence = first.replace('text', '');
        expect(lines.pop()).toBe(fence);
        expect(lines.filter((line) => line.trim().startsWith(fence))).toEqual([]);
      }),
    );
  });

  it('block says that it was cut', () => {
    expect(codeBlock('abcdef', 3)).toBe('```text\nabc\n… (cut)\n```');
  });
});

it('a table has a head, a rule and rows', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});

describe('secrets of URLs', () => {
  it.each([
    ['https://user:pw@host/x', 'https://***@host/x'],
    ['see https://h/x?token=abc&y=1 now', 'see https://h/x?*** now'],
    ['ftp://u:p@ss@h/', 'ftp://***@h/'],
    ['a@b.test and what?', 'a@b.test and what?'],
  ])('in %j are hidden: %j', (text, expected) => {
    expect(hideUrlSecrets(text)).toBe(expected);
  });
});

describe('a duration for people', () => {
  it.each([
    [0, '0ms'],
    [450.4, '450ms'],
    [999.6, '1s'],
    [1000, '1s'],
    [83_000, '1m 23s'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [3_661_000, '1h 1m 1s'],
  ])('of %d ms is %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});
