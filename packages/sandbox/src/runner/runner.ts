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
  const pending = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const lifecycle = { closed: false };
  const service: ActionsService = {
    options,
    groups: createConcurrencyGroups(),
    catalog: createWorkflowCatalog(),
    runs: [],
    approvals: new Map(),
    levels: new Map(),
    numbers: new Map(),
    seen: new Set(),
    active: new Set(),
    track: (work) => {
      const guarded = work
        .catch((error: unknown) => void faults.push(error))
        .finally(() => pending.delete(guarded));
      pending.add(guarded);
    },
  };
  const settled = async (): Promise<void> => {
    while (pending.size > 0) await Promise.all(pending);
    if (faults.length > 0) throw new AggregateError(faults.splice(0), 'the runner itself failed');
  };
  const runner: Runner = {
    receive: (event) => {
      if (!lifecycle.closed) service.track(dispatchEvent(service, event));
    },
    settled,
    schedule: (repository, at) => {
      if (!lifecycle.closed) service.track(dispatchSchedule(service, repository, at));
    },
    runs: () => service.runs,
    close: async () => {
      lifecycle.closed = true;
      for (const run of service.active) run.cancellation.abort();
      await settled();
    },
  };
  options.github.onEvent(runner.receive);
  options.github.onRunApproved((runId) => {
    service.approvals.get(runId)?.();
    service.approvals.delete(runId);
  });
  return runner;
}
