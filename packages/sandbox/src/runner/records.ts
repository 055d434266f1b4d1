import type { Annotation, JobRecord, RunRecord, StepRecord } from './runner-api.ts';

// The runner's own, writable side of what `runs()` shows.
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface LiveStep extends Writable<Omit<StepRecord, 'annotations' | 'log' | 'outputs'>> {
  readonly annotations: Annotation[];
  readonly log: string[];
  readonly outputs: Record<string, string>;
}

export interface LiveJob extends Writable<Omit<JobRecord, 'steps'>> {
  readonly steps: LiveStep[];
}

export interface LiveRun extends Writable<Omit<RunRecord, 'jobs'>> {
  readonly jobs: LiveJob[];
}
