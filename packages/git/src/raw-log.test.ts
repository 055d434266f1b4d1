import { describe, expect, it } from 'vitest';
import { collect } from './git-stream.ts';
import { readablePath } from './line.ts';
import { parseChanges, parseLog } from './raw-log.ts';

const id = (digit: string): string => digit.repeat(40);
const entry = (before: string, after: string, status = 'M'): string =>
  `:${before} ${after} ${status}`;
const change = `:100644 100755 ${id('1')} ${id('2')} M\0a.sh\0`;

async function* inPieces(text: string, size: number): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

describe('the raw log', () => {
  const log = [
    `\x02${id('a')} 100 ${id('9')} ${id('8')}\0\n${change}`,
    `:000000 160000 ${id('0')} ${id('3')} A\0vendor/lib\0`,
    `\x02${id('b')} 200 ${id('a')}\0`,
    `\x02${id('c')} -5 \0\n:120000 000000 ${id('4')} ${id('0')} D\0:100644 odd\0`,
  ].join('');

  it.each([1, 7, 4096])('is read as it comes, in pieces of %i', async (size) => {
    expect(await collect(parseLog(inPieces(log, size)))).toEqual([
      {
        sha: id('a'),
        parent: id('9'),
        committedAt: 100,
        changes: [
          { path: 'a.sh', before: `100644 ${id('1')}`, after: `100755 ${id('2')}` },
          { path: 'vendor/lib', before: '', after: `160000 ${id('3')}` },
        ],
      },
      { sha: id('b'), parent: id('a'), committedAt: 200, changes: [] },
      {
        sha: id('c'),
        parent: undefined,
        committedAt: -5,
        changes: [{ path: ':100644 odd', before: `120000 ${id('4')}`, after: '' }],
      },
    ]);
  });

  it('of nothing is nothing', async () => {
    expect(await collect(parseLog(inPieces('', 1)))).toEqual([]);
  });

  it('is refused where it is none', async () => {
    await expect(collect(parseLog(inPieces('warning: what\0', 99)))).rejects.toThrow('warning');
  });
});

describe('the difference of two trees', () => {
  it('takes no path for an entry, whatever it looks like', async () => {
    const hostile = entry('100644 100644', `${id('1')} ${id('2')}`);
    const text = `${change}${change.replace('a.sh', hostile)}`;

    const changes = await parseChanges(inPieces(text, 3));

    expect(changes.map(({ path }) => path)).toEqual(['a.sh', hostile]);
  });

  it('keeps the bytes of a path; people read it with marks for what is not UTF-8', () => {
    expect(readablePath('gr\xc3\xbcn \xff')).toBe('grün \ufffd');
  });
});
