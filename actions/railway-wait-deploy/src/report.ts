/** What a run knows at its end: the material of outputs and texts. */
import type { FailureEvidence, Place, Timelines } from '@release-train/railway';
import type { Whole } from './decide.ts';
import type { Judgement } from './judgement.ts';
import type { Watched } from './watch.ts';

/** The job was cancelled, or an error came that asking again would not cure. */
export type Interruption =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly message: string; readonly hint?: string | undefined };

export interface Judged extends Judgement {
  readonly watched: Watched;
}

export interface ReportedService extends Judged {
  /** Of a failed or crashed deployment. */
  readonly evidence?: FailureEvidence;
  /** Why Railway may never deploy the commit here. */
  readonly obstacles?: readonly string[];
}

export interface Report {
  readonly whole: Whole;
  readonly services: readonly ReportedService[];
  readonly place: Place;
  readonly commit: string;
  readonly durationMs: number;
  /** Epoch milliseconds. */
  readonly endedAtMs: number;
  readonly requests: number;
  /** What ended the wait before the verdict: what is told then is the last known state. */
  readonly interruption?: Interruption;
  /** Services whose deployment was cancelled on Railway together with the job. */
  readonly takenBack?: readonly string[];
  /** Steps by deployment id; read only where something was waited for. */
  readonly timelines?: Timelines;
  /** Why the last look brought nothing, where it did not. */
  readonly lastError?: string | undefined;
}
