import { isBasicExpression, isMapping, isSequence } from '@actions/workflow-parser';
import { ensureStatusFunction } from '@actions/workflow-parser/model/converter/if-condition';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import type { Template } from './template.ts';
import { entries, optional, toTemplate, toTemplateMap } from './tokens.ts';
import type { Concurrency, Job, Permissions, RunDefaults, Step, Strategy } from './workflow.ts';

/** `jobs.<id>` of a file that the parser accepted. */
export function parseJob(id: string, token: TemplateToken): Job {
  const keys = entries(token);
  const permissions = permissionsOf(keys.get('permissions'));
  const concurrency = concurrencyOf(keys.get('concurrency'));
  const strategy = strategyOf(keys.get('strategy'));
  const uses = keys.get('uses')?.toString();
  const steps = keys.get('steps');
  return {
    id,
    line: token.line ?? 0,
    ...optional('name', keys.get('name')),
    needs: textList(keys.get('needs')),
    if: conditionOf(keys.get('if')),
    ...ifLineOf(keys.get('if')),
    ...(permissions === undefined ? {} : { permissions }),
    ...optional('env', keys.get('env')),
    defaults: defaultsOf(keys.get('defaults')),
    ...(concurrency === undefined ? {} : { concurrency }),
    outputs: toTemplateMap(keys.get('outputs')),
    ...(strategy === undefined ? {} : { strategy }),
    ...optional('runsOn', keys.get('runs-on')),
    ...optional('environment', keys.get('environment')),
    ...optional('timeoutMinutes', keys.get('timeout-minutes')),
    ...optional('continueOnError', keys.get('continue-on-error')),
    ...(uses === undefined ? {} : { uses }),
    ...optional('with', keys.get('with')),
    ...optional('secrets', keys.get('secrets')),
    ...optional('container', keys.get('container')),
    ...optional('services', keys.get('services')),
    steps: steps && isSequence(steps) ? [...steps].map(parseStep) : [],
  };
}

export function permissionsOf(token: TemplateToken | undefined): Permissions | undefined {
  if (!token) return undefined;
  if (!isMapping(token)) return token.toString() === 'write-all' ? 'write-all' : 'read-all';
  return Object.fromEntries(
    [...entries(token)].map(([scope, level]) => [scope, accessLevel(level.toString())]),
  );
}

export function defaultsOf(token: TemplateToken | undefined): RunDefaults {
  const run = entries(entries(token).get('run'));
  return {
    ...optional('shell', run.get('shell')),
    ...optional('workingDirectory', run.get('working-directory')),
  };
}

export function concurrencyOf(token: TemplateToken | undefined): Concurrency | undefined {
  if (!token) return undefined;
  if (!isMapping(token)) {
    return { group: toTemplate(token), cancelInProgress: false, queue: 'single' };
  }
  const keys = toTemplateMap(token);
  return {
    group: keys.get('group') ?? '',
    cancelInProgress: keys.get('cancel-in-progress') ?? false,
    queue: keys.get('queue') === 'max' ? 'max' : 'single',
  };
}

const accessLevel = (text: string) => (text === 'write' || text === 'read' ? text : 'none');

function strategyOf(token: TemplateToken | undefined): Strategy | undefined {
  if (!token) return undefined;
  const keys = entries(token);
  return {
    ...optional('matrix', keys.get('matrix')),
    failFast: failFastOf(keys.get('fail-fast')),
    ...optional('maxParallel', keys.get('max-parallel')),
  };
}

const failFastOf = (token: TemplateToken | undefined): Template =>
  token ? toTemplate(token) : true;

function parseStep(token: TemplateToken): Step {
  const keys = entries(token);
  const id = keys.get('id')?.toString();
  const base = {
    line: token.line ?? 0,
    ...(id === undefined ? {} : { id }),
    ...optional('name', keys.get('name')),
    if: conditionOf(keys.get('if')),
    ...ifLineOf(keys.get('if')),
    ...optional('env', keys.get('env')),
    ...optional('timeoutMinutes', keys.get('timeout-minutes')),
    ...optional('continueOnError', keys.get('continue-on-error')),
  };
  const uses = keys.get('uses');
  if (uses) {
    return { ...base, kind: 'uses', uses: uses.toString(), with: toTemplateMap(keys.get('with')) };
  }
  const run = keys.get('run');
  return {
    ...base,
    kind: 'run',
    run: run ? toTemplate(run) : '',
    ...optional('shell', keys.get('shell')),
    ...optional('workingDirectory', keys.get('working-directory')),
  };
}

function conditionOf(token: TemplateToken | undefined): string {
  if (!token) return 'success()';
  const text = (isBasicExpression(token) ? token.expression : token.toString()).trim();
  return text === '' ? 'success()' : ensureStatusFunction(text, token.definitionInfo);
}

const ifLineOf = (token: TemplateToken | undefined): { readonly ifLine?: number } =>
  token?.line === undefined ? {} : { ifLine: token.line };

function textList(token: TemplateToken | undefined): readonly string[] {
  if (!token) return [];
  return isSequence(token) ? [...token].map(String) : [token.toString()];
}
