/** What the rules of the repository will ask of whoever merges this release. */
import type { Language } from '@release-train/action-kit/language';
import { codeSpan } from '@release-train/action-kit/text';
import { methodsLeftOf, renderUnsigned } from '@release-train/github/branch-preflight';
import type { Choice } from './decide.ts';
import type { MergeFacts } from './facts.ts';
import { endsOf, type Place } from './place.ts';
import { preflightWords } from './preflight-words.ts';

interface About extends Pick<Choice, 'strategy'> {
  readonly place: Place;
  readonly language: Language;
}

/** One instruction per rule that bears on the release. */
export function renderPreflight(
  facts: MergeFacts,
  { strategy, place, language }: About,
): readonly string[] {
  const { rules, deletesHeadBranches, isHeadProtected } = facts;
  const words = preflightWords[language];
  const ends = { ...endsOf(place), merge: codeSpan('strategy: merge') };
  const isDirect = strategy === 'direct';
  const left = methodsLeftOf(facts);
  const [only] = left ?? [];
  const unsigned = renderUnsigned(place, language);
  const losesHead = isDirect && deletesHeadBranches === true && !isHeadProtected;
  return [
    ...(left?.length === 0 ? [words.noMethod(ends)] : []),
    ...(left?.length === 1 && only ? [words.onlyMethod(only)] : []),
    ...(isDirect && rules.requiresUpToDate ? [words.update(ends)] : []),
    ...(rules.requiresSignatures ? [isDirect ? words.signatures(ends) : unsigned] : []),
    ...(losesHead ? [words.losesHead(ends)] : []),
  ];
}
