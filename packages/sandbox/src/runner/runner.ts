import type { ActionsService } from './actions-service.ts';
import { createConcurrencyGroups } from './concurrency-groups.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { dispatchSchedule } from './dispatch-schedule.ts';
import type { Runner, RunnerOptions } from './runner-api.ts';
import { createWorkflowCatalog } from './workflow-catalog.ts';

/**
 * GitHub Actions for the sandbox: hears the backend's events, starts the workflows they fire, runs
 * their jobs. A fault of the runner itself makes `settled` reject.
 */
export function startRunner(options: RunnerOptions): Runner {
  const work = trackWork();
  const closing = new AbortController();
  const service = createService(options, work, closing.signal);
  // One event after the other: whoever comes first enters a concurrency group first.
  const turns = { last: Promise.resolve() };
  const inOrder = (dispatch: () => Promise<void>): void => {
    const turn = turns.last.then(() => (closing.signal.aborted ? undefined : dispatch()));
    turns.last = turn.catch(() => undefined);
    work.track(turn);
  };
  const runner: Runner = {
    receive: (event) => inOrder(() => dispatchEvent(service, event)),
    schedule: (repository, at) => inOrder(() => dispatchSchedule(service, repository, at)),
    settled: work.settled,
    runs: () => service.runs,
    close: () => {
      closing.abort();
      return work.settled();
    },
  };
  options.github.onEvent(runner.receive);
  options.github.onRunApproved((runId) => {
    service.approvals.get(runId)?.();
    service.approvals.delete(runId);
  });
  return runner;
}

interface Work {
  track(work: Promise<void>): void;
  settled(): Promise<void>;
}

function trackWork(): Work {
  const pending = new Set<Promise<unknown>>();
  const faults: unknown[] = [];
  return {
    track: (work) => {
      const guarded = work
        .catch((error: unknown) => void faults.push(error))
        .finally(() => pending.delete(guarded));
      pending.add(guarded);
    },
    settled: async () => {
      while (pending.size > 0) await Promise.all(pending);
      if (faults.length > 0) throw new AggregateError(faults.splice(0), 'the runner itself failed');
    },
  };
}

const createService = (
  options: RunnerOptions,
  { track }: Work,
  closing: AbortSignal,
): ActionsService => ({
  options,
  groups: createConcurrencyGroups(),
  catalog: createWorkflowCatalog(),
  runs: [],
  approvals: new Map(),
  levels: new Map(),
  numbers: new Map(),
  seen: new Set(),
  closing,
  track,
});
