/** What a judgement of one service is made of. */
import type { Deployment } from '@release-train/railway';
import type { Inputs, Verdict } from './contract.ts';

/** Why a service has its verdict; the words are `explain`'s. */
export type Cause =
  | 'live'
  | 'settling'
  | 'unlisted'
  | 'stopped'
  | 'instances-crashed'
  | 'in-flight'
  | 'unknown-status'
  | 'waiting-for-approval'
  | 'no-record'
  | 'unseen'
  | 'failed'
  | 'crashed'
  | 'unchanged'
  | 'skipped'
  | 'own-suite'
  | 'needs-approval'
  | ReplacedCause
  | OrderCause;

export type ReplacedCause =
  | 'replaced'
  | 'replaced-by-descendant'
  | 'replacing'
  | 'went-back'
  | 'replaced-by-other-line'
  | 'replaced-by-unknown'
  | 'successor-failed'
  | 'removed';

/** Why a commit was not ordered in mode deploy. */
export type OrderCause =
  | 'would-go-back'
  | 'other-line'
  | 'ancestry-unknown'
  | 'order-failed'
  | 'held-back';

export interface Judgement {
  /** Absent: not ended yet. */
  readonly verdict?: Verdict;
  readonly isGreen: boolean;
  readonly cause: Cause;
  /** Of a replaced deployment: what replaced it. */
  readonly successor?: Deployment;
  /** A look is due by then at the latest. */
  readonly againInMs?: number;
}

export type Policy = Pick<
  Inputs,
  'appear-timeout' | 'on-skipped' | 'on-superseded' | 'on-needs-approval' | 'settle'
> & { readonly isOwnSuite: boolean };

export interface Now {
  /** Since the wait began. */
  readonly elapsedMs: number;
  /** When the service was last seen, since 1970. */
  readonly seenAtMs: number;
  readonly isTimeUp: boolean;
  /** The last look failed: what was seen before may not hold any more. */
  readonly isBlind: boolean;
}

export const waiting = (cause: Cause, againInMs?: number): Judgement => ({
  cause,
  isGreen: false,
  ...(againInMs === undefined ? {} : { againInMs }),
});

export const red = (verdict: Verdict, cause: Cause): Judgement => ({
  verdict,
  cause,
  isGreen: false,
});

export const green = (verdict: Verdict, cause: Cause): Judgement => ({
  verdict,
  cause,
  isGreen: true,
});
