/** What a run knows at its end: the material of outputs and texts. */
import type { FailureEvidence, Place } from '@release-train/railway';
import type { Whole } from './decide.ts';
import type { Judgement } from './judge.ts';
import type { Watched } from './watch.ts';

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
  readonly requests: number;
  /** Why the last look brought nothing, where it did not. */
  readonly lastError?: string | undefined;
}
