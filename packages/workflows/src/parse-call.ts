import { isMapping, isSequence } from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { dispatchInputsOf } from './parse-dispatch-inputs.ts';
import { entries, toTemplateMap } from './tokens.ts';
import type { Workflow } from './workflow.ts';

/** What `on:` says of callers, in its three spellings: a word, a list, a mapping. */
export function callOf(on: TemplateToken | undefined): Pick<Workflow, 'call'> {
  if (!on || !listensTo(on, 'workflow_call')) return {};
  const call = entries(on).get('workflow_call');
  const keys = entries(call);
  return {
    call: {
      inputs: dispatchInputsOf(call),
      secrets: [...entries(keys.get('secrets'))].map(([name, token]) => ({
        name,
        required: toTemplateMap(token).get('required') === true,
      })),
      outputs: new Map(
        [...entries(keys.get('outputs'))].map(([name, token]) => [
          name,
          toTemplateMap(token).get('value') ?? '',
        ]),
      ),
    },
  };
}

function listensTo(on: TemplateToken, event: string): boolean {
  if (isMapping(on)) return entries(on).has(event);
  return isSequence(on)
    ? [...on].some((item) => item.toString() === event)
    : on.toString() === event;
}
