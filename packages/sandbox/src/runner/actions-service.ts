import type { ConcurrencyGroups } from './concurrency-groups.ts';
import type { LiveRun } from './records.ts';
import type { RunnerOptions } from './runner-api.ts';

import type { WorkflowCatalog } from './workflow-catalog.ts';

/** What the runner remembers between events. */
export interface ActionsService {
  readonly options: RunnerOptions;
  readonly groups: ConcurrencyGroups;
  readonly catalog: WorkflowCatalog;
  readonly runs: LiveRun[];
  /** Run id → its start, for runs that await approval. */
  readonly approvals: Map<number, () => void>;
  /** Run id → its level in a `workflow_run` chain. */
  readonly levels: Map<number, number>;
  /** Repository and workflow path → number of runs so far. */
  readonly numbers: Map<string, number>;
  /** Dead listeners and due crons that were dealt with already. */
  readonly seen: Set<string>;
  /** Aborted when the runner is closed: every run is cancelled. */
  readonly closing: AbortSignal;
  /** Keeps `settled` waiting until the work is done. */
  track(work: Promise<void>): void;
}

/** True the first time a key is asked for. */
export function isFirst({ seen }: ActionsService, ...key: readonly string[]): boolean {
  const text = JSON.stringify(key);
  const first = !seen.has(text);
  seen.add(text);
  return first;
}
