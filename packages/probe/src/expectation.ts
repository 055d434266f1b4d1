import type { Phase, PhaseTimes } from './probe.ts';

/** What an answer must look like. */
export interface Expectations {
  /** Inclusive ranges; `200-299` → [[200, 299]]. */
  readonly status: readonly (readonly [number, number])[];
  readonly json?: JsonExpectation;
  /** Text the body must contain. */
  readonly body?: string;
  readonly header?: { readonly name: string; readonly value: string };
  /** Milliseconds; an answer slower than this fails. */
  readonly maxLatencyMs?: number;
  /** Days the served certificate must still be valid. */
  readonly minCertificateDays?: number;
  /** Where redirects must have led. */
  readonly finalUrl?: URL;
  /** Statuses that waiting does not heal. */
  readonly failFast?: Expectations['status'];
}

export type JsonExpectation =
  /** Every `$.path` must hold exactly this value, type included. */
  | { readonly kind: 'paths'; readonly paths: Readonly<Record<string, unknown>> }
  /** The answer must contain this value: objects as subsets, the rest exactly. */
  | { readonly kind: 'subset'; readonly value: unknown };

/** Where the served revision is read from. */
export type RevisionSource =
  | { readonly from: 'json'; readonly path: string; readonly url?: URL }
  | { readonly from: 'header'; readonly name: string; readonly url?: URL }
  | { readonly from: 'text'; readonly url?: URL };

/** An expectation that did not hold: where, what was expected, what was there. All one-line. */
export interface Mismatch {
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

/** What one probe said of the revision that answered. Unknown is never new. */
export type SeenRevision = 'new' | 'other' | 'unknown' | 'not-asked';

/** One probe judged: the answer or failure, its mismatches and the revision it showed. */
export interface Verdict {
  readonly ok: boolean;
  /** 'app': counts against the app; 'probe': says nothing about it. */
  readonly side: 'app' | 'probe';
  readonly kind: string;
  /** One line for people; '' when ok. */
  readonly reason: string;
  readonly revision: SeenRevision;
  /** The revision text shown by the app, where one was asked for and found. */
  readonly shown?: string;
  readonly totalMs: number;
  readonly permanent: boolean;
  readonly phasesMs?: PhaseTimes;
  /** Where a probe without an answer was when it failed. */
  readonly phase?: Phase;
  /** How long the app asked to be left alone, by 429 or 503 with Retry-After. */
  readonly retryAfterMs?: number;
  /** Where it connected to. */
  readonly remoteAddress?: string;
  /** What a bad answer looked like: a few lines, without secrets. */
  readonly sample?: string;
}
