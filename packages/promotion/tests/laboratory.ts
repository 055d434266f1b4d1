/** One bare repository for thousands of small histories, written and merged in batches by real git. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Path → mode and object id, as the engine's `Content`. */
export type Tree = ReadonlyMap<string, string>;

export interface Write {
  readonly parents: readonly (string | Write)[];
  /** Start from this tree instead of the first parent's. */
  readonly tree?: string;
  /** Path → content, text, or undefined to remove. */
  readonly changes?: ReadonlyMap<string, string | { mode: string; text: string } | undefined>;
  readonly seconds?: number;
}

export interface LabMerge {
  readonly isClean: boolean;
  readonly tree: string;
  readonly textMerged: readonly string[];
  readonly conflicts: readonly string[];
}

export interface Laboratory extends AsyncDisposable {
  readonly folder: string;
  /** One SHA per commit, in order; a parent may be a commit of the same batch, written before it. */
  write(commits: readonly Write[]): Promise<string[]>;
  merge(pairs: readonly (readonly [string, string])[]): Promise<LabMerge[]>;
  /** The tree ids of commits. */
  treesOf(commits: readonly string[]): Promise<string[]>;
  /** Reads trees into memory; each once. */
  load(trees: readonly string[]): Promise<void>;
  tree(id: string): Tree;
  /** Points branches at commits, for somebody to clone. */
  point(branches: Readonly<Record<string, string>>): Promise<void>;
  text(blob: string): string;
}

export async function openLaboratory(): Promise<Laboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  const git = gitIn(folder);
  await git(['init', '--quiet', '--bare', '--template=']);
  await git(['config', 'uploadpack.allowFilter', 'true']);
  await git(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const objects = new Map<string, Buffer>();
  const trees = new Map<string, Tree>();
  const lab: Laboratory = {
    folder,
    write: (commits) => writeCommits(git, folder, commits),
    merge: (pairs) => mergePairs(git, pairs),
    treesOf: async (commits) => {
      const input = commits.map((sha) => `${sha}^{tree}\n`).join('');
      const output = await git(['cat-file', '--batch-check=%(objectname)'], input);
      return output.toString('latin1').trim().split('\n');
    },
    load: (ids) => load(git, { objects, trees }, ids),
    tree: (id) => trees.get(id) ?? fail(`tree ${id} was not loaded`),
    point: async (branches) => {
      const lines = Object.entries(branches).map(
        ([name, sha]) => `update refs/heads/${name} ${sha}\n`,
      );
      await git(['update-ref', '--stdin'], lines.join(''));
    },
    text: (blob) => (objects.get(blob) ?? fail(`blob ${blob} was not loaded`)).toString(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  return lab;
}

function fail(message: string): never {
  throw new Error(message);
}

type RunGit = (args: readonly string[], input?: string, answers?: number[]) => Promise<Buffer>;

const gitIn =
  (folder: string): RunGit =>
  (args, input = '', answers = [0]) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', [`--git-dir=${folder}`, ...args], {
        env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' },
      });
      const chunks: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.on('error', reject);
      child.on('close', (code) =>
        answers.includes(code ?? -1)
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`git ${args[0]}: ${Buffer.concat(errors)}`)),
      );
      child.stdin.on('error', () => {}).end(input);
    });

/** https://git-scm.com/docs/git-fast-import */
async function writeCommits(
  git: RunGit,
  folder: string,
  commits: readonly Write[],
): Promise<string[]> {
  if (commits.length === 0) return [];
  const marks = new Map<Write, number>();
  const script = commits.map((commit, index) => {
    marks.set(commit, index + 1);
    return commitScript(commit, index + 1, (parent) =>
      typeof parent === 'string' ? parent : `:${marks.get(parent) ?? fail('parent comes later')}`,
    );
  });
  const file = join(folder, 'marks');
  await git(['fast-import', '--quiet', '--force', `--export-marks=${file}`], script.join(''));
  const lines = (await readFile(file, 'latin1')).trim().split('\n');
  const shas = new Map(lines.map((line) => line.split(' ') as [string, string]));
  return commits.map((_, index) => shas.get(`:${index + 1}`) ?? fail('no mark'));
}

function commitScript(
  { parents, tree, changes = new Map(), seconds = 0 }: Write,
  mark: number,
  name: (parent: string | Write) => string,
): string {
  const entries = [...changes].sort(([, one], [, other]) => Number(!!one) - Number(!!other));
  return [
    'reset refs/heads/last\n',
    'commit refs/heads/last',
    `mark :${mark}`,
    `committer Ada <ada@example.com> ${seconds} +0000`,
    'data 0',
    ...parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} ${name(parent)}`),
    ...(tree === undefined ? [] : [`M 040000 ${tree} `]),
    ...entries.map(([path, value]) => {
      if (value === undefined || value === '') return `D ${path}`;
      if (typeof value === 'string') return `M ${value} ${path}`;
      return `M ${value.mode} inline ${path}\ndata ${value.text.length}\n${value.text}`;
    }),
    '\n',
  ].join('\n');
}

/** `--stdin` came with git 2.39; before it, one process each. */
async function mergePairs(
  git: RunGit,
  pairs: readonly (readonly [string, string])[],
): Promise<LabMerge[]> {
  if (pairs.length === 0) return [];
  const args = ['merge-tree', '-z', '--name-only', '--messages'];
  const input = pairs.map(([ours, theirs]) => `${ours} ${theirs}\n`).join('');
  const batch = await git([...args, '--stdin'], input).catch(() => undefined);
  if (batch) return parseMerges(batch.toString('latin1'));
  const merges: LabMerge[] = [];
  for (const pair of pairs) {
    const output = await git([...args, '--write-tree', ...pair], '', [0, 1]);
    const isClean = !/\0CONFLICT/.test(output.toString('latin1'));
    merges.push(...parseMerges(`${isClean ? 1 : 0}\0${output.toString('latin1')}\0`));
  }
  return merges;
}

/** https://git-scm.com/docs/git-merge-tree#OUTPUT */
function parseMerges(output: string): LabMerge[] {
  const fields = output.split('\0');
  const merges: LabMerge[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [status, tree = ''] = fields.slice(at, at + 2);
    const conflicts = fields.slice(at + 2, fields.indexOf('', at + 2));
    at += conflicts.length + 3;
    const textMerged: string[] = [];
    while (fields[at] !== '') {
      const end = at + 1 + Number(fields[at]);
      if (fields[end] === 'Auto-merging') textMerged.push(...fields.slice(at + 1, end));
      at = end + 2;
    }
    at += 1;
    merges.push({ isClean: status === '1', tree, textMerged, conflicts });
  }
  return merges;
}

interface Store {
  readonly objects: Map<string, Buffer>;
  readonly trees: Map<string, Tree>;
}

async function load(git: RunGit, store: Store, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !store.trees.has(id));
  for (let missing = wanted; missing.length > 0; ) {
    await readObjects(git, store.objects, missing);
    missing = [...new Set(wanted.flatMap((id) => unread(store.objects, id)))];
  }
  for (const id of wanted) store.trees.set(id, new Map(filesOf(store.objects, id, '')));
}

async function readObjects(
  git: RunGit,
  objects: Map<string, Buffer>,
  ids: readonly string[],
): Promise<void> {
  const output = await git(['cat-file', '--batch'], `${ids.join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [id = '', , size] = output.toString('latin1', at, end).split(' ');
    objects.set(id, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
}

function unread(objects: Map<string, Buffer>, tree: string): string[] {
  return entriesOf(objects.get(tree) ?? fail(tree)).flatMap(({ mode, id }) => {
    if (!objects.has(id)) return [id];
    return mode === '40000' ? unread(objects, id) : [];
  });
}

function filesOf(objects: Map<string, Buffer>, tree: string, folder: string): [string, string][] {
  return entriesOf(objects.get(tree) ?? fail(tree)).flatMap(({ mode, name, id }) =>
    mode === '40000'
      ? filesOf(objects, id, `${folder}${name}/`)
      : [[`${folder}${name}`, `${mode} ${id}`] as [string, string]],
  );
}

function entriesOf(tree: Buffer): { mode: string; name: string; id: string }[] {
  const entries: { mode: string; name: string; id: string }[] = [];
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(32, at);
    const end = tree.indexOf(0, space);
    entries.push({
      mode: tree.toString('latin1', at, space),
      name: tree.toString('latin1', space + 1, end),
      id: tree.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}
