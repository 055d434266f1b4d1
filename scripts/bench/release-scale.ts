import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHub } from '../../packages/sandbox/src/github/index.ts';
import { root } from '../actions.ts';
import { type Size, writeLargeRepository } from './large-repository.ts';
import { kept, printTable } from './table.ts';

const size: Size = { commits: 10_000, files: 50_000, fileBytes: 4096, perRelease: 400 };
const name = 'acme/large';

interface Measured {
  readonly ms: number;
  readonly bytes: number;
  /** Largest sum over the process and its children. */
  readonly peakMiB: number;
  readonly exitCode: number | null;
}

/**
 * A release on a large repository over HTTP, and what anybody else would do for it: a full clone, a
 * checkout and `git merge`. Both through one relay that counts bytes.
 */
export async function releaseScale(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'release-scale-'));
  const sandbox = await startGitHub({ root: folder, strangers: true });
  sandbox.createRepository({
    repository: name,
    defaultBranch: 'main',
    settings: {
      actionsMayCreatePullRequests: true,
      allowMergeCommit: false,
    },
  });
  console.log(`\nwriting ${size.commits} commits of ${size.files} files …`);
  await writeLargeRepository(sandbox.gitDir(name), size);
  execFileSync('git', [`--git-dir=${sandbox.gitDir(name)}`, 'repack', '-adq', '--window=0']);
  const relay = await countingRelay(Number(new URL(sandbox.urls.server).port));
  const token = sandbox.issueRunToken(name, { contents: 'write', 'pull-requests': 'write' });
  try {
    const place = { folder, url: relay.url, token };
    const release = await measure(relay, releaseBy(place));
    const outputs = readFileSync(join(folder, 'output'), 'utf8');
    const clone = await measure(relay, cloneBy(place));
    const merge = await measure(relay, mergeIn(join(folder, 'full')));
    report({ release, clone, merge }, { outputs, gitDir: sandbox.gitDir(name) });
  } finally {
    await relay.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly folder: string;
  readonly url: string;
  readonly token: string;
}

type Start = () => ChildProcess;

const own = { stdio: 'ignore', detached: true } as const;

function releaseBy({ folder, url, token }: Place): Start {
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GITHUB_OUTPUT: output,
    GITHUB_REPOSITORY: name,
    GITHUB_SERVER_URL: url,
    GITHUB_API_URL: `${url}/api/v3`,
    GITHUB_GRAPHQL_URL: `${url}/api/graphql`,
    'INPUT_GITHUB-TOKEN': token,
  };
  const bundle = join(root, 'actions/create-release-pr/dist/index.js');
  return () => spawn(process.execPath, [bundle], { ...own, cwd: folder, env });
}

const cloneBy = ({ folder, url, token }: Place): Start => {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraheader',
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
  const args = ['clone', '--quiet', '--branch=main', `${url}/${name}.git`, join(folder, 'full')];
  return () => spawn('git', args, { ...own, env });
};

/** It conflicts, as it does for everybody whose releases are squashed. */
const mergeIn = (cwd: string): Start => {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return () => spawn('git', [...who, 'merge', '--quiet', 'origin/staging'], { ...own, cwd });
};

async function measure(relay: Relay, start: Start): Promise<Measured> {
  const before = relay.bytes();
  const began = performance.now();
  const child = start();
  const peak = { kib: 0 };
  const watch = setInterval(() => {
    peak.kib = Math.max(peak.kib, residentKib(child.pid ?? 0));
  }, 50);
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  const ms = performance.now() - began;
  return { ms, bytes: relay.bytes() - before, peakMiB: peak.kib / 1024, exitCode };
}

/** Of a session: a detached process and all its children. */
function residentKib(session: number): number {
  try {
    const listed = execFileSync('ps', ['-o', 'rss=', '-g', `${session}`], { encoding: 'utf8' });
    return listed.split('\n').reduce((sum, line) => sum + Number(line), 0);
  } catch {
    // It has ended.
    return 0;
  }
}

interface Relay {
  readonly url: string;
  readonly bytes: () => number;
  close(): Promise<void>;
}

/** Counts what goes either way. */
async function countingRelay(port: number): Promise<Relay> {
  const count = { bytes: 0 };
  const pump = (from: Socket, to: Socket): void => {
    from.on('data', (chunk) => {
      count.bytes += chunk.length;
    });
    from.on('error', () => to.destroy()).pipe(to);
  };
  const server: Server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    pump(client, upstream);
    pump(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    bytes: () => count.bytes,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

interface Rows {
  readonly release: Measured;
  readonly clone: Measured;
  readonly merge: Measured;
}

function report(
  { release, clone, merge }: Rows,
  { outputs, gitDir }: { readonly outputs: string; readonly gitDir: string },
): void {
  const output = (key: string): string =>
    new RegExp(`^${key}<<(\\S+)\\n(.*?)\\n\\1$`, 'ms').exec(outputs)?.[2] ?? '';
  if (release.exitCode !== 0 || output('verdict') !== 'created') {
    throw new Error(`the release ended with ${release.exitCode}: ${output('verdict')}`);
  }
  const files = Number(output('file-count'));
  const budget = packedBytes(gitDir, ['--filter=blob:none']) + 3 * files * size.fileBytes;
  const [ms, bytes] = [clone.ms + merge.ms, clone.bytes + merge.bytes];
  const peak = Math.max(clone.peakMiB, merge.peakMiB);
  const mib = (amount: number): string => (amount / 2 ** 20).toFixed(1);
  printTable(
    `A release of ${output('commit-count')} commits, ${files} files: ${size.commits} commits, ${size.files} files of ${size.fileBytes} bytes`,
    [
      ['', 'seconds', 'MiB on the wire', 'peak MiB of memory'],
      ['create-release-pr', seconds(release), mib(release.bytes), release.peakMiB.toFixed(0)],
      ['full clone and checkout', seconds(clone), mib(clone.bytes), clone.peakMiB.toFixed(0)],
      ['git merge', seconds(merge), mib(merge.bytes), merge.peakMiB.toFixed(0)],
      [
        'ratio',
        (release.ms / ms).toFixed(2),
        (release.bytes / bytes).toFixed(2),
        (release.peakMiB / peak).toFixed(2),
      ],
      ['budget', '0.50 of the time', `${mib(budget)} MiB`, ''],
      ['', kept(release.ms / ms <= 0.5), kept(release.bytes <= budget), ''],
    ],
  );
}

const seconds = ({ ms }: Measured): string => (ms / 1000).toFixed(1);

/** Commits and trees of both branches, as git packs them. */
function packedBytes(gitDir: string, filter: readonly string[]): number {
  const git = [`--git-dir=${gitDir}`];
  const options = { maxBuffer: 2 ** 30 };
  const pack = [...git, 'pack-objects', '--quiet', '--stdout', '--revs', ...filter];
  const input = 'refs/heads/main\nrefs/heads/staging\n';
  return execFileSync('git', pack, { ...options, input }).length;
}
