import type { actionsTaken } from '../verdict.ts';
import type { Deed, Fate } from './deed.ts';

/** What was done, or why not. */
export interface Acted {
  readonly taken: (typeof actionsTaken)[number];
  /** Besides what became of the services, in order; see `acted-text.ts`. */
  readonly deeds: readonly Deed[];
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
  readonly fate: Fate;
}
