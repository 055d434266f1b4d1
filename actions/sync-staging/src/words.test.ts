import { expect, it } from 'vitest';
import { words } from './words.ts';

/** Stands for any value a text may take. */
const anything: unknown = new Proxy(() => 'x', {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => 3 : anything),
});

const said = (text: unknown): string =>
  typeof text === 'function' ? String(text(anything)) : String(text);

it('the words are the same in both languages, none left untranslated', () => {
  const [en, ru] = [Object.entries(words.en), Object.entries(words.ru)];

  expect(ru.map(([key]) => key)).toEqual(en.map(([key]) => key));
  const same = en.filter(([, text], at) => said(text) === said(ru[at]?.[1]));
  expect(same.map(([key]) => key)).toEqual(['toldLink']);
});
