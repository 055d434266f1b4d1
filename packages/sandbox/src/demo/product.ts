/** The demo's product: a small shop whose branches squash releases have parted. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export const repository = 'acme/shop';

/** Files of one commit: path → content. */
export type Change = Readonly<Record<string, string>>;

export interface Product {
  /** Commits a change on a new branch that starts at `from` and pushes it. */
  pushBranch(
    branch: string,
    from: string,
    commit: { subject: string; change: Change },
  ): Promise<void>;
  /** What git says when somebody pushes this change straight to a branch. */
  tryPush(branch: string, commit: { subject: string; change: Change }): Promise<string>;
}

/** How the product's workflows differ from the examples; keys are file names. */
export interface WorkflowVariation {
  readonly without?: readonly string[];
  readonly add?: Readonly<Record<string, string>>;
  readonly edit?: Readonly<Record<string, (text: string) => string>>;
}

interface Seed {
  /** Folder for the clone. */
  readonly folder: string;
  /** The bare repository's own folder: what happened before the story is no news to anybody. */
  readonly gitDir: string;
  readonly remote: string;
  readonly token: string;
  /** Folder of the product's first files, and that of its workflow files. */
  readonly files: string;
  readonly workflows: string;
  readonly variation: WorkflowVariation;
  readonly author: string;
}

const day = 24 * 3_600_000;

/** Writes the history: two squash releases, then a hotfix that only main has. */
export async function seedProduct(seed: Seed): Promise<Product> {
  const git = gitIn(seed);
  await mkdir(seed.folder, { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main']);
  await cp(seed.files, seed.folder, { recursive: true });
  await copyWorkflows(seed);
  await git(['add', '--all']);
  await commit(git, 'Open the shop', 21);
  await git(['branch', 'staging']);
  await release(git, seed.folder, { name: 'opening hours', daysAgo: 14 });
  await release(git, seed.folder, { name: 'delivery times', daysAgo: 7 });
  await git(['checkout', '--quiet', 'main']);
  await write(seed.folder, { 'beat/beat.mjs': hotfixedBeat });
  await git(['add', '--all']);
  await commit(git, 'Tick every two minutes (#6)', 2);
  await git(['remote', 'add', 'origin', seed.remote]);
  await git(['push', '--quiet', seed.gitDir, 'main', 'staging']);
  return { pushBranch: pusher(git, seed), tryPush: directPusher(git, seed) };
}

const hotfixedBeat = `console.log('beat is up');
setInterval(() => console.log('tick'), 120_000);
`;

type Git = (args: readonly string[], daysAgo?: number) => Promise<string>;

/** A feature lands on staging, then the whole of it on main as one squashed commit. */
async function release(
  git: Git,
  folder: string,
  { name, daysAgo }: { name: string; daysAgo: number },
): Promise<void> {
  const slug = name.replace(' ', '-');
  await git(['checkout', '--quiet', 'staging']);
  await write(folder, {
    [`web/${slug}.mjs`]: `export const ${slug.replace('-', '')} = '${name}';\n`,
  });
  await git(['add', '--all']);
  await commit(git, `Show the ${name}`, daysAgo + 1);
  await git(['checkout', '--quiet', 'main']);
  await git(['checkout', '--quiet', 'staging', '--', '.']);
  await commit(git, `Release: ${name}`, daysAgo);
}

const commit = (git: Git, subject: string, daysAgo: number): Promise<string> =>
  git(['commit', '--quiet', '--message', subject], daysAgo);

function pusher(git: Git, { folder }: Seed): Product['pushBranch'] {
  return async (branch, from, { subject, change }) => {
    await git(['fetch', '--quiet', 'origin', from]);
    await git(['checkout', '--quiet', '--no-track', '-B', branch, 'FETCH_HEAD']);
    await write(folder, change);
    await git(['add', '--all']);
    await commit(git, subject, 0);
    await git(['push', '--quiet', 'origin', branch]);
  };
}

function directPusher(git: Git, { folder }: Seed): Product['tryPush'] {
  return async (branch, { subject, change }) => {
    await git(['fetch', '--quiet', 'origin', branch]);
    await git(['checkout', '--quiet', '--detach', 'FETCH_HEAD']);
    await write(folder, change);
    await git(['add', '--all']);
    await commit(git, subject, 0);
    try {
      await git(['push', 'origin', `HEAD:refs/heads/${branch}`]);
      return 'accepted';
    } catch (error) {
      return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    }
  };
}

async function copyWorkflows({ folder, workflows, variation }: Seed): Promise<void> {
  const { without = [], add = {}, edit = {} } = variation;
  const target = join(folder, '.github/workflows');
  await mkdir(target, { recursive: true });
  for (const file of await readdir(workflows)) {
    if (!file.endsWith('.yml') || without.includes(file)) continue;
    const text = await readFile(join(workflows, file), 'utf8');
    await writeFile(join(target, file), edit[file]?.(text) ?? text);
  }
  for (const [file, text] of Object.entries(add)) await writeFile(join(target, file), text);
}

async function write(folder: string, change: Change): Promise<void> {
  for (const [path, content] of Object.entries(change)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Git with the author's name, the story's time, and the token in the environment only. */
function gitIn({ folder, token, author, remote }: Seed): Git {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return async (args, daysAgo = 0) => {
    const date = new Date(Date.now() - daysAgo * day).toISOString();
    const { stdout } = await exec('git', ['-C', folder, ...args], {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `http.${new URL(remote).origin}/.extraheader`,
        GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_EMAIL: `${author}@acme.example`,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: author,
        GIT_COMMITTER_EMAIL: `${author}@acme.example`,
        GIT_COMMITTER_DATE: date,
      },
    });
    return stdout;
  };
}
