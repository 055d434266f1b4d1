/** What is said of a stage, free of language. */
import type { Gap } from './learned.ts';

export type Note =
  | { readonly code: 'opened'; readonly by: string }
  | { readonly code: 'no-pull' }
  | { readonly code: 'no-source' }
  | {
      readonly code: 'counted';
      readonly ok: number;
      readonly failed: number;
      readonly running: number;
      readonly other: number;
    }
  /** GitHub's, Railway's or our own word for an end. */
  | { readonly code: 'word'; readonly word: string }
  | { readonly code: 'late' }
  | { readonly code: 'approved'; readonly by: readonly string[] }
  | { readonly code: 'approved-by-bots'; readonly by: readonly string[] }
  | { readonly code: 'approved-by-outsiders'; readonly by: readonly string[] }
  | { readonly code: 'approved-other-commit'; readonly by: readonly string[] }
  | { readonly code: 'approved-after-merge'; readonly by: readonly string[] }
  | { readonly code: 'changes-requested'; readonly by: readonly string[] }
  | { readonly code: 'merged'; readonly by: string; readonly commit: string }
  | { readonly code: 'not-merged' }
  | { readonly code: 'closed' }
  | { readonly code: 'replaced' }
  | { readonly code: 'skipped'; readonly reason: string }
  | { readonly code: 'step-failed'; readonly step: string; readonly error: string }
  | { readonly code: 'by-railway' }
  | { readonly code: 'from-evidence' }
  | { readonly code: 'claimed' }
  | { readonly code: 'acted'; readonly outcome: string }
  | { readonly code: 'went-back'; readonly commit: string }
  | { readonly code: 'pull'; readonly number: number; readonly state: 'open' | 'merged' | 'closed' }
  | { readonly code: 'same-content' }
  | { readonly code: 'gap'; readonly gap: Gap };

export const gapNotes = (gaps: readonly Gap[]): readonly Note[] =>
  gaps.map((gap) => ({ code: 'gap', gap }));
