/** `npm run doctor -- <path>`: the same diagnosis in a terminal. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readInputs } from '@release-train/action-kit';
import { ActionError } from '@release-train/action-kit/action-error';
import { portsAt } from './checkout.ts';
import { contract, type Inputs } from './contract.ts';
import { diagnose, isFailure } from './decide.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';
import { studyRepository } from './study.ts';
import { renderTerminal } from './terminal.ts';

const USAGE = `npm run doctor -- [<repository or folder of workflow files>] [options]
  --fail-on error|warning|never   exit 1 from which severity on (error)
  --vars <file>                   JSON of the repository's variables: gh variable list --json name,value
                                  or an object of name and value
  --secret-names <names>          comma-separated: gh secret list --json name -q '.[].name'
  --sarif <file>                  write SARIF 2.1.0, too
  --json                          print the findings as JSON
  --help
`;

const OPTIONS = {
  'fail-on': { type: 'string' },
  vars: { type: 'string' },
  'secret-names': { type: 'string' },
  sarif: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Exit codes: 0, 1 for findings, 2 for wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.help) return print(USAGE, 0);
  const inputs = await readOptions(values, positionals[0] ?? '.');
  const event = { visibility: 'unknown' } as const;
  const repository = await studyRepository(await portsAt(inputs.path, event), {
    ...(inputs.vars ? { vars: inputs.vars } : {}),
    secretNames: inputs['secret-names'] ?? [],
    event,
  });
  const findings = diagnose(repository, rules);
  if (values.sarif) await writeFile(values.sarif, renderSarif(findings, rules));
  const text = values.json
    ? `${JSON.stringify(findings, null, 2)}\n`
    : renderTerminal(repository, findings);
  const isEmpty = repository.files.length === 0 && inputs['fail-on'] !== 'never';
  return print(text, isEmpty || isFailure(findings, inputs['fail-on']) ? 1 : 0);
}

interface Options {
  readonly 'fail-on'?: string | undefined;
  readonly vars?: string | undefined;
  readonly 'secret-names'?: string | undefined;
}

/** The inputs of the action, checked by its contract. */
async function readOptions(values: Options, path: string): Promise<Inputs> {
  const inside = join(path, '.github/workflows');
  const raw: Readonly<Record<string, string>> = {
    path: resolve(existsSync(inside) ? inside : path),
    'fail-on': values['fail-on'] ?? '',
    'secret-names': values['secret-names'] ?? '',
    vars: values.vars === undefined ? '' : asObject(await readFile(values.vars, 'utf8')),
  };
  return readInputs(contract, { ...NO_RUNNER, input: (name) => raw[name] ?? '' });
}

/** `gh variable list --json name,value` prints a list of pairs. */
function asObject(text: string): string {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return text;
  return JSON.stringify(Object.fromEntries(value.map((item) => [item?.name, item?.value])));
}

const nothing = (): void => undefined;

const NO_RUNNER = {
  mask: nothing,
  output: nothing,
  keep: () => '',
  annotate: nothing,
  summary: async () => undefined,
  fail: nothing,
  info: nothing,
  notice: nothing,
  warning: nothing,
};

function print(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const hint = error instanceof ActionError && error.hint ? `\n${error.hint}` : '';
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}${hint}\n\n${USAGE}`,
  );
  process.exitCode = 2;
}
