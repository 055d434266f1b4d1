import type { Language } from '@release-train/action-kit/language';
import { textOf } from './said.ts';
import type { Waiting, Why } from './why.ts';
import { waitingWords, whyWords } from './why-words.ts';

/** In words, with names and values; plain text of one line. */
export const whyText = (why: Why, language: Language = 'en'): string =>
  textOf(why, whyWords[language]);

/** What is waited for, for the log. */
export const waitingText = (on: readonly Waiting[]): string =>
  on.map((one) => textOf(one, waitingWords.en)).join(', ');
