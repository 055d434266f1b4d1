import type { Outcome } from './outcome.ts';

/** What happened to one endpoint in one block: counts only, so that a verdict can be recomputed. */
export interface BlockCount {
  readonly ok: number;
  readonly bad: number;
  /** Attributable outcomes slower than the latency limit, timeouts included. */
  readonly slow: number;
  /** Answers of another revision. */
  readonly old: number;
  /** Answers of the expected revision. */
  readonly proven: number;
  /** Outcomes that say nothing about the application. */
  readonly lost: number;
  /** Failed probes of the control address. */
  readonly controlFailed: number;
  /** Intended start of the first and the last bad outcome, milliseconds from the window's start. */
  readonly badFromMs?: number;
  readonly badToMs?: number;
}

export interface ControlOutcome {
  readonly dueMs: number;
  readonly isOk: boolean;
}

export interface Grid {
  readonly blockMs: number;
  /** Blocks that are closed: all their probes have come back. */
  readonly closed: number;
  readonly latencyBudgetMs?: number | undefined;
}

export const emptyBlock: BlockCount = {
  ok: 0,
  bad: 0,
  slow: 0,
  old: 0,
  proven: 0,
  lost: 0,
  controlFailed: 0,
};

/** The closed blocks of one endpoint, in order. */
export function blockTable(
  outcomes: readonly Outcome[],
  control: readonly ControlOutcome[],
  grid: Grid,
): BlockCount[] {
  const blocks = Array.from({ length: grid.closed }, () => emptyBlock);
  const update = (dueMs: number, change: (block: BlockCount) => BlockCount): void => {
    const index = Math.floor(dueMs / grid.blockMs);
    const block = blocks[index];
    if (block) blocks[index] = change(block);
  };
  for (const outcome of outcomes) {
    update(outcome.dueMs, (block) => added(block, outcome, grid.latencyBudgetMs));
  }
  for (const { dueMs, isOk } of control) {
    if (isOk) continue;
    update(dueMs, (block) => ({ ...block, controlFailed: block.controlFailed + 1 }));
  }
  return blocks;
}

function added(
  block: BlockCount,
  outcome: Outcome,
  budgetMs = Number.POSITIVE_INFINITY,
): BlockCount {
  const isAttributable = outcome.counts === 'ok' || outcome.counts === 'bad';
  const neverCame = outcome.kind === 'timeout' || outcome.kind === 'late';
  const isSlow = isAttributable && (outcome.latencyMs > budgetMs || neverCame);
  const counted = {
    ...block,
    [outcome.counts]: block[outcome.counts] + 1,
    slow: block.slow + Number(isSlow),
    proven: block.proven + Number(outcome.isProven),
  };
  return outcome.counts === 'bad' ? withBadAt(counted, outcome.dueMs) : counted;
}

const withBadAt = (block: BlockCount, dueMs: number): BlockCount => ({
  ...block,
  badFromMs: Math.min(block.badFromMs ?? dueMs, dueMs),
  badToMs: Math.max(block.badToMs ?? dueMs, dueMs),
});
