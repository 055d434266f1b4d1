import { existsSync } from 'node:fs';
import { evaluateText } from '@release-train/workflows';
import type { LoadedAction } from '../action-reference.ts';
import { spawnProcess } from '../spawn-process.ts';
import type { StepWork } from './step-work.ts';

/** Runs a node24 action's bundle as the runner does: inputs in INPUT_… variables. */
export async function runNodeAction(
  loaded: LoadedAction & { readonly kind: 'loaded' },
  inputs: ReadonlyMap<string, string>,
  work: StepWork,
): Promise<string | null> {
  const { job, env, log, signal } = work;
  if (!existsSync(loaded.main)) return `File not found: '${loaded.main}'`;
  warnOfUnexpected(loaded, inputs, work);
  const code = await spawnProcess({
    command: process.execPath,
    args: [loaded.main],
    cwd: job.folders.workspace,
    env: {
      ...env,
      ...inputEnvironment(loaded, inputs, work),
      GITHUB_ACTION_PATH: loaded.folder,
      ...job.run.options.environment,
    },
    signal,
    onLine: log.output,
    onStart: (group) => job.processGroups.add(group),
  });
  if (code === 0) return null;
  return `the action "${loaded.action.name}" ended with exit code ${code ?? 'unknown (killed)'}`;
}

function warnOfUnexpected(
  { action }: LoadedAction & { readonly kind: 'loaded' },
  inputs: ReadonlyMap<string, string>,
  { log }: StepWork,
): void {
  const valid = action.inputs.map(({ name }) => name);
  const known = valid.map((name) => name.toLowerCase());
  const unexpected = [...inputs.keys()].filter((name) => !known.includes(name));
  if (unexpected.length === 0) return;
  const quote = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
  log.annotate(
    'warning',
    `Unexpected input(s) ${quote(unexpected)}, valid inputs are [${quote(valid)}]`,
  );
}

function inputEnvironment(
  { action }: LoadedAction & { readonly kind: 'loaded' },
  inputs: ReadonlyMap<string, string>,
  { scope }: StepWork,
): Readonly<Record<string, string>> {
  const defaults = action.inputs.map(
    (input) => [input.name.toLowerCase(), evaluateText(input.default ?? '', scope)] as const,
  );
  return Object.fromEntries(
    [...new Map([...defaults, ...inputs])].map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}
