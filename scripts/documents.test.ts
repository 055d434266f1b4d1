/** Every code block of the documents is executed or checked. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseWorkflow, type Step, type Workflow } from '../packages/workflows/src/index.ts';
import { readContract, root } from './actions.ts';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';

const pages = globSync(['*.md', 'docs/**/*.md', '{actions,packages}/*/README.md'], { cwd: root });

interface Place extends CodeBlock {
  /** `docs/railway.md:12` */
  readonly place: string;
}

const blocks: readonly Place[] = pages.flatMap((page) =>
  codeBlocks(readFileSync(join(root, page), 'utf8')).map((block) => ({
    ...block,
    place: `${page}:${block.line}`,
  })),
);
const of = (...languages: readonly string[]): readonly Place[] =>
  blocks.filter(({ language }) => languages.includes(language));

it('every language is one that a test looks at', () => {
  const known = ['', 'yaml', 'sh', 'js', 'ts', 'json', 'python', 'ruby', 'go'];
  expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
});

describe('YAML', () => {
  // The pages of the rules show faults in fragments; the doctor's fixtures hold them.
  const shown = of('yaml').filter(({ place }) => !place.startsWith('docs/rules/'));

  it.each(shown)('$place is what GitHub takes, and hands over what exists', async (block) => {
    const parsed = await parseWorkflow({ path: block.place, text: asWorkflow(block.text) });
    const errors = parsed.kind === 'broken' ? parsed.errors : [];
    expect(errors.filter(({ message }) => !lacksOtherJobs(message))).toEqual([]);
    if (parsed.kind === 'parsed') await checkUses(parsed.workflow);
  });
});

/** A job that is shown alone may need others that are not. */
const lacksOtherJobs = (message: string): boolean =>
  /at least one job with no dependencies|depends on unknown job/.test(message);

/** A block may show some steps, some jobs, or what stands above them. */
function asWorkflow(text: string): string {
  const value: unknown = parse(text);
  const frame = 'on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n';
  if (Array.isArray(value)) return `${frame}${indented(text, 6)}`;
  const keys = Object.keys(value ?? {});
  if (keys.includes('jobs')) return keys.includes('on') ? text : `on: push\n${text}`;
  if (keys.includes('on')) return `${text}\njobs: { job: { runs-on: a, steps: [{ run: b }] } }\n`;
  if (keys.includes('permissions') || keys.includes('concurrency'))
    return `${text}\non: push\njobs: { job: { runs-on: a, steps: [{ run: b }] } }\n`;
  if (keys.includes('steps') || keys.includes('runs-on'))
    return `on: push\njobs:\n  job:\n    ${keys.includes('runs-on') ? '' : 'runs-on: ubuntu-latest\n'}${indented(text, 4)}`;
  return `on: push\njobs:\n${indented(text, 2)}`;
}

const indented = (text: string, spaces: number): string =>
  text.replace(/^(?=.)/gm, ' '.repeat(spaces));

async function checkUses({ jobs }: Workflow): Promise<void> {
  for (const job of jobs) {
    await checkCall(job.uses ?? '', job);
    for (const step of job.steps) await checkStep(step);
  }
}

async function checkStep(step: Step): Promise<void> {
  if (step.kind !== 'uses') return;
  const name = /^release-train\/release-train\/actions\/([\w-]+)@v1$/.exec(step.uses)?.[1];
  if (name === undefined) return;
  const { inputs } = await readContract(name);
  expect(
    [...step.with.keys()].filter((input) => !(input in inputs)),
    step.uses,
  ).toEqual([]);
}

interface Declared {
  readonly [name: string]: { readonly required?: boolean };
}

async function checkCall(
  uses: string,
  job: Pick<Workflow['jobs'][number], 'with' | 'secrets'>,
): Promise<void> {
  const file = /^release-train\/release-train\/(\.github\/workflows\/[\w-]+\.yml)@v1$/.exec(uses);
  if (!file) return;
  const { on } = parse(readFileSync(join(root, file[1] ?? ''), 'utf8'));
  const { inputs = {}, secrets = {} }: { inputs?: Declared; secrets?: Declared } = on.workflow_call;
  for (const [declared, given] of [
    [inputs, job.with],
    [secrets, job.secrets],
  ] as const) {
    const names = given instanceof Map ? [...given.keys()] : [];
    expect(
      names.filter((name) => !(name in declared)),
      uses,
    ).toEqual([]);
    const needed = Object.keys(declared).filter((name) => declared[name]?.required);
    expect(
      needed.filter((name) => !names.includes(name)),
      uses,
    ).toEqual([]);
  }
}

describe('shell', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  it.each(of('sh'))('$place is shell, of commands that exist', ({ text }) => {
    const input = text.replace(/<\w+>/g, 'placeholder');
    expect(spawnSync('bash', ['-n'], { input, encoding: 'utf8' }).stderr).toBe('');
    const called = [...text.matchAll(/\b(?:npm run|pnpm) ([\w:-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    const own = called.filter((name) => !['vitest', 'install', 'exec'].includes(name));
    expect(own.filter((name) => !(name in scripts))).toEqual([]);
    const files = [...text.matchAll(/\bnode ([\w./-]+)/g)].map(([, path]) => path ?? '');
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('JavaScript', () => {
  const executed = of('js').filter(({ note }) => note !== 'not-executed');

  it.each(executed)('$place runs and answers at /health with its commit', async ({ text }) => {
    const port = await freePort();
    const env = { PATH: process.env['PATH'], PORT: String(port), RAILWAY_GIT_COMMIT_SHA: 'abc' };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], { env });
    try {
      expect(await answerOf(`http://127.0.0.1:${port}/health`)).toEqual({
        ok: true,
        commit: 'abc',
      });
    } finally {
      child.kill();
      await once(child, 'close');
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Asks until somebody listens; the test's own limit ends it. */
async function answerOf(url: string): Promise<unknown> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return response.json();
  }
}

describe('what is not executed', () => {
  const others = [
    ...of('python', 'ruby', 'go'),
    ...of('js').filter(({ note }) => note === 'not-executed'),
  ];

  it.each(others)('$place names the route, the field and the variable', ({ text }) => {
    expect(text).toMatch(/["'(/]health["'),]/);
    expect(text).toMatch(/\bcommit\b/);
    expect(text).toContain('RAILWAY_GIT_COMMIT_SHA');
  });

  it('is said to be so on its page', () => {
    for (const { place } of others) {
      const [page = ''] = place.split(':');
      expect(readFileSync(join(root, page), 'utf8')).toContain('not executed by this project');
    }
  });
});

it.each(of('json'))('$place is JSON', ({ text }) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

describe('links', () => {
  it.each(pages)('%s links only to what exists', (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link ?? '');
    const missing = links.filter((link) => !existsSync(join(root, page, '..', link)));
    expect(missing).toEqual([]);
  });
});
