import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { isList, type Template } from './template.ts';
import { entries, toTemplateMap } from './tokens.ts';
import type { DispatchInput } from './workflow.ts';

/** `on: workflow_dispatch: inputs:`, read here because the parser's model drops number inputs. */
export const dispatchInputsOf = (
  workflowDispatch: TemplateToken | undefined,
): readonly DispatchInput[] =>
  [...entries(entries(workflowDispatch).get('inputs'))].map(([name, token]) => {
    const keys = toTemplateMap(token);
    const options = keys.get('options');
    return {
      name,
      type: typeOf(keys.get('type')),
      required: keys.get('required') === true,
      ...defaultOf(keys.get('default')),
      options: isList(options) ? options.map(String) : [],
    };
  });

const TYPES = ['string', 'choice', 'boolean', 'number', 'environment'] as const;

const typeOf = (value: Template | undefined): DispatchInput['type'] =>
  TYPES.find((type) => type === value) ?? 'string';

function defaultOf(value: Template | undefined): Pick<DispatchInput, 'default'> {
  const literal =
    typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  return literal ? { default: value } : {};
}
