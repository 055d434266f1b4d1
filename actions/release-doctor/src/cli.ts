/** `npm run doctor -- <path>`: the same diagnosis in a terminal. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { readInputs } from '@release-train/action-kit';
import { ActionError } from '@release-train/action-kit/action-error';
import { portsAt } from './checkout.ts';
import { connect, eventOf } from './connect.ts';
import { contract, type Inputs } from './contract.ts';
import { diagnose, isFailure } from './decide.ts';
import { originRepository } from './git-history.ts';
import { renderMermaid } from './mermaid.ts';
import type { Connection } from './ports.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';
import { studyRepository } from './study.ts';
import { type Paint, plain, renderTerminal } from './terminal.ts';

const USAGE = `npm run doctor -- [<repository or folder of workflow files>] [options]
  --fail-on error|warning|never   exit 1 from which severity on (error)
  --vars <file>                   JSON of the repository's variables: gh variable list --json name,value
                                  or an object of name and value
  --secret-names <names>          comma-separated: gh secret list --json name -q '.[].name'
  --live                          ask GitHub, too, with the token in GITHUB_TOKEN: GITHUB_TOKEN=$(gh auth token)
  --repository <owner/name>       which one to ask about (that of the remote "origin")
  --graph <file>                  write who starts whom as a Mermaid picture, dead edges marked
  --sarif <file>                  write SARIF 2.1.0, too
  --json                          print the findings as JSON
  --help
Exit codes: 0 nothing from --fail-on on, 1 findings, 2 wrong usage or nothing could be read.
Colours only on a terminal, and not with NO_COLOR.
`;

const OPTIONS = {
  'fail-on': { type: 'string' },
  vars: { type: 'string' },
  'secret-names': { type: 'string' },
  live: { type: 'boolean' },
  repository: { type: 'string' },
  graph: { type: 'string' },
  sarif: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Options = ReturnType<typeof parseOptions>['values'];

const parseOptions = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** Exit codes: 0, 1 for findings, 2 for wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args);
  if (values.help) return print(USAGE, 0);
  const inputs = await readOptions(values, positionals[0] ?? '.');
  const connection = inputs.live ? await connectTo(inputs, values) : undefined;
  const event = connection ? eventOf(connection) : ({ visibility: 'unknown' } as const);
  const ports = await portsAt(inputs.path, event);
  const repository = await studyRepository(
    { ...ports, ...(connection ? { connection } : {}) },
    {
      ...(inputs.vars ? { vars: inputs.vars } : {}),
      secretNames: inputs['secret-names'] ?? [],
      event,
    },
  );
  const findings = diagnose(repository, rules);
  if (values.sarif) await writeFile(values.sarif, renderSarif(findings, rules));
  if (values.graph) await writeFile(values.graph, renderMermaid(repository, findings));
  const text = values.json
    ? `${JSON.stringify(findings, null, 2)}\n`
    : renderTerminal(repository, findings, painter());
  const isEmpty = repository.files.length === 0 && inputs['fail-on'] !== 'never';
  return print(text, isEmpty || isFailure(findings, inputs['fail-on']) ? 1 : 0);
}

const painter = (): Paint =>
  process.stdout.isTTY && !process.env['NO_COLOR']
    ? (style, text) => styleText(style, text)
    : plain;

/** The inputs of the action, checked by its contract. */
async function readOptions(values: Options, path: string): Promise<Inputs> {
  const inside = join(path, '.github/workflows');
  const raw: Readonly<Record<string, string>> = {
    path: resolve(existsSync(inside) ? inside : path),
    'fail-on': values['fail-on'] ?? '',
    'secret-names': values['secret-names'] ?? '',
    live: values.live ? 'true' : '',
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

async function connectTo({ path }: Inputs, { repository }: Options): Promise<Connection> {
  const { env } = process;
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
  if (!token) {
    throw new ActionError('no-token', '--live needs a token in GITHUB_TOKEN', {
      hint: 'GITHUB_TOKEN=$(gh auth token) npm run doctor -- <path> --live',
    });
  }
  const apiUrl = env['GITHUB_API_URL'] || 'https://api.github.com';
  return await connect({
    token,
    repository: repository ?? env['GITHUB_REPOSITORY'] ?? (await originRepository(path)) ?? '',
    apiUrl,
    graphqlUrl: env['GITHUB_GRAPHQL_URL'] || `${apiUrl}/graphql`,
    env,
    log: { info: note, warning: note },
  });
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);

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
