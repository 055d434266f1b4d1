/**
 * One probe: a new DNS lookup, a new connection, HTTP/1.1, one answer or one failure. Never a
 * pooled connection: keep-alive would go on talking to the container that is being replaced.
 */
export type Probe = (request: ProbeRequest, signal?: AbortSignal) => Promise<ProbeResult>;

export interface ProbeRequest {
  readonly url: URL;
  readonly method: string;
  /** Lower-case names; may hold secrets, so they appear in no message. */
  readonly headers: Readonly<Record<string, string>>;
  /** Real milliseconds for the whole probe, redirects included. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  readonly tlsVerify: boolean;
  readonly redirects: 'none' | 'same-origin' | 'any';
  readonly ipFamily: 'auto' | '4' | '6';
  /** Limits of single phases, within `timeoutMs`; redirects add up. */
  readonly phaseLimitsMs?: PhaseTimes;
}

/** What a probe goes through, in order; a literal address needs no `dns`, plain HTTP no `tls`. */
export const phases = ['dns', 'connect', 'tls', 'first-byte', 'body'] as const;
export type Phase = (typeof phases)[number];

/** Milliseconds in each phase that was entered. */
export type PhaseTimes = Readonly<Partial<Record<Phase, number>>>;

export type ProbeResult = ProbeAnswer | ProbeFailure;

export interface ProbeAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 1 MiB after decompression. */
  readonly body: string;
  readonly finalUrl: URL;
  /** Where it connected to. */
  readonly remoteAddress: string;
  /** Real milliseconds from the start of the probe to the end of the body. */
  readonly totalMs: number;
  readonly phasesMs?: PhaseTimes;
  /** Whole days until the served certificate expires, negative when it has; TLS only. */
  readonly certificateDays?: number;
}

/** Why there was no answer. */
export type FailureKind =
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'body-too-large'
  | 'decode'
  | 'redirect-blocked'
  | 'address-blocked'
  | 'proxy';

export interface ProbeFailure {
  readonly kind: 'failure';
  readonly failure: FailureKind;
  /** One line, no secrets. */
  readonly message: string;
  /** Whom the failure speaks of: the application, or the place the probe started from. */
  readonly side: 'app' | 'probe';
  /** Waiting cannot heal it. */
  readonly permanent: boolean;
  readonly totalMs: number;
  /** Where it was when it failed. */
  readonly phase?: Phase;
}
