import {
  type Concurrency,
  type Data,
  type DataMap,
  evaluateTemplate,
  evaluateText,
  type Scope,
} from '@release-train/workflows';
import type { Entry } from './concurrency-groups.ts';
import type { RunContext } from './job-run.ts';

interface Place {
  readonly concurrency: Concurrency | undefined;
  readonly scope: Scope;
  /** Aborted when a newcomer cancels the holder of the place. */
  readonly cancellation: AbortController;
}

/** Waits for the place a `concurrency:` asks for; no `concurrency:` is a place of its own. */
export async function enterConcurrency(
  run: RunContext,
  { concurrency, scope, cancellation }: Place,
): Promise<Entry> {
  const stated = concurrency && settingsOf(concurrency, scope);
  if (!stated?.group) return { kind: 'entered', leave: () => undefined };
  return run.groups.enter({
    repository: run.plan.event.repository,
    ...stated,
    cancel: (reason) => {
      run.record.reason ??= reason;
      cancellation.abort();
    },
    signal: cancellation.signal,
  });
}

function settingsOf(concurrency: Concurrency, scope: Scope) {
  const evaluated: Data = evaluateTemplate(concurrency.group, scope);
  // The short form may be an expression that gives the whole mapping.
  if (typeof evaluated === 'object' && evaluated !== null && !Array.isArray(evaluated)) {
    const mapping = evaluated as DataMap;
    return {
      group: String(mapping['group'] ?? ''),
      cancelInProgress: mapping['cancel-in-progress'] === true,
      queue: mapping['queue'] === 'max' ? ('max' as const) : ('single' as const),
    };
  }
  return {
    group: evaluateText(concurrency.group, scope),
    cancelInProgress: evaluateTemplate(concurrency.cancelInProgress, scope) === true,
    queue: concurrency.queue,
  };
}
