import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow as parseTokens,
  type WorkflowTemplate,
} from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { callOf } from './parse-call.ts';
import { dispatchInputsOf } from './parse-dispatch-inputs.ts';
import { concurrencyOf, defaultsOf, parseJob, permissionsOf } from './parse-job.ts';
import { entries, keyLines, optional, parseErrors } from './tokens.ts';
import type {
  FilterName,
  ParsedWorkflow,
  Schedule,
  SourceFile,
  Trigger,
  Workflow,
} from './workflow.ts';

/** `ErrorPolicy.TryConversion`: schema errors do not hide the errors of conditions. */
const TRY_CONVERSION = 1;

/**
 * Reads one workflow file with GitHub's own parser. A file with errors is `broken` and lists them
 * all with their lines; it has no `name`, since GitHub shows its runs under the path.
 */
export async function parseWorkflow(file: SourceFile): Promise<ParsedWorkflow> {
  const { context, value } = parseTokens(
    { name: file.path, content: file.text },
    new NoOperationTraceWriter(),
  );
  const template = value
    ? await convertWorkflowTemplate(context, value, undefined, { errorPolicy: TRY_CONVERSION })
    : undefined;
  const errors = parseErrors(context);
  if (!value || !template || errors.length > 0) return { kind: 'broken', path: file.path, errors };
  const missing = missingKeys(value);
  if (missing.length > 0) return { kind: 'broken', path: file.path, errors: missing };
  return { kind: 'parsed', workflow: toWorkflow(file.path, value, template) };
}

// The schema leaves `on` optional, for files that are still being typed in an editor.
const missingKeys = (root: TemplateToken) =>
  ['on', 'jobs']
    .filter((key) => !entries(root).has(key))
    .map((key) => ({ message: `Required property is missing: ${key}`, line: 1, column: 1 }));

function toWorkflow(path: string, root: TemplateToken, template: WorkflowTemplate): Workflow {
  const keys = entries(root);
  const permissions = permissionsOf(keys.get('permissions'));
  const concurrency = concurrencyOf(keys.get('concurrency'));
  return {
    path,
    name: keys.get('name')?.toString() || path,
    ...optional('runName', keys.get('run-name')),
    triggers: triggersOf(keys.get('on'), template),
    ...(permissions === undefined ? {} : { permissions }),
    ...optional('env', keys.get('env')),
    defaults: defaultsOf(keys.get('defaults')),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...callOf(keys.get('on')),
    jobs: [...entries(keys.get('jobs'))].map(([id, token]) => parseJob(id, token)),
  };
}

function triggersOf(on: TemplateToken | undefined, template: WorkflowTemplate): readonly Trigger[] {
  const lines = keyLines(on);
  const bodies = entries(on);
  return Object.entries(template.events).map(([event, config]) => ({
    event,
    line: lines.get(event) ?? on?.line ?? 0,
    filters: filtersOf(config, keyLines(bodies.get(event))),
    schedules: event === 'schedule' ? schedulesOf(template) : [],
    inputs: event === 'workflow_dispatch' ? dispatchInputsOf(bodies.get(event)) : [],
  }));
}

const FILTER_NAMES: readonly FilterName[] = [
  'branches',
  'branches-ignore',
  'tags',
  'tags-ignore',
  'paths',
  'paths-ignore',
  'types',
  'workflows',
];

function filtersOf(config: unknown, lines: ReadonlyMap<string, number>): Trigger['filters'] {
  const given = new Map(Object.entries(config ?? {}));
  return Object.fromEntries(
    FILTER_NAMES.filter((name) => given.has(name)).map((name) => [
      name,
      { patterns: given.get(name) as readonly string[], line: lines.get(name) ?? 0 },
    ]),
  );
}

const schedulesOf = (template: WorkflowTemplate): readonly Schedule[] =>
  (template.events.schedule ?? []).map(({ cron, timezone }) => ({
    cron,
    ...(timezone === undefined ? {} : { timezone }),
  }));
