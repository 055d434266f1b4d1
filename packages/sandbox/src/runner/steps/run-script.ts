import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { evaluateText, type RunStep, type Template } from '@release-train/workflows';
import { spawnProcess } from '../spawn-process.ts';
import { scriptExtension, shellCommand, shellProblem } from './shell.ts';
import type { StepWork } from './step-work.ts';

/** A `run:` step: its script in a file, its shell on that file. */
export async function runScript(step: RunStep, work: StepWork): Promise<string | null> {
  const { job, scope, env, log, signal } = work;
  const text = (value: Template | undefined) =>
    value === undefined ? '' : evaluateText(value, scope);
  const defaults = { ...job.run.plan.workflow.defaults, ...job.instance.job.defaults };
  const shell = text(step.shell ?? defaults.shell);
  const problem = shellProblem(shell);
  if (problem) return `not supported by the sandbox: ${problem}`;
  const script = join(job.folders.temp, `${randomUUID()}${scriptExtension(shell)}`);
  await writeFile(script, text(step.run));
  const { command, args } = shellCommand(shell, script);
  const cwd = resolve(
    job.folders.workspace,
    text(step.workingDirectory ?? defaults.workingDirectory),
  );
  if (!existsSync(cwd)) return `working-directory "${cwd}" does not exist`;
  const code = await spawnProcess({
    command,
    args,
    cwd,
    env,
    signal,
    onLine: log.output,
    onStart: (group) => job.processGroups.add(group),
  });
  return code === 0 ? null : `Process completed with exit code ${code ?? 'unknown (killed)'}.`;
}
