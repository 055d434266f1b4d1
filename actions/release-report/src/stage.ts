/** The stages of a release and what became of each. Pure. */
import type { PhaseSpan } from '@release-train/railway/phases';
import type { Note } from './note.ts';

export const stageKeys = [
  'staging',
  'pull-request',
  'checks',
  'approval',
  'merge',
  'deploy',
  'health',
  'monitor',
  'rollback',
  'sync',
] as const;

export type StageKey = (typeof stageKeys)[number];

/** Worst first: what one part of a stage is, all of it is. */
export const states = [
  'failed',
  'missing',
  'unknown',
  'running',
  'warning',
  'ok',
  'skipped',
  'none',
] as const;

/**
 * - `missing`: expected, and did not happen; `none`: did not happen, and nobody said that it must
 * - `unknown`: what happened could not be learned
 * - `warning`: happened, and needs a look
 * - `skipped`: somebody or something decided that it need not happen
 */
export type State = (typeof states)[number];

/** Milliseconds since 1970. */
export interface Span {
  readonly startMs?: number;
  readonly endMs?: number;
}

/** One part of a stage: a check, a service, a deployment. */
export interface Item extends Span {
  /** From outside: a check, a service. */
  readonly name: string;
  readonly state: State;
  readonly url?: string;
  readonly notes: readonly Note[];
  readonly phases?: readonly PhaseSpan[];
}

export interface Stage extends Span {
  readonly key: StageKey;
  readonly state: State;
  readonly isExpected: boolean;
  readonly url?: string;
  readonly notes: readonly Note[];
  readonly items: readonly Item[];
}

/** A stage before it is held against what is expected. */
export type Finding = Omit<Stage, 'key' | 'isExpected'>;

export const worst = (found: readonly State[]): State =>
  states.find((state) => found.includes(state)) ?? 'none';

/** From the first beginning to the last end; one that goes on has no end. */
export function spanOf(spans: readonly Span[]): Span {
  const starts = spans.flatMap(({ startMs }) => startMs ?? []);
  const ends = spans.flatMap(({ endMs }) => endMs ?? []);
  return span(
    starts.length > 0 ? Math.min(...starts) : undefined,
    ends.length === spans.length && ends.length > 0 ? Math.max(...ends) : undefined,
  );
}

/** An end before its beginning is a clock that went wrong, so no end. */
export const span = (startMs: number | undefined, endMs: number | undefined): Span => ({
  ...(startMs === undefined ? {} : { startMs }),
  ...(endMs === undefined || endMs < (startMs ?? endMs) ? {} : { endMs }),
});

/** Nothing where one end is not known. */
export const tookMs = ({ startMs, endMs }: Span): number | undefined =>
  startMs === undefined || endMs === undefined ? undefined : endMs - startMs;

/** A stage that is as good as its worst part. */
export const finding = (
  items: readonly Item[],
  {
    notes = [],
    also = [],
  }: { readonly notes?: readonly Note[]; readonly also?: readonly State[] } = {},
): Finding => ({
  state: worst([...items.map(({ state }) => state), ...also]),
  ...spanOf(items.filter(({ state }) => state !== 'none')),
  ...(items.length === 1 && items[0]?.url ? { url: items[0].url } : {}),
  notes,
  items,
});
