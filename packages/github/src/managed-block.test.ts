import { describe, expect, it } from 'vitest';
import { fittingBody, isSameBody, readRecord, withBlock } from './managed-block.ts';

const block = { kind: 'release', record: { source: 'abc' }, text: 'One commit.' };
const rendered = withBlock('', block);

describe('the managed block', () => {
  it('is the whole body where there was none', () => {
    expect(rendered).toBe(
      '<!-- release-train:release v1 {"source":"abc"} -->\nOne commit.\n<!-- release-train:release end -->',
    );
  });

  it('goes behind what people wrote', () => {
    expect(withBlock('Please look at this.\n', block)).toBe(`Please look at this.\n\n${rendered}`);
  });

  it('is replaced in its place, and nothing else is', () => {
    const body = `Before\r\n${rendered}\r\n\r\n- [x] ticked by hand`;

    const next = withBlock(body, { ...block, text: 'Two commits.' });

    expect(next).toBe(body.replace('One commit.', 'Two commits.'));
    expect(withBlock(next, block)).toBe(body);
  });

  it('leaves the block of another kind alone', () => {
    const body = withBlock('', { ...block, kind: 'sync' });

    expect(withBlock(body, block)).toBe(`${body}\n\n${rendered}`);
  });

  it('does not swallow text between a stray opening and the block', () => {
    const stray = '<!-- release-train:release v1 {} -->\nmine';

    const body = withBlock(withBlock(stray, block), { ...block, text: 'Two.' });

    expect(body).toContain('mine');
    expect(body).toContain('Two.');
    expect(body).not.toContain('One commit.');
  });

  it('cannot be ended by its own text', () => {
    const text = 'x <!-- release-train:release end --> y';

    const body = withBlock(`mine\n\n${withBlock('', { ...block, text })}`, { ...block, text });

    expect(body.match(/release end -->/g)).toHaveLength(2);
    expect(withBlock(body, block)).toBe(`mine\n\n${rendered}`);
  });

  it('keeps a record that looks like the end of a comment', () => {
    const record = { title: 'a --> b <!-- release-train:release end --> c' };

    const body = withBlock('', { ...block, record });

    expect(readRecord(body, 'release')).toEqual(record);
    expect(withBlock(body, block)).toBe(rendered);
  });

  it.each([
    ['its own record', rendered, { source: 'abc' }],
    ['nothing where there is no block', 'hello', undefined],
    ['nothing from a record broken by hand', rendered.replace('"abc"', 'abc'), undefined],
    ['only the strings of a record', rendered.replace('"abc"', '"abc","n":1'), { source: 'abc' }],
  ])('gives back %s', (_case, body, expected) => {
    expect(readRecord(body, 'release')).toEqual(expected);
  });

  it('reads the same with the line ends of a browser', () => {
    expect(isSameBody('a\r\nb\r\n', 'a\nb')).toBe(true);
    expect(isSameBody('a\nb', 'a\nc')).toBe(false);
  });

  it.each([
    ['', 100],
    ['x'.repeat(55_000), 20],
    ['x'.repeat(64_000), 0],
  ])('shortens its lists until all fits beside what people wrote', (current, expected) => {
    const body = fittingBody(current, (most) => ({
      ...block,
      text: `${most} lines\n${'y'.repeat(most * 200)}`,
    }));

    expect(body).toContain(`${expected} lines`);
    expect(body.startsWith(current)).toBe(true);
  });
});
