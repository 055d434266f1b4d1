/** The words of a report, in each language. */
import type { Language } from '@release-train/action-kit/language';
import { en, type Words } from './words-en.ts';
import { ru } from './words-ru.ts';

export type { Words };

export const words: Readonly<Record<Language, Words>> = { en, ru };
