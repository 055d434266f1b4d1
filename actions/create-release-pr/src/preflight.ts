/** What the rules of the repository will ask of whoever merges this release. */
import { codeSpan } from '@release-train/action-kit/text';
import type { Choice } from './decide.ts';
import type { MergeFacts } from './facts.ts';
import type { Place } from './place.ts';

/** One instruction per rule that bears on the release, for the job summary. */
export function renderPreflight(
  facts: MergeFacts,
  { strategy }: Pick<Choice, 'strategy'>,
  { head, base }: Place,
): readonly string[] {
  const { rules, methods, deletesHeadBranches, isHeadProtected } = facts;
  const isDirect = strategy === 'direct';
  const left = methodsLeft(facts);
  const wantsUpdate = isDirect && rules.requiresUpToDate;
  const losesHead = isDirect && deletesHeadBranches === true && !isHeadProtected;
  return [
    ...(left.length === 0 && methods !== undefined
      ? [
          `The rules of ${codeSpan(base)} and the settings of the repository leave no way to merge: allow squash merging in both.`,
        ]
      : []),
    ...(left.length === 1 ? [`Merge it by ${left[0]}: nothing else is allowed.`] : []),
    ...(wantsUpdate
      ? [
          `${codeSpan(base)} wants branches up to date before they merge, and updating this one writes to ${codeSpan(head)}: set ${codeSpan('strategy: merge')}, whose branch always holds ${codeSpan(base)}.`,
        ]
      : []),
    ...(rules.requiresSignatures && left.includes('squash')
      ? [
          `${codeSpan(base)} wants signed commits: squash, which GitHub signs. The commits of the branch may not be signed.`,
        ]
      : []),
    ...(losesHead
      ? [
          `The repository deletes head branches after a merge, and nothing protects ${codeSpan(head)}: forbid its deletion with a rule, or set ${codeSpan('strategy: merge')}.`,
        ]
      : []),
  ];
}

/** None where the token may not know the settings. */
export function methodsLeft({
  methods = [],
  rules,
}: Pick<MergeFacts, 'methods' | 'rules'>): readonly string[] {
  return methods
    .filter((method) => rules.allowedMethods?.includes(method) !== false)
    .filter((method) => method !== 'merge' || !rules.requiresLinearHistory);
}
