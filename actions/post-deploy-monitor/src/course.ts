/** How the probes went, bar by bar, from the cut-over to the verdict. Pure. */
import { nearestRank } from '@release-train/evidence';
import type { Outcome } from './outcome.ts';
import type { Seen } from './watch.ts';

export interface Bar {
  /** Absent where nothing could be attributed. */
  readonly badShare?: number;
  readonly p95Ms?: number;
}

export interface Course {
  /** Start of the first bar, from the start of the window; negative during the grace. */
  readonly fromMs: number;
  readonly barMs: number;
  readonly bars: readonly Bar[];
}

interface Span {
  readonly graceMs: number;
  /** Of the window that was watched. */
  readonly seenMs: number;
  readonly blockMs: number;
}

/** Bars a chart stays readable with. */
const mostBars = 30;

/** All endpoints together; bars are whole blocks. */
export function courseOf(
  { outcomes, control }: Pick<Seen, 'outcomes' | 'control'>,
  span: Span,
): Course {
  const { graceMs, seenMs, blockMs } = span;
  const perBar = Math.ceil((graceMs + seenMs) / blockMs / mostBars);
  const barMs = Math.max(1, perBar) * blockMs;
  const before = Math.ceil(graceMs / barMs);
  const count = seenMs > 0 ? before + Math.ceil(seenMs / barMs) : 0;
  const fromMs = 0 - before * barMs;
  const blockOf = ({ dueMs }: { readonly dueMs: number }): number => Math.floor(dueMs / blockMs);
  // What the network between us and the world did is not the application's doing.
  const silent = new Set(control.filter(({ isOk }) => !isOk).map(blockOf));
  const groups = Array.from({ length: count }, (): Outcome[] => []);
  for (const outcome of outcomes) {
    if (silent.has(blockOf(outcome))) continue;
    groups[Math.floor((outcome.dueMs - fromMs) / barMs)]?.push(outcome);
  }
  return { fromMs, barMs, bars: groups.map(barOf) };
}

function barOf(outcomes: readonly Outcome[]): Bar {
  const told = outcomes.filter(({ counts }) => counts === 'ok' || counts === 'bad');
  if (told.length === 0) return {};
  const bad = told.filter(({ counts }) => counts === 'bad').length;
  const p95Ms = nearestRank(
    told.map(({ latencyMs }) => latencyMs),
    0.95,
  );
  return { badShare: bad / told.length, ...(p95Ms === undefined ? {} : { p95Ms }) };
}
