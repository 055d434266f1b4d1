import type { actionsTaken } from '../verdict.ts';

/** What was done, or why not. */
export interface Acted {
  readonly taken: (typeof actionsTaken)[number];
  /** In words, for people. */
  readonly why: string;
  readonly services: Readonly<Record<string, ServiceRollback>>;
  /** Of the pull request that takes the release back. */
  readonly revertUrl?: string;
  /** What came back fails as well: the release may not be what is wrong. */
  readonly isOlderBad?: true;
}

export interface ServiceRollback {
  readonly from: string;
  readonly to?: string;
  readonly deployment?: string;
  readonly isVerified: boolean;
  readonly text: string;
}
