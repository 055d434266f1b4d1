import type { JobRun } from './job-run.ts';
import type { LiveStep } from './records.ts';
import type { Annotation } from './runner-api.ts';
import { parseWorkflowCommand, type WorkflowCommand } from './workflow-command.ts';

/** Where a step's lines go: commands are obeyed, everything else is masked and kept. */
export interface StepLog {
  /** A line a step printed: it may be a command. */
  output(line: string): void;
  /** A line of the runner's own. */
  note(line: string): void;
  annotate(level: Annotation['level'], message: string): void;
  /** Commands that make the step fail. */
  readonly refused: readonly string[];
}

/** Commands GitHub has replaced by files. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  ['set-output', 'GITHUB_OUTPUT'],
  ['save-state', 'GITHUB_STATE'],
  ['set-env', 'GITHUB_ENV'],
  ['add-path', 'GITHUB_PATH'],
]);

export function createStepLog(job: JobRun, step: LiveStep): StepLog {
  const refused: string[] = [];
  const stopped: { token: string | null } = { token: null };
  const note: StepLog['note'] = (text) => {
    for (const part of text.split(/\r?\n/)) {
      const line = job.masks.apply(part);
      step.log.push(line);
      job.run.options.onProgress({ kind: 'log', run: job.run.record, job: job.record, step, line });
    }
  };
  const annotate = (level: Annotation['level'], message: string, place: Place = {}): void => {
    step.annotations.push({ level, message: job.masks.apply(message), ...place });
    note(`##[${level}]${message}`);
  };
  const stop = (token: string) => {
    stopped.token = token;
  };
  const obey = obeyWith({ job, note, annotate, stop, refused });
  const output: StepLog['output'] = (line) => {
    const resumed = stopped.token !== null && line.trim() === `::${stopped.token}::`;
    if (resumed) stopped.token = null;
    else if (stopped.token !== null) note(line);
    else obey(line);
  };
  return { output, note, annotate, refused };
}

type Place = Pick<Annotation, 'title' | 'file' | 'line'>;

interface CommandEffects {
  readonly job: JobRun;
  readonly note: (line: string) => void;
  readonly annotate: (level: Annotation['level'], message: string, place?: Place) => void;
  readonly stop: (token: string) => void;
  readonly refused: string[];
}

const obeyWith =
  (effects: CommandEffects) =>
  (line: string): void => {
    const command = parseWorkflowCommand(line);
    switch (command?.name) {
      case 'add-mask':
        effects.job.masks.add(command.message);
        return;
      case 'group':
      case 'endgroup':
        effects.note(`##[${command.name}]${command.message}`);
        return;
      case 'notice':
      case 'warning':
      case 'error':
        effects.annotate(command.name, command.message, placeOf(command));
        return;
      case 'debug':
      case 'echo':
        return;
      case 'stop-commands':
        effects.stop(command.message);
        return;
      default:
        refuseOrNote(effects, command, line);
    }
  };

function refuseOrNote(
  { note, annotate, refused }: CommandEffects,
  command: WorkflowCommand | null,
  line: string,
): void {
  const file = command && REPLACED.get(command.name);
  if (!file) {
    note(line);
    return;
  }
  const reason = `the workflow command "${command.name}": write to the file in ${file} instead`;
  refused.push(reason);
  annotate('error', `not supported by the sandbox: ${reason}`);
}

function placeOf({ properties }: WorkflowCommand): Place {
  const { title, file, line } = properties;
  return {
    ...(title ? { title } : {}),
    ...(file ? { file } : {}),
    ...(line && Number.isInteger(Number(line)) ? { line: Number(line) } : {}),
  };
}
