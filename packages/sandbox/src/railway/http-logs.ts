/** One request that reached a deployment through the edge. */
export interface HttpLog {
  readonly requestId: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly clientUa: string;
  readonly srcIp: string;
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly upstreamError: string;
}

export interface Sample {
  /** Seconds since the epoch. */
  readonly ts: number;
  readonly logs: readonly HttpLog[];
}

/** One sample per step that saw traffic, or a single one for the window; none without traffic. */
export function samples(
  logs: readonly HttpLog[],
  window: { readonly startMs: number; readonly endMs: number; readonly stepSeconds?: number },
): readonly Sample[] {
  const stepMs = window.stepSeconds ? window.stepSeconds * 1000 : Number.POSITIVE_INFINITY;
  const within = logs.filter((log) => log.at >= window.startMs && log.at < window.endMs);
  const step = (log: HttpLog) =>
    Number.isFinite(stepMs) ? Math.floor((log.at - window.startMs) / stepMs) : 0;
  return [...Map.groupBy(within, step)]
    .sort(([a], [b]) => a - b)
    .map(([index, group]) => ({
      ts: Math.floor((window.startMs + (index === 0 ? 0 : index * stepMs)) / 1000),
      logs: group,
    }));
}

/** Nearest-rank percentile of the durations, in milliseconds. */
export function percentile(logs: readonly HttpLog[], percent: number): number {
  const durations = logs.map((log) => log.durationMs).sort((a, b) => a - b);
  return durations[Math.max(0, Math.ceil((percent / 100) * durations.length) - 1)] ?? 0;
}
