import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BundleRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface BundleOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Contents of GITHUB_EVENT_PATH. */
  readonly event?: Readonly<Record<string, unknown>>;
  /** Sends SIGTERM when it aborts, as the runner does to a cancelled job. */
  readonly terminate?: AbortSignal;
  /** Sends SIGKILL to the process and its children when it aborts, as a machine that dies does. */
  readonly kill?: AbortSignal;
}

/** Runs `actions/<name>/dist/index.js` as the runner does, with an environment of its own. */
export async function runBundle(name: string, options: BundleOptions = {}): Promise<BundleRun> {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    const files = await writeStepFiles(folder, options.event ?? {});
    const bundle = new URL(`../../../actions/${name}/dist/index.js`, import.meta.url).pathname;
    const child = spawn(process.execPath, [bundle], {
      cwd: folder,
      env: { ...stepEnvironment(folder, files), ...inputVariables(options.inputs), ...options.env },
    });
    options.terminate?.addEventListener('abort', () => child.kill('SIGTERM'));
    options.kill?.addEventListener('abort', () => killTree(child));
    const [stdout, stderr, exitCode] = await Promise.all([
      collect(child.stdout),
      collect(child.stderr),
      new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1))),
    ]);
    const outputs = parseOutputs(await readFile(files.output, 'utf8'));
    return { exitCode, stdout, stderr, outputs, summary: await readFile(files.summary, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function killTree({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  // Stopped first, so that it starts nothing more.
  process.kill(pid, 'SIGSTOP');
  for (const each of [pid, ...descendantsOf(pid, processes())]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

const processes = (): readonly Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));

/** git leads groups of its own, so a group is not all there is to end. */
const descendantsOf = (pid: number, all: readonly Process[]): readonly number[] =>
  all
    .filter(({ parent }) => parent === pid)
    .flatMap((child) => [child.pid, ...descendantsOf(child.pid, all)]);

async function writeStepFiles(
  folder: string,
  event: unknown,
): Promise<{ output: string; summary: string; event: string }> {
  const files = {
    output: join(folder, 'output'),
    summary: join(folder, 'summary'),
    event: join(folder, 'event.json'),
  };
  await writeFile(files.output, '');
  await writeFile(files.summary, '');
  await writeFile(files.event, JSON.stringify(event));
  return files;
}

const stepEnvironment = (
  folder: string,
  files: { output: string; summary: string; event: string },
): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  RUNNER_TEMP: folder,
  GITHUB_OUTPUT: files.output,
  GITHUB_STEP_SUMMARY: files.summary,
  GITHUB_EVENT_PATH: files.event,
});

// The runner's own rule: spaces become underscores, the rest stays. `@actions/core` reads it so.
const inputVariables = (inputs: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replace(/ /g, '_').toUpperCase()}`,
      value,
    ]),
  );

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parseOutputs(text: string): Record<string, string> {
  const entries = text.matchAll(
    /^(?<name>[^\n]+?)<<(?<mark>ghadelimiter_[^\n]+)\n(?<value>[\s\S]*?)\n\k<mark>$/gm,
  );
  return Object.fromEntries(
    [...entries].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']),
  );
}
