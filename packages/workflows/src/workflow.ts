import type { Template, TemplateMap } from './template.ts';

/** A workflow file as data. `name` is its path where the file declares none, as at GitHub. */
export interface Workflow {
  /** `.github/workflows/x.yml` */
  readonly path: string;
  readonly name: string;
  readonly runName?: Template;
  readonly triggers: readonly Trigger[];
  readonly permissions?: Permissions;
  readonly env?: Template;
  readonly defaults: RunDefaults;
  readonly concurrency?: Concurrency;
  /** What `on: workflow_call` declares; absent where nobody may call the file. */
  readonly call?: WorkflowCall;
  readonly jobs: readonly Job[];
}

/** The interface of a reusable workflow. */
export interface WorkflowCall {
  readonly inputs: readonly DispatchInput[];
  readonly secrets: readonly { readonly name: string; readonly required: boolean }[];
  /** Name → expression over the `jobs` context. */
  readonly outputs: TemplateMap;
}

export interface PatternFilter {
  readonly patterns: readonly string[];
  /** One-based line of the filter's key. */
  readonly line: number;
}

export type FilterName =
  | 'branches'
  | 'branches-ignore'
  | 'tags'
  | 'tags-ignore'
  | 'paths'
  | 'paths-ignore'
  | 'types'
  | 'workflows';

/** One entry of `on:`. */
export interface Trigger {
  readonly event: string;
  readonly line: number;
  readonly filters: Readonly<Partial<Record<FilterName, PatternFilter>>>;
  readonly schedules: readonly Schedule[];
  readonly inputs: readonly DispatchInput[];
}

export interface Schedule {
  readonly cron: string;
  /** IANA name; UTC where absent. */
  readonly timezone?: string;
}

export interface DispatchInput {
  readonly name: string;
  readonly type: 'string' | 'choice' | 'boolean' | 'number' | 'environment';
  readonly required: boolean;
  readonly default?: string | boolean | number;
  readonly options: readonly string[];
}

export type Permissions =
  | 'read-all'
  | 'write-all'
  | Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface RunDefaults {
  readonly shell?: Template;
  readonly workingDirectory?: Template;
}

export interface Concurrency {
  readonly group: Template;
  readonly cancelInProgress: Template;
  readonly queue: 'single' | 'max';
}

export interface Job {
  readonly id: string;
  readonly line: number;
  readonly name?: Template;
  readonly needs: readonly string[];
  /** With the implicit `success() && …` where the file names no status function. */
  readonly if: string;
  /** One-based line of the condition, where the file states one. */
  readonly ifLine?: number;
  readonly permissions?: Permissions;
  readonly env?: Template;
  readonly defaults: RunDefaults;
  readonly concurrency?: Concurrency;
  readonly outputs: TemplateMap;
  readonly strategy?: Strategy;
  readonly runsOn?: Template;
  readonly environment?: Template;
  readonly timeoutMinutes?: Template;
  readonly continueOnError?: Template;
  /** Reference of a reusable workflow; such a job has no steps. */
  readonly uses?: string;
  /** What is handed to it. */
  readonly with?: Template;
  readonly secrets?: Template;
  readonly container?: Template;
  readonly services?: Template;
  readonly steps: readonly Step[];
}

export interface Strategy {
  readonly matrix?: Template;
  readonly failFast: Template;
  readonly maxParallel?: Template;
}

interface StepBase {
  readonly line: number;
  readonly id?: string;
  readonly name?: Template;
  readonly if: string;
  /** One-based line of the condition, where the file states one. */
  readonly ifLine?: number;
  readonly env?: Template;
  readonly timeoutMinutes?: Template;
  readonly continueOnError?: Template;
}

export interface RunStep extends StepBase {
  readonly kind: 'run';
  readonly run: Template;
  readonly shell?: Template;
  readonly workingDirectory?: Template;
}

export interface UsesStep extends StepBase {
  readonly kind: 'uses';
  readonly uses: string;
  readonly with: TemplateMap;
}

export type Step = RunStep | UsesStep;

export interface ParseError {
  readonly message: string;
  /** One-based; absent where the parser gives no place. */
  readonly line?: number;
  readonly column?: number;
}

export type ParsedWorkflow =
  | { readonly kind: 'parsed'; readonly workflow: Workflow }
  | { readonly kind: 'broken'; readonly path: string; readonly errors: readonly ParseError[] };

/** A file as read from a tree. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}
