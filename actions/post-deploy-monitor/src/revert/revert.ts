/** Taking a release back on its branch: a pull request for people, never a push to it. Types. */
import type { Language } from '@release-train/action-kit/language';
import type { Deed } from '../act/deed.ts';

export interface RevertOrder {
  /** The commit judged bad. */
  readonly commit: string;
  /** Branch it was pushed to; the base of its pull request is believed more. */
  readonly branch: string | undefined;
  readonly story: RevertStory;
  readonly language: Language;
  readonly isDryRun: boolean;
}

/** Why, for those who read the pull request, in their language; plain text from anywhere. */
export interface RevertStory {
  readonly verdict: string;
  readonly reason: string;
  /** The numbers, and the first bad answer. */
  readonly why: string;
  /** What was done on Railway; nothing where nothing was asked for. */
  readonly done?: string | undefined;
  /** Page of the run that judged. */
  readonly run: string;
}

export interface Reverted {
  readonly taken: 'revert-pr' | 'revert-refused' | 'revert-failed' | 'none';
  readonly deed: Deed;
  readonly url?: string;
}

/** Never throws for what GitHub or git do: what could not be done is said. */
export type Revert = (order: RevertOrder) => Promise<Reverted>;

/** Kind of the managed block in the pull request. */
export const revertKind = 'revert';

/** One release has one branch, and so one pull request. */
export const revertBranch = (commit: string): string => `revert/${commit.slice(0, 12)}`;
