import { GlobSyntaxError } from './glob.ts';
import { matchesPatterns } from './pattern-list.ts';
import { findSkipMarker } from './skip-marker.ts';
import type { FilterName, Trigger, Workflow } from './workflow.ts';

/** A webhook delivery, as far as selection reads it. */
export interface TriggeringEvent {
  readonly name: string;
  readonly action?: string;
  /** GITHUB_REF of the event, e.g. `refs/heads/main`. */
  readonly ref: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface EventFacts {
  /** Of the commit that `[skip ci]` would stand in. */
  readonly headCommitMessage?: string;
  /** Absent where GitHub could not compute the diff: path filters then let everything through. */
  readonly changedFiles?: readonly string[];
}

export type Match =
  | { readonly kind: 'not-listening' }
  | { readonly kind: 'fires' }
  | { readonly kind: 'filtered'; readonly filter: string; readonly reason: string };

/**
 * Whether an event starts a workflow, by the rules of
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 * Rules that need more than the file and the event (approval, recursion, concurrency, which commit
 * the file is read from) are the caller's.
 */
export function matchesEvent(
  workflow: Workflow,
  event: TriggeringEvent,
  facts: EventFacts = {},
): Match {
  const trigger = workflow.triggers.find(({ event: name }) => name === event.name);
  if (!trigger) return { kind: 'not-listening' };
  try {
    const match = [checkSkipMarker(event, facts), checkTypes(trigger, event)].find(isFiltered);
    return match ?? checkFilters(trigger, event, facts);
  } catch (error) {
    if (!(error instanceof GlobSyntaxError)) throw error;
    return filtered('pattern', error.message);
  }
}

const FIRES: Match = { kind: 'fires' };

const filtered = (filter: string, reason: string): Match => ({ kind: 'filtered', filter, reason });

const isFiltered = (match: Match): boolean => match.kind === 'filtered';

function checkSkipMarker(event: TriggeringEvent, facts: EventFacts): Match {
  if (event.name !== 'push' && event.name !== 'pull_request') return FIRES;
  const marker = findSkipMarker(facts.headCommitMessage ?? '');
  return marker
    ? filtered('skip-marker', `the head commit's message asks for no run with "${marker}"`)
    : FIRES;
}

const DEFAULT_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pull_request', ['opened', 'synchronize', 'reopened']],
  ['pull_request_target', ['opened', 'synchronize', 'reopened']],
]);

function checkTypes(trigger: Trigger, event: TriggeringEvent): Match {
  const given = trigger.filters.types?.patterns;
  const types = given ?? DEFAULT_TYPES.get(trigger.event);
  if (!types || event.action === undefined || types.includes(event.action)) return FIRES;
  const origin = given ? 'types' : 'the default types';
  return filtered('types', `activity "${event.action}" is not among ${origin} ${quoted(types)}`);
}

function checkFilters(trigger: Trigger, event: TriggeringEvent, facts: EventFacts): Match {
  switch (event.name) {
    case 'push':
      return checkPush(trigger, event, facts);
    case 'pull_request':
    case 'pull_request_target':
      return firstFiltered(
        checkName(trigger, 'branches', textAt(event.payload, 'pull_request', 'base', 'ref')),
        () => checkPaths(trigger, facts),
      );
    case 'workflow_run':
      return firstFiltered(
        checkWorkflowName(trigger, textAt(event.payload, 'workflow_run', 'name')),
        () => checkName(trigger, 'branches', textAt(event.payload, 'workflow_run', 'head_branch')),
      );
    case 'deployment_status':
      return textAt(event.payload, 'deployment_status', 'state') === 'inactive'
        ? filtered('state', 'a deployment status "inactive" starts no workflow')
        : FIRES;
    default:
      return FIRES;
  }
}

const firstFiltered = (first: Match, next: () => Match): Match =>
  isFiltered(first) ? first : next();

function checkPush(trigger: Trigger, event: TriggeringEvent, facts: EventFacts): Match {
  if (event.payload['deleted'] === true) {
    return filtered('ref', `"${event.ref}" was deleted, and a deletion starts no push workflow`);
  }
  const tag = event.ref.startsWith('refs/tags/');
  const kind = tag ? 'tags' : 'branches';
  if (!hasFilter(trigger, kind) && hasFilter(trigger, tag ? 'branches' : 'tags')) {
    const other = tag ? 'branches' : 'tags';
    return filtered(kind, `"${event.ref}" is no match: only ${other} are listed`);
  }
  const name = checkName(trigger, kind, event.ref.replace(/^refs\/(heads|tags)\//, ''));
  // Path filters are not evaluated for pushes of tags.
  return tag ? name : firstFiltered(name, () => checkPaths(trigger, facts));
}

type Included = 'branches' | 'tags' | 'paths';

const ignoreOf = (kind: Included): FilterName => `${kind}-ignore`;

const hasFilter = ({ filters }: Trigger, kind: Included): boolean =>
  filters[kind] !== undefined || filters[ignoreOf(kind)] !== undefined;

function checkName(trigger: Trigger, kind: 'branches' | 'tags', name: string): Match {
  const included = trigger.filters[kind]?.patterns;
  if (included && !matchesPatterns(included, name)) {
    return filtered(kind, `"${name}" matches none of ${kind}: ${quoted(included)}`);
  }
  const ignored = trigger.filters[ignoreOf(kind)]?.patterns;
  return ignored && matchesPatterns(ignored, name)
    ? filtered(ignoreOf(kind), `"${name}" matches ${kind}-ignore: ${quoted(ignored)}`)
    : FIRES;
}

function checkWorkflowName(trigger: Trigger, name: string): Match {
  const patterns = trigger.filters.workflows?.patterns ?? [];
  return matchesPatterns(patterns, name, 'name')
    ? FIRES
    : filtered('workflows', `the run's workflow "${name}" matches none of ${quoted(patterns)}`);
}

/** Only the first 300 files of a diff are looked at. */
const DIFF_LIMIT = 300;

function checkPaths(trigger: Trigger, { changedFiles }: EventFacts): Match {
  if (!changedFiles) return FIRES;
  const files = changedFiles.slice(0, DIFF_LIMIT);
  const { paths, 'paths-ignore': ignored } = trigger.filters;
  if (paths && !files.some((file) => matchesPatterns(paths.patterns, file))) {
    return filtered('paths', `no changed file matches paths: ${quoted(paths.patterns)}`);
  }
  if (ignored && files.every((file) => matchesPatterns(ignored.patterns, file))) {
    return filtered('paths-ignore', `every file matches paths-ignore: ${quoted(ignored.patterns)}`);
  }
  return FIRES;
}

const quoted = (values: readonly string[]): string =>
  values.map((value) => `"${value}"`).join(', ') || 'an empty list';

function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = keys.reduce<unknown>(
    (current, key) => (isRecord(current) ? current[key] : undefined),
    value,
  );
  return typeof found === 'string' ? found : '';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
