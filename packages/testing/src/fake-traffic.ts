import type { Clock } from '@release-train/polling';
import type { LogLine, Logs, SeenRequest, Span, Traffic } from '@release-train/railway';

/** What a deployment's logs will hold; times in milliseconds from the world's start. */
export interface FakeLogs {
  readonly requests?: readonly SeenRequest[];
  readonly lines?: readonly LogLine[];
}

/** Logs that appear some time after what they tell of. */
export class FakeTraffic implements Traffic {
  /** Set to fail every reading. */
  failure: Error | undefined;
  reads = 0;
  readonly #logs: Readonly<Record<string, FakeLogs>>;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #lateMs: number;

  constructor(logs: Readonly<Record<string, FakeLogs>>, clock: Clock, lateMs = 0) {
    this.#logs = logs;
    this.#clock = clock;
    this.#startMs = clock.now();
    this.#lateMs = lateMs;
  }

  async readRequests(deploymentId: string, span: Span): Promise<Logs<SeenRequest>> {
    return this.#within(this.#logs[deploymentId]?.requests ?? [], span);
  }

  async readLines(deploymentId: string, span: Span): Promise<Logs<LogLine>> {
    return this.#within(this.#logs[deploymentId]?.lines ?? [], span);
  }

  #within<T extends { readonly atMs: number }>(entries: readonly T[], span: Span): Logs<T> {
    this.reads += 1;
    if (this.failure) throw this.failure;
    const shownMs = Math.min(span.toMs, this.#clock.now() - this.#lateMs);
    return {
      entries: entries
        .map((entry) => ({ ...entry, atMs: this.#startMs + entry.atMs }))
        .filter(({ atMs }) => atMs >= span.fromMs && atMs <= shownMs),
      fromMs: span.fromMs,
    };
  }
}
