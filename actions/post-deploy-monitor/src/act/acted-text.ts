import type { Language } from '@release-train/action-kit/language';
import { textOf } from '../said.ts';
import type { Acted, ServiceRollback } from './acted.ts';
import { deedWords, fateWords } from './deed-words.ts';

/** What was done, or why not and what a person should do: plain texts of one line. */
export const actedTexts = ({ services, deeds }: Acted, language: Language = 'en'): string[] => [
  ...Object.values(services).map((service) => fateText(service, language)),
  ...deeds.map((deed) => textOf(deed, deedWords[language])),
];

/** The same in one. */
export const actedText = (acted: Acted, language: Language = 'en'): string =>
  actedTexts(acted, language).join('; ');

/** What became of one service. */
export const fateText = ({ fate }: ServiceRollback, language: Language = 'en'): string =>
  textOf(fate, fateWords[language]);
