/**
 * The languages people are addressed in. Logs and errors stay English.
 *
 * A room that writes for people keeps its words in a catalogue of its own, `<room>-words.ts`:
 *
 *     const en = {
 *       nothingLeft: (base: string) => `Nothing is left to bring to ${base}.`,
 *       files: (amount: number) => counted('en', amount, { one: 'file', other: 'files' }),
 *     };
 *     const ru: typeof en = {
 *       nothingLeft: (base) => `Больше нечего переносить в ${base}.`,
 *       files: (amount) => counted('ru', amount, { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' }),
 *     };
 *     export const words = { en, ru };
 *
 * and renders with `words[language]`. `typeof en` makes a forgotten or superfluous text of another
 * language a compile error. Texts take values, never pieces of sentences, as word order differs.
 */
export const languages = ['en', 'ru'] as const;

export type Language = (typeof languages)[number];

/** The forms of a noun by CLDR category; `other` is the one for what has no form of its own. */
export interface NounForms extends Partial<Record<Intl.LDMLPluralRule, string>> {
  readonly other: string;
}

/** `1 file`, `1,200 files`, `2 файла`, `5 файлов`. */
export function counted(language: Language, amount: number, noun: NounForms): string {
  const form = new Intl.PluralRules(language).select(amount);
  return `${amount.toLocaleString(language)} ${noun[form] ?? noun.other}`;
}
