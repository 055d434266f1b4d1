import { execFileSync } from 'node:child_process';
import type { SandboxRepository } from './sandbox-repository.ts';

type Files = Readonly<Record<string, string>>;

/** What tests read and change of a sandbox repository's branches. */
export interface GitHands {
  /** git in the bare repository itself. @throws where it fails */
  git(...args: readonly string[]): string;
  files(branch: string): Record<string, string>;
  /** Commits some files on top of what a branch holds. */
  change(branch: string, files: Files): Promise<string>;
  /** As people do: a branch, a pull request and a squash; the number of the pull request. */
  land(base: string, title: string, files: Files): Promise<number>;
  /** What bots wrote so far, by method and the end of the path. */
  writes(): string[];
}

const place = { owner: 'acme', repo: 'shop' };

export function gitHands(repository: SandboxRepository): GitHands {
  const { sandbox, name, person } = repository;
  const git: GitHands['git'] = (...args) =>
    execFileSync('git', [`--git-dir=${sandbox.gitDir(name)}`, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const files: GitHands['files'] = (branch) => {
    const paths = git('ls-tree', '-r', '--name-only', branch).trim().split('\n');
    return Object.fromEntries(paths.map((path) => [path, git('show', `${branch}:${path}`)]));
  };
  return {
    git,
    files,
    change: (branch, changed) => repository.seed(branch, { ...files(branch), ...changed }),
    land: async (...[base, title, changed]) => {
      const head = title.toLowerCase().replaceAll(/\W+/g, '-');
      await repository.seed(head, { ...files(base), ...changed }, base);
      const { data } = await person.rest.pulls.create({ ...place, head, base, title });
      await repository.merge(data.number, 'squash');
      return data.number;
    },
    writes: () =>
      sandbox.requests
        .filter(({ actor }) => actor?.endsWith('[bot]'))
        .filter(({ method, path }) => method !== 'GET' && !path.endsWith('git-upload-pack'))
        .map(
          ({ method, path }) =>
            `${method} ${path.replace(/^.*\/(?=pulls|issues|graphql|git-)/, '')}`,
        ),
  };
}
