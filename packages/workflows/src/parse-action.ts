import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction as parseTokens } from '@actions/workflow-parser/actions/action-parser';
import type { Template } from './template.ts';
import { entries, parseErrors, toTemplate } from './tokens.ts';
import type { ParseError, SourceFile } from './workflow.ts';

/** An `action.yml` as far as a runner needs it. */
export interface ActionMetadata {
  readonly name: string;
  readonly inputs: readonly ActionInput[];
  readonly runs: ActionRuns;
}

export interface ActionInput {
  readonly name: string;
  readonly default?: Template;
}

export interface ActionRuns {
  /** `node24`, `composite`, `docker`, … */
  readonly using: string;
  readonly main?: string;
  readonly pre?: string;
  readonly post?: string;
}

export type ParsedAction =
  | { readonly kind: 'parsed'; readonly action: ActionMetadata }
  | { readonly kind: 'broken'; readonly path: string; readonly errors: readonly ParseError[] };

export function parseAction(file: SourceFile): ParsedAction {
  const { context, value } = parseTokens(
    { name: file.path, content: file.text },
    new NoOperationTraceWriter(),
  );
  const errors = parseErrors(context);
  if (!value || errors.length > 0) return { kind: 'broken', path: file.path, errors };
  const keys = entries(value);
  const runs = entries(keys.get('runs'));
  const text = (key: string) => {
    const token = runs.get(key);
    return token ? { [key]: token.toString() } : {};
  };
  return {
    kind: 'parsed',
    action: {
      name: keys.get('name')?.toString() ?? file.path,
      inputs: [...entries(keys.get('inputs'))].map(([name, token]) => {
        const fallback = entries(token).get('default');
        return { name, ...(fallback ? { default: toTemplate(fallback) } : {}) };
      }),
      runs: {
        using: runs.get('using')?.toString() ?? '',
        ...text('main'),
        ...text('pre'),
        ...text('post'),
      },
    },
  };
}
