/** Things to tell people: a code of a closed set with its data, and a text for it in every language. */
import { oneLine } from '@release-train/action-kit/text';

/** `M` maps each code to its data. */
export type Said<M, K extends keyof M = keyof M> = {
  readonly [P in K]: { readonly code: P } & M[P];
}[K];

/** A text for every code: one that is missing does not compile. */
export type Texts<M> = { readonly [P in keyof M]: (data: M[P]) => string };

export const textOf = <M, K extends keyof M>(said: Said<M, K>, texts: Texts<M>): string =>
  texts[said.code](said);

/** A name from outside as part of a sentence. */
export const quoted = (name: string, most = 60): string => `"${oneLine(name, most)}"`;
