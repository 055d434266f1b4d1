import { describe, expect, it } from 'vitest';
import { cutMarkdown } from './cut-markdown.ts';

describe('Markdown that is cut', () => {
  it('is whole where it fits', () => {
    expect(cutMarkdown('one\r\n\r\ntwo\n', 100)).toEqual({ text: 'one\n\ntwo', linesLeftOut: 0 });
  });

  it('keeps whole paragraphs and counts the lines left out', () => {
    expect(cutMarkdown('one\n\ntwo\nthree\n\nfour', 8)).toEqual({ text: 'one', linesLeftOut: 5 });
    expect(cutMarkdown('one\n\ntwo\nthree\n\nfour', 15).text).toBe('one\n\ntwo\nthree');
  });

  it.each([
    ['a code block', '```js\na\n\nb\n```'],
    ['a fence in a longer fence', '````\n```\n\nb\n````'],
    ['tildes', '~~~\na\n\nb\n~~~'],
    ['folded text', '<details><summary>x</summary>\n\nb\n\n</details>'],
    ['folded text in folded text', '<details>\n\n<details>\n\nb\n\n</details>\n\n</details>'],
  ])('is never cut inside %s', (_what, block) => {
    const text = `one\n\n${block}\n\nlast`;

    expect(cutMarkdown(text, text.length - 8).text).toBe('one');
    expect(cutMarkdown(text, text.length - 5).text).toBe(`one\n\n${block}`);
  });

  it('is empty where not even the first paragraph fits', () => {
    expect(cutMarkdown('x'.repeat(20), 10)).toEqual({ text: '', linesLeftOut: 1 });
  });
});
