import { ActionError } from './action-error.ts';
import type { ActionContract, InputsOf, Outcome } from './contract.ts';
import { loadContract, readInputs } from './read-inputs.ts';
import type { Runner } from './runner.ts';
import { oneLine } from './text.ts';

/** https://docs.github.com/actions: one environment string over about 128 KiB fails a later step. */
const outputLimit = 16 * 1024;

/**
 * The life of every action: read inputs, run, set outputs (also when the verdict is a failure),
 * write the summary, fail. Never throws.
 */
export async function runAction<C extends ActionContract>(
  contract: C,
  runner: Runner,
  handle: (inputs: InputsOf<C>) => Promise<Outcome<C>>,
): Promise<void> {
  try {
    const outcome = await handle(readInputs(await loadContract(contract, runner), runner));
    for (const [name, value] of Object.entries(outcome.outputs)) {
      runner.output(name, fitted(contract, { name, text: serialized(value) }, runner));
    }
    await writeSummary(runner, outcome.summary);
    if (outcome.failure) runner.fail(sentence(outcome.failure));
  } catch (error) {
    runner.fail(failureText(contract, error));
  }
}

const serialized = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function fitted(
  contract: ActionContract,
  { name, text }: { name: string; text: string },
  runner: Runner,
): string {
  if (Buffer.byteLength(text) <= outputLimit) return text;
  const file = runner.keep(`${contract.name}-${name}`, text);
  runner.notice(`output "${name}" is larger than 16 KiB: the whole of it is in ${file}`);
  return contract.outputs[name]?.json
    ? JSON.stringify({ file })
    : `${text.slice(0, 1000)}… (all of it in ${file})`;
}

async function writeSummary(runner: Runner, markdown: string): Promise<void> {
  try {
    await runner.summary(markdown);
  } catch (error) {
    // A summary that cannot be written must not turn a verdict around.
    runner.warning(`the job summary could not be written: ${oneLine(String(error))}`);
  }
}

const sentence = ({ message, hint }: { message: string; hint?: string | undefined }): string =>
  hint ? `${message}\n${hint}` : message;

function failureText(contract: ActionContract, error: unknown): string {
  if (error instanceof ActionError) return sentence(error);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `Unexpected error in ${contract.name}: ${detail}`,
    'This is a bug of the action: please report it at https://github.com/release-train/release-train/issues',
  ].join('\n');
}
