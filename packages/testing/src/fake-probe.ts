import type { Clock } from '@release-train/polling';
import type { FailureKind, Probe, ProbeRequest, ProbeResult } from '@release-train/probe';

/** What a scripted application does with one probe. */
export type ScriptedAnswer =
  | {
      readonly status?: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Default 20; longer than the request's limit is a timeout. */
      readonly takesMs?: number;
    }
  | ScriptedFailure;

interface ScriptedFailure {
  readonly failure: FailureKind;
  readonly side?: 'app' | 'probe';
  readonly message?: string;
  readonly permanent?: boolean;
}

export interface SeenProbe {
  readonly request: ProbeRequest;
  /** Milliseconds since the fake was made. */
  readonly atMs: number;
}

/** A network that answers by script: by address and by time. It takes its time on the clock. */
export class FakeProbe {
  readonly seen: SeenProbe[] = [];
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #script: (seen: SeenProbe, count: number) => ScriptedAnswer;

  constructor(clock: Clock, script: (seen: SeenProbe, count: number) => ScriptedAnswer) {
    this.#clock = clock;
    this.#startMs = clock.monotonic();
    this.#script = script;
  }

  readonly probe: Probe = async (request, signal) => {
    const seen = { request, atMs: this.#clock.monotonic() - this.#startMs };
    this.seen.push(seen);
    const answer = this.#script(seen, this.seen.length);
    if ('failure' in answer) return failed(answer, 1);
    const takesMs = Math.min(answer.takesMs ?? 20, request.timeoutMs);
    await this.#clock.sleep(takesMs, signal);
    if (signal?.aborted || (answer.takesMs ?? 20) > request.timeoutMs) {
      return failed({ failure: 'timeout', message: 'no complete answer in time' }, takesMs);
    }
    return {
      kind: 'answer',
      status: answer.status ?? 200,
      headers: answer.headers ?? {},
      body: answer.body ?? '',
      finalUrl: request.url,
      remoteAddress: '203.0.113.7',
      totalMs: takesMs,
    };
  };
}

const failed = (answer: ScriptedFailure, totalMs: number): ProbeResult => ({
  kind: 'failure',
  failure: answer.failure,
  side: answer.side ?? 'app',
  message: answer.message ?? 'scripted',
  permanent: answer.permanent ?? false,
  totalMs,
});
