/** A contract as action.yml and as README tables. Pure. */
import { type ActionContract, formOf } from '@release-train/action-kit';
import { stringify } from 'yaml';

export function renderActionYml(contract: ActionContract): string {
  const inputs = Object.fromEntries(
    Object.entries(contract.inputs).map(([name, spec]) => [
      name,
      {
        description: `${spec.description}${spec.secret ? ' Secret.' : ''}`,
        required: spec.required ?? false,
        ...(spec.default === undefined ? {} : { default: spec.default }),
      },
    ]),
  );
  const outputs = Object.fromEntries(
    Object.entries(contract.outputs).map(([name, { description, values }]) => [
      name,
      { description: values ? `${description} One of ${values.join(', ')}.` : description },
    ]),
  );
  const action = {
    name: `Release Train: ${contract.name}`,
    description: contract.description,
    author: 'Release Train',
    inputs,
    outputs,
    runs: { using: 'node24', main: 'dist/index.js' },
    branding: { icon: 'git-merge', color: 'blue' },
  };
  return `# GENERATED from src/contract.ts by \`pnpm generate\`. Do not edit.\n${stringify(action, { lineWidth: 100, defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' })}`;
}

export const start = '<!-- contract:start -->';
export const end = '<!-- contract:end -->';

/** @throws Error where the README lacks the markers */
export function replaceTables(readme: string, contract: ActionContract): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${contract.name}: README.md needs ${start} … ${end}`);
  const head = readme.slice(0, from + start.length);
  return `${head}\n${renderTables(contract)}\n${readme.slice(to)}`;
}

function renderTables(contract: ActionContract): string {
  const inputs = Object.entries(contract.inputs).map(([name, spec]) => [
    `\`${name}\``,
    cell(spec.description),
    cell(formOf(spec.type)),
    defaultOf(spec),
  ]);
  const outputs = Object.entries(contract.outputs).map(([name, { description, values, json }]) => [
    `\`${name}\``,
    cell(description),
    values?.map((value) => `\`${value}\``).join(' ') ?? (json ? 'JSON' : 'text'),
  ]);
  return [
    '',
    '### Inputs',
    '',
    table(['input', 'meaning', 'accepts', 'default'], inputs),
    '',
    '### Outputs',
    '',
    table(['output', 'meaning', 'values'], outputs),
    '',
  ].join('\n');
}

function defaultOf(spec: ActionContract['inputs'][string]): string {
  if (spec.required) return '**required**';
  const shown = spec.default === undefined ? 'none' : `\`${spec.default}\``;
  return spec.secret && spec.default === undefined ? 'none (secret)' : shown;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The quick start's step with the starter's workflow, as it is played by the sandbox. */
export const replaceStarter = (readme: string, workflow: string): string =>
  readme.replace(
    /( *)<!-- starter:start -->[\s\S]*?<!-- starter:end -->/,
    (_whole, indent: string) =>
      [
        '<!-- starter:start -->',
        '```yaml',
        ...workflow.trimEnd().split('\n'),
        '```',
        '<!-- starter:end -->',
      ]
        .map((line) => (line === '' ? '' : `${indent}${line}`))
        .join('\n'),
  );
