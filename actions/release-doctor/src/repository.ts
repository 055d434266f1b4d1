/** Workflow files as the rules see them: parsed, or as much of them as is legible. */
import {
  type ParseError,
  parseWorkflow,
  type SourceFile,
  salvageWorkflow,
  type TriggerGraph,
  triggerGraph,
  type Workflow,
} from '@release-train/workflows';
import type { JudgedConditions } from './judged-conditions.ts';
import type { LiveFacts } from './live/live-facts.ts';

export interface WorkflowFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** Salvaged where the parser rejects the file; empty where nothing is legible. */
  readonly workflow: Workflow;
  /** `name:` as written, whether or not GitHub comes to read it. */
  readonly declaredName: string;
  /** GitHub cannot read it: its runs fail at once, under the path as name. */
  readonly isRejected: boolean;
  readonly errors: readonly ParseError[];
}

/** What git tells; `reason` where it tells nothing. */
export interface GitFacts {
  readonly reason?: string;
  readonly isShallow: boolean;
  readonly defaultBranch?: string;
  /** Branches of the remote; absent where the clone does not know all of them. */
  readonly branches?: readonly string[];
  readonly tipMessage?: string;
  /** Path → text on the default branch; absent where that branch is not at hand. */
  readonly onDefault?: ReadonlyMap<string, string>;
  /** Path → when it was last changed on the default branch, milliseconds since 1970. */
  readonly changedAt: ReadonlyMap<string, number>;
  /** Name no workflow has → the commit that took it away. */
  readonly renames: ReadonlyMap<string, Rename>;
}

export interface Rename {
  readonly commit: string;
  /** `2026-10-02` */
  readonly date: string;
  /** Absent where the workflow went away altogether. */
  readonly to?: string;
}

export interface Repository extends Sources {
  readonly conditions: JudgedConditions;
}

export interface Sources {
  readonly files: readonly WorkflowFile[];
  readonly graph: TriggerGraph;
  /** Other files that say how the repository is set up. */
  readonly settings: readonly SourceFile[];
  readonly git: GitFacts;
  /** The repository's variables, where the caller passed them. */
  readonly vars?: ReadonlyMap<string, string>;
  readonly secretNames: readonly string[];
  readonly visibility: 'public' | 'private' | 'unknown';
  /** Absent where GitHub was not asked. */
  readonly live?: LiveFacts;
}

/** A file of the folder; `problem` instead of a text where it cannot be read. */
export interface FoundFile {
  readonly path: string;
  readonly text?: string;
  readonly problem?: string;
}

/** Never throws for what a file holds. */
export async function readWorkflowFile(found: FoundFile): Promise<WorkflowFile> {
  const { path, text, problem } = found;
  if (text === undefined) return rejected(path, '', { message: problem ?? 'it cannot be read' });
  const salvage = salvageWorkflow({ path, text });
  const legible = salvage.workflow ?? emptyWorkflow(path);
  const [first] = salvage.yamlErrors;
  if (first) return { ...rejected(path, text, first), ...named(legible) };
  const parsed = await parsedSafely({ path, text });
  if (parsed.kind === 'parsed') {
    const { workflow } = parsed;
    return { ...rejected(path, text), ...named(workflow), workflow, isRejected: false, errors: [] };
  }
  const errors = parsed.errors.filter((error) => !isParsersOwn(error, legible));
  const isRejected = !salvage.workflow || errors.some((error) => !isDoubtful(error));
  return {
    ...rejected(path, text),
    ...named(legible),
    errors,
    isRejected,
    workflow: isRejected ? { ...legible, name: path } : legible,
  };
}

/**
 * What GitHub may take although this parser does not: a key newer than it, a form it is stricter
 * about. One misspelt is an error there, too.
 */
export const isDoubtful = ({ message }: ParseError): boolean =>
  /^(?:Unexpected value '|A (?:mapping|sequence|scalar) was not expected|Invalid cron )/.test(
    message,
  );

/** Errors of this parser alone: GitHub takes `env: ${{ … }}`, inputs without a body, free types. */
function isParsersOwn({ message }: ParseError, { triggers }: Workflow): boolean {
  if (/^Unexpected type '\w+Token' encountered/.test(message)) return true;
  const value = /^Unexpected value '(.*)'$/.exec(message)?.[1];
  const dispatch = triggers.find(({ event }) => event === 'repository_dispatch');
  const free = dispatch ? ['repository_dispatch', ...(dispatch.filters.types?.patterns ?? [])] : [];
  return value === '' || (value !== undefined && free.includes(value));
}

export const graphOf = (files: readonly WorkflowFile[]): TriggerGraph =>
  triggerGraph(files.map(({ workflow }) => workflow));

function rejected(path: string, text: string, ...errors: readonly ParseError[]): WorkflowFile {
  return {
    path,
    lines: text.split(/\r?\n/),
    workflow: emptyWorkflow(path),
    declaredName: path,
    isRejected: true,
    errors,
  };
}

const named = (workflow: Workflow): Pick<WorkflowFile, 'workflow' | 'declaredName'> => ({
  declaredName: workflow.name,
  workflow: { ...workflow, name: workflow.path },
});

const emptyWorkflow = (path: string): Workflow => ({
  path,
  name: path,
  triggers: [],
  defaults: {},
  jobs: [],
});

async function parsedSafely(file: SourceFile): ReturnType<typeof parseWorkflow> {
  try {
    return await parseWorkflow(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', path: file.path, errors: [{ message }] };
  }
}
