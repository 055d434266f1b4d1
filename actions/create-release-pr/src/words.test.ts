import { autoMergeWords } from '@release-train/github/auto-merge-words';
import { describe, expect, it } from 'vitest';
import { blockWords } from './block-words.ts';
import { noticeWords } from './notice-words.ts';
import { preflightWords } from './preflight-words.ts';
import { reasonWords } from './reason-words.ts';
import { summaryWords } from './summary-words.ts';

/** Stands for any value a text may take. */
const anything: unknown = new Proxy(() => 'x', {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => 3 : anything),
});

const said = (words: unknown): string =>
  typeof words === 'function' ? String(words(anything)) : String(words);

describe.each(
  Object.entries({
    autoMergeWords,
    blockWords,
    noticeWords,
    preflightWords,
    reasonWords,
    summaryWords,
  }),
)('%s', (_name, words) => {
  it('has the same texts in both languages, none left untranslated', () => {
    const [en, ru] = [Object.entries(words.en), Object.entries(words.ru)];

    expect(ru.map(([key]) => key)).toEqual(en.map(([key]) => key));
    const same = en.filter(([, text], at) => said(text) === said(ru[at]?.[1]));
    expect(same.map(([key]) => key)).toEqual([]);
    expect(ru.map(([, text]) => said(text)).filter((text) => !/[а-я]/i.test(text))).toEqual([]);
  });
});
