import type { Step, UsesStep } from '@release-train/workflows';
import {
  actionFolder,
  type Imitated,
  loadAction,
  parseActionReference,
} from '../action-reference.ts';
import { createAppToken } from './app-token.ts';
import { checkout } from './checkout.ts';
import { runNodeAction } from './node-action.ts';
import { runScript } from './run-script.ts';
import { setupNode } from './setup-node.ts';
import { evaluateInputs, type StepWork } from './step-work.ts';
import { uploadArtifact } from './upload-artifact.ts';

type Imitation = (
  inputs: ReadonlyMap<string, string>,
  work: StepWork,
) => Promise<string | null> | string | null;

const IMITATIONS: Readonly<Record<Imitated, Imitation>> = {
  'actions/checkout': checkout,
  'actions/create-github-app-token': createAppToken,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
};

/** Does a step's work; answers with why it failed, or null. */
export async function performStep(step: Step, work: StepWork): Promise<string | null> {
  if (work.job.run.options.steps === 'stub') {
    work.log.annotate('notice', 'not executed: the step is a stub');
    return null;
  }
  return step.kind === 'run' ? runScript(step, work) : useAction(step, work);
}

async function useAction(step: UsesStep, work: StepWork): Promise<string | null> {
  const reference = parseActionReference(step.uses);
  const inputs = evaluateInputs(step, work.scope);
  switch (reference.kind) {
    case 'unsupported':
      return `not supported by the sandbox: ${reference.reason}`;
    case 'imitated':
      work.log.note(`sandbox imitation of ${reference.action}`);
      return IMITATIONS[reference.action](inputs, work);
    case 'own':
    case 'local': {
      const { run, folders } = work.job;
      const folder = actionFolder(reference, { ...run.options, ...folders });
      if (!folder) return `"${step.uses}" leaves the workspace`;
      const loaded = loadAction(folder, step.uses);
      if (loaded.kind === 'refused') return `not supported by the sandbox: ${loaded.reason}`;
      return runNodeAction(loaded, inputs, work);
    }
    default:
      return reference satisfies never;
  }
}
