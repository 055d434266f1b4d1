import { calledFunctions } from './expression-calls.ts';
import type { Raw } from './salvage.ts';
import type { Template, TemplateMap } from './template.ts';
import type { FilterName, Job, Permissions, Step, Trigger } from './workflow.ts';

/** `on:` in any of its three forms. */
export function toSalvagedTriggers(on: Raw | undefined): readonly Trigger[] {
  if (!on) return [];
  if (on.entries.size > 0) return [...on.entries].map(([event, body]) => toTrigger(event, body));
  const names = on.items.length > 0 ? on.items : [on];
  return names.filter(({ text }) => text !== '').map((raw) => toTrigger(raw.text, raw));
}

export function toSalvagedJob(id: string, raw: Raw): Job {
  const get = (key: string) => raw.entries.get(key);
  const permissions = permissionsOf(get('permissions'));
  const uses = get('uses')?.text;
  return {
    id,
    line: raw.line,
    needs: textsOf(get('needs')),
    ...conditionOf(get('if')),
    ...(permissions === undefined ? {} : { permissions }),
    ...present('name', get('name')),
    ...present('env', get('env')),
    ...present('environment', get('environment')),
    ...present('continueOnError', get('continue-on-error')),
    ...(uses === undefined ? {} : { uses }),
    defaults: {},
    outputs: mapOf(get('outputs')),
    steps: (get('steps')?.items ?? []).map(toStep),
  };
}

const FILTERS: readonly FilterName[] = [
  'branches',
  'branches-ignore',
  'tags',
  'tags-ignore',
  'paths',
  'paths-ignore',
  'types',
  'workflows',
];

function toTrigger(event: string, body: Raw): Trigger {
  const filters = FILTERS.flatMap((name) => {
    const raw = body.entries.get(name);
    return raw ? [[name, { patterns: textsOf(raw), line: raw.keyLine }] as const] : [];
  });
  const schedules = body.items.flatMap(({ entries }) => {
    const cron = entries.get('cron')?.text;
    return cron === undefined ? [] : [{ cron }];
  });
  return { event, line: body.keyLine, filters: Object.fromEntries(filters), schedules, inputs: [] };
}

function toStep(raw: Raw): Step {
  const get = (key: string) => raw.entries.get(key);
  const id = get('id')?.text;
  const base = {
    line: raw.line,
    ...(id === undefined ? {} : { id }),
    ...present('name', get('name')),
    ...conditionOf(get('if')),
    ...present('env', get('env')),
    ...present('continueOnError', get('continue-on-error')),
  };
  const uses = get('uses')?.text;
  if (uses !== undefined) return { ...base, kind: 'uses', uses, with: mapOf(get('with')) };
  return { ...base, kind: 'run', run: get('run')?.template ?? '' };
}

function conditionOf(raw: Raw | undefined): { readonly if: string; readonly ifLine?: number } {
  const text = raw?.text.trim() ?? '';
  if (!raw || text === '') return { if: 'success()' };
  const bare = /^\$\{\{(?<inside>[\s\S]*)\}\}$/.exec(text)?.groups?.['inside']?.trim() ?? text;
  return { if: wrapped(bare), ifLine: raw.line };
}

const STATUS = ['success', 'failure', 'cancelled', 'always'];

function wrapped(condition: string): string {
  try {
    const isStatus = calledFunctions(condition).some((name) => STATUS.includes(name));
    return isStatus ? condition : `success() && (${condition})`;
  } catch {
    // It stays as it is: whoever evaluates it meets the error and can name it.
    return condition;
  }
}

const textsOf = (raw: Raw | undefined): readonly string[] => {
  if (!raw) return [];
  if (raw.items.length > 0) return raw.items.map(({ text }) => text);
  return raw.text === '' ? [] : [raw.text];
};

const mapOf = (raw: Raw | undefined): TemplateMap =>
  new Map([...(raw?.entries ?? [])].map(([key, value]) => [key, value.template]));

function permissionsOf(raw: Raw | undefined): Permissions | undefined {
  if (!raw) return undefined;
  if (raw.text === 'write-all' || raw.text === 'read-all') return raw.text;
  return Object.fromEntries(
    [...raw.entries].map(([scope, { text }]) => [
      scope,
      text === 'write' || text === 'read' ? text : 'none',
    ]),
  );
}

function present<Key extends string>(
  key: Key,
  raw: Raw | undefined,
): { readonly [K in Key]?: Template } {
  // The computed key widens to `string`; it is exactly `Key`.
  return raw ? ({ [key]: raw.template } as { [K in Key]: Template }) : {};
}
