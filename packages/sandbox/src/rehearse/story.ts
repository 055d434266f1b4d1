import type { RunnerProgress, RunRecord } from '../runner/index.ts';

/** What one event of the release led to. */
export interface Stage {
  readonly title: string;
  readonly entries: Entry[];
  /** What could not be rehearsed, and why. */
  readonly remarks: string[];
}

export type Entry =
  | { readonly kind: 'fired'; readonly path: string; readonly run: RunRecord }
  | {
      readonly kind: 'silent';
      readonly path: string;
      readonly workflowName: string;
      readonly event: string;
      readonly reason: string;
    };

/** Collects the runner's progress under the event that is being rehearsed. */
export class Story {
  readonly stages: Stage[] = [];

  begin(title: string): void {
    this.stages.push({ title, entries: [], remarks: [] });
  }

  remark(text: string): void {
    this.stages.at(-1)?.remarks.push(text);
  }

  readonly hear = (progress: RunnerProgress): void => {
    const stage = this.stages.at(-1);
    if (progress.kind === 'run-finished') {
      stage?.entries.push({ kind: 'fired', path: progress.run.path, run: progress.run });
    } else if (progress.kind === 'not-fired') {
      const { path, workflowName, event, reason } = progress;
      stage?.entries.push({ kind: 'silent', path, workflowName, event, reason });
    }
  };
}

/**
 * A workflow that runs is not also told of as silent for another activity of the same event; of
 * several silences the last one tells most: by then the event has come to its end.
 */
export function tellingEntries({ entries }: Stage): readonly Entry[] {
  const fired = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'fired' ? [keyOf(entry.path, entry.run.event)] : [],
    ),
  );
  const last = new Map(
    entries.flatMap((entry) =>
      entry.kind === 'silent' ? [[keyOf(entry.path, entry.event), entry] as const] : [],
    ),
  );
  return entries.filter(
    (entry) =>
      entry.kind === 'fired' ||
      (!fired.has(keyOf(entry.path, entry.event)) &&
        last.get(keyOf(entry.path, entry.event)) === entry),
  );
}

/** `pull_request (closed)` is an activity of `pull_request`. */
const keyOf = (path: string, event: string): string => `${path} ${event.split(' ')[0]}`;
