import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file a step wrote that is not in GitHub's format. */
export class StepFileError extends Error {
  override readonly name = 'StepFileError';
}

export interface StepFiles {
  /** GITHUB_OUTPUT and its siblings → path. */
  readonly environment: Readonly<Record<string, string>>;
  read(): Promise<StepFileContents>;
}

export interface StepFileContents {
  readonly outputs: ReadonlyMap<string, string>;
  readonly env: ReadonlyMap<string, string>;
  readonly paths: readonly string[];
  readonly summary: string;
}

const VARIABLES = {
  GITHUB_OUTPUT: 'output',
  GITHUB_ENV: 'env',
  GITHUB_PATH: 'path',
  GITHUB_STEP_SUMMARY: 'summary',
  GITHUB_STATE: 'state',
} as const;

/** Empty files for one step, in a folder of its own. */
export async function createStepFiles(folder: string): Promise<StepFiles> {
  await mkdir(folder, { recursive: true });
  const paths = Object.entries(VARIABLES).map(([key, name]) => [key, join(folder, name)] as const);
  await Promise.all(paths.map(([, path]) => writeFile(path, '')));
  const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  return {
    environment: Object.fromEntries(paths),
    read: async () => ({
      outputs: parseKeyValues(await text('output'), 'output'),
      env: parseKeyValues(await text('env'), 'env'),
      paths: (await text('path')).split(/\r?\n/).filter((line) => line !== ''),
      summary: await text('summary'),
    }),
  };
}

/**
 * `name=value` lines and `name<<DELIMITER … DELIMITER` blocks. Throws StepFileError.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function parseKeyValues(text: string, file: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/);
  const values = new Map<string, string>();
  let at = 0;
  while (at < lines.length) {
    const [key, value, taken] = takeEntry(lines, at, file);
    if (key !== '') values.set(key, value);
    at += taken;
  }
  return values;
}

/** Key, value and the number of lines they take; an empty line has an empty key. */
function takeEntry(
  lines: readonly string[],
  at: number,
  file: string,
): readonly [string, string, number] {
  const line = lines[at] ?? '';
  if (line === '') return ['', '', 1];
  const equals = line.indexOf('=');
  const heredoc = line.indexOf('<<');
  if (equals > 0 && (heredoc < 0 || equals < heredoc)) {
    return [line.slice(0, equals), line.slice(equals + 1), 1];
  }
  const delimiter = heredoc > 0 ? line.slice(heredoc + 2) : '';
  if (delimiter === '') throw invalid(file, `Invalid format '${line}'`);
  const end = lines.indexOf(delimiter, at + 1);
  if (end < 0) throw invalid(file, `Matching delimiter not found '${delimiter}'`);
  return [line.slice(0, heredoc), lines.slice(at + 1, end).join('\n'), end + 1 - at];
}

const invalid = (file: string, detail: string): StepFileError =>
  new StepFileError(`Unable to process file command '${file}' successfully. ${detail}`);
