/** Adapter: git on the command line, reading only. */
import type { History, RepositoryEvent } from './ports.ts';
import { type Git, readingGit } from './reading-git.ts';
import type { GitFacts, Rename } from './repository.ts';

/** The root of the repository a folder belongs to; undefined where it belongs to none. */
export const repositoryRoot = async (folder: string): Promise<string | undefined> =>
  (await readingGit(folder)('rev-parse', '--show-toplevel'))?.trim();

/** `owner/name` by the address of the remote "origin", of whatever host. */
export async function originRepository(folder: string): Promise<string | undefined> {
  const url = (await readingGit(folder)('remote', 'get-url', 'origin'))?.trim() ?? '';
  return /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}

/** @param folder the workflow files' own, whose history tells of renames */
export function gitHistory(root: string, folder: string, event: RepositoryEvent): History {
  const git = readingGit(root);
  return {
    facts: async (paths) => {
      const shallow = await git('rev-parse', '--is-shallow-repository');
      if (shallow === undefined)
        return { reason: 'this is not a git repository', isShallow: false };
      const isShallow = shallow.trim() === 'true';
      const remotes = lines(
        await git('for-each-ref', '--format=%(refname:lstrip=3)', 'refs/remotes/origin'),
      );
      const tipMessage = await git('log', '-1', '--format=%B');
      const place = await defaultBranch(git, event);
      return {
        isShallow,
        ...(tipMessage === undefined ? {} : { tipMessage: tipMessage.trim() }),
        ...((await isWholeRepository(git)) && !isShallow && remotes.length >= 2
          ? { branches: remotes.filter((name) => name !== 'HEAD') }
          : {}),
        ...(place ? { defaultBranch: place.name } : {}),
        ...(await onDefault(git, place?.ref, paths)),
      };
    },
    changedAt: async (paths) => {
      const isShallow = (await git('rev-parse', '--is-shallow-repository'))?.trim() !== 'false';
      const place = isShallow ? undefined : await defaultBranch(git, event);
      const ref = place?.ref;
      if (ref === undefined) return new Map();
      const all = await Promise.all(
        paths.map(async (path) => {
          const seconds = await git('log', '-1', '--format=%ct', ref, '--', path);
          return [path, Number(seconds?.trim() || Number.NaN) * 1000] as const;
        }),
      );
      return new Map(all.filter(([, at]) => Number.isFinite(at)));
    },
    renames: async (names) => {
      const all = await Promise.all(
        names.map(async (name) => [name, await renameOf(git, folder, name)]),
      );
      return new Map(all.filter((pair): pair is [string, Rename] => pair[1] !== undefined));
    },
  };
}

/** A clone of a single branch asks for no other; a folder inside a repository has not its branches. */
const isWholeRepository = async (git: Git): Promise<boolean> =>
  (await git('rev-parse', '--show-prefix'))?.trim() === '' &&
  lines(await git('config', '--get-all', 'remote.origin.fetch')).some((refspec) =>
    /^\+?refs\/heads\/\*:/.test(refspec),
  );

interface Place {
  readonly name: string;
  /** Absent where the clone does not have the branch. */
  readonly ref?: string;
}

async function defaultBranch(git: Git, event: RepositoryEvent): Promise<Place | undefined> {
  const head = (await git('symbolic-ref', '--short', 'refs/remotes/origin/HEAD'))?.trim();
  const name = event.defaultBranch ?? head?.replace(/^origin\//, '');
  if (name !== undefined) return placeOf(git, name, [`refs/remotes/origin/${name}`]);
  // Without a remote the local main branch is what will become it.
  if (lines(await git('remote')).length > 0) return undefined;
  const local = lines(await git('for-each-ref', '--format=%(refname:short)', 'refs/heads'));
  const [only, ...others] = local.filter((branch) => branch === 'main' || branch === 'master');
  return only && others.length === 0 ? placeOf(git, only, [`refs/heads/${only}`]) : undefined;
}

async function placeOf(git: Git, name: string, refs: readonly string[]): Promise<Place> {
  const known = await Promise.all(
    refs.map(async (ref) =>
      (await git('rev-parse', '--verify', '--quiet', ref)) ? ref : undefined,
    ),
  );
  const ref = known.find((value) => value !== undefined);
  return ref === undefined ? { name } : { name, ref };
}

async function onDefault(
  git: Git,
  ref: string | undefined,
  paths: readonly string[],
): Promise<Pick<GitFacts, 'onDefault'>> {
  if (ref === undefined) return {};
  const texts = await Promise.all(
    paths.map(async (path) => [path, await git('show', `${ref}:./${path}`)] as const),
  );
  return {
    onDefault: new Map(
      texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])),
    ),
  };
}

/** `git log -S` finds where the count of a text changed: the newest is where it went away. */
async function renameOf(git: Git, folder: string, name: string): Promise<Rename | undefined> {
  const log = await git('log', '-G', `^name:.*${literal(name)}`, '--format=%H %cs', '--', folder);
  const commits = lines(log).map((line) => line.split(' '));
  const found = await Promise.all(
    commits.slice(0, 20).map(async ([commit = '', date = '']) => {
      const diff = await git(
        'show',
        '--format=',
        '--unified=0',
        '--no-renames',
        commit,
        '--',
        folder,
      );
      return nameChange(diff ?? '', name, { commit, date });
    }),
  );
  return found.find((rename) => rename !== undefined);
}

function nameChange(
  diff: string,
  name: string,
  at: { readonly commit: string; readonly date: string },
): Rename | undefined {
  const files = diff.split(/^diff --git /m).map((part) => ({
    removed: nameLine(part, '-'),
    added: nameLine(part, '+'),
  }));
  const hit = files.find(({ removed }) => removed === name);
  if (!hit) return undefined;
  return hit.added === undefined || hit.added === name ? { ...at } : { ...at, to: hit.added };
}

const nameLine = (diff: string, sign: '-' | '+'): string | undefined =>
  diff
    .split('\n')
    .find((line) => line.startsWith(`${sign}name:`))
    ?.slice('+name:'.length)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const lines = (text: string | undefined): readonly string[] =>
  (text ?? '').split('\n').filter((line) => line !== '');
