/** Whether what was released is what was tested: by git's own trees. Pure. */
import type { Facts } from './facts.ts';
import { type Gap, gapOf, ifKnown } from './learned.ts';

export type Tested =
  /** The released commit holds exactly what staging tested. */
  | { readonly kind: 'same' }
  /** Not what staging holds, but exactly what the pull request's own checks ran on. */
  | { readonly kind: 'as-checked' }
  | { readonly kind: 'differs' }
  /** Nothing is released yet, or nothing says what was tested. */
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'unknown'; readonly gaps: readonly Gap[] };

export function testedOf({ kind, pull, trees, staging }: Facts): Tested {
  if (pull?.mergedAtMs === undefined) return { kind: 'not-asked' };
  const [landed, head, source] = [trees.landed, trees.head, trees.source].map(ifKnown);
  const hasSource = kind === 'release' && ifKnown(staging.source) !== undefined;
  if (hasSource && landed !== undefined && landed === source) return { kind: 'same' };
  const asked = [trees.landed, trees.head, ...(hasSource ? [trees.source] : [])];
  const gaps = [...asked.flatMap(gapOf), ...(kind === 'release' ? gapOf(staging.source) : [])];
  if (gaps.length > 0) return { kind: 'unknown', gaps };
  return { kind: landed === head ? 'as-checked' : 'differs' };
}
