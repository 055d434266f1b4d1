import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { spawnProcess } from '../spawn-process.ts';
import { type CheckoutTarget, checkoutTarget } from './checkout-target.ts';
import type { StepWork } from './step-work.ts';

const TAKEN = [
  'repository',
  'ref',
  'token',
  'path',
  'fetch-depth',
  'fetch-tags',
  'filter',
  'persist-credentials',
];

/** Inputs that are fine as long as they ask for what happens anyway. */
const FIXED: ReadonlyMap<string, string> = new Map([
  ['clean', 'true'],
  ['lfs', 'false'],
  ['set-safe-directory', 'true'],
  ['show-progress', 'true'],
  ['submodules', 'false'],
]);

/** A real clone over HTTP, with the job's token in a header. */
export async function checkout(
  inputs: ReadonlyMap<string, string>,
  work: StepWork,
): Promise<string | null> {
  const refused = [...inputs].filter(
    ([name, value]) => !TAKEN.includes(name) && FIXED.get(name) !== value.toLowerCase(),
  );
  if (refused.length > 0) {
    const names = refused.map(([name, value]) => `"${name}: ${value}"`).join(', ');
    return `not supported by the sandbox: actions/checkout with ${names}`;
  }
  const { job } = work;
  const folder = resolve(job.folders.workspace, inputs.get('path') ?? '');
  if (relative(job.folders.workspace, folder).startsWith('..')) return 'path leaves the workspace';
  await mkdir(folder, { recursive: true });
  return cloneInto(folder, inputs, work);
}

async function cloneInto(
  folder: string,
  inputs: ReadonlyMap<string, string>,
  work: StepWork,
): Promise<string | null> {
  const { job } = work;
  const { event } = job.run.plan;
  const { server } = job.run.options.github.urls;
  const repository = inputs.get('repository') || event.repository;
  const header = authorization(inputs.get('token') || job.token);
  const git = gitIn(folder, work, { server, header });
  const target = checkoutTarget(
    inputs.get('ref') ?? '',
    repository === event.repository ? event : null,
  );
  const setUp =
    (await git(['init', '-q', folder])) ??
    (await git(['remote', 'add', 'origin', `${server}/${repository}.git`])) ??
    (await fetchTarget(target, inputs, git)) ??
    (await git(['checkout', '-q', '--force', ...target.checkout]));
  if (setUp !== null) return setUp;
  if (inputs.get('persist-credentials') !== 'false') {
    const path = join(job.folders.temp, `git-credentials-${randomUUID()}.config`);
    const text = `[http "${server}/"]\n\textraheader = ${header}\n`;
    await writeFile(path, text, { mode: 0o600 });
    return git(['config', '--local', 'include.path', path]);
  }
  return null;
}

/** All branches and tags where the whole history is asked; then the target, which may have moved on. */
async function fetchTarget(
  target: CheckoutTarget,
  inputs: ReadonlyMap<string, string>,
  git: (args: readonly string[]) => Promise<string | null>,
): Promise<string | null> {
  const depth = inputs.get('fetch-depth') || '1';
  const filter = inputs.get('filter');
  const fetch = ['fetch', '-q', ...(filter ? [`--filter=${filter}`] : [])];
  if (depth === '0') {
    const everything = ['--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*'];
    const failure = await git([...fetch, ...everything]);
    if (failure !== null) return failure;
  }
  const narrow = [
    ...(depth === '0' ? [] : [`--depth=${depth}`]),
    inputs.get('fetch-tags') === 'true' ? '--tags' : '--no-tags',
  ];
  let failure: string | null = null;
  for (const refspec of target.refspecs) {
    failure = await git([...fetch, ...narrow, 'origin', refspec]);
    if (failure === null) return null;
  }
  return failure;
}

interface Access {
  readonly server: string;
  readonly header: string;
}

const gitIn =
  (folder: string, work: StepWork, { server, header }: Access) =>
  async (args: readonly string[]): Promise<string | null> => {
    work.log.note(`git ${args.join(' ')}`);
    const code = await spawnProcess({
      command: 'git',
      args,
      cwd: folder,
      // In the environment: a token on the command line is visible to every process.
      env: {
        ...work.env,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
        GIT_CONFIG_VALUE_0: header,
      },
      signal: work.signal,
      onLine: work.log.note,
      onStart: (group) => work.job.processGroups.add(group),
    });
    return code === 0 ? null : `git ${args[0] ?? ''} failed with exit code ${code ?? 'unknown'}`;
  };

const authorization = (token: string): string =>
  `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
