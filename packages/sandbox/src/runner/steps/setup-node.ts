import type { StepWork } from './step-work.ts';

/** The node that runs the sandbox is the only one there is. */
export function setupNode(inputs: ReadonlyMap<string, string>, work: StepWork): string | null {
  const asked = inputs.get('node-version') ?? '';
  if (asked !== '' && !`${process.versions.node}.`.startsWith(`${asked.replace(/^v/, '')}.`)) {
    work.log.annotate(
      'notice',
      `node-version "${asked}" is asked; the sandbox has ${process.version}`,
    );
  }
  work.outputs['node-version'] = process.version;
  return null;
}
