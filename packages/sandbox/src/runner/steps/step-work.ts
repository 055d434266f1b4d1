import { evaluateText, type Scope, type UsesStep } from '@release-train/workflows';
import type { JobRun } from '../job-run.ts';
import type { StepLog } from '../step-log.ts';

/** What the work of a step is given. It answers with why it failed, or null. */
export interface StepWork {
  readonly job: JobRun;
  readonly scope: Scope;
  /** Of its processes. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: StepLog;
  readonly signal: AbortSignal;
  /** The step's outputs, writable by imitated actions. */
  readonly outputs: Record<string, string>;
}

/** `with:` as text, keys in lower case: input names ignore case. */
export const evaluateInputs = (step: UsesStep, scope: Scope): ReadonlyMap<string, string> =>
  new Map([...step.with].map(([key, value]) => [key.toLowerCase(), evaluateText(value, scope)]));
