/** A repository on the sandbox's GitHub, as sweeps open, disturb and compare it. */
import { execFileSync } from 'node:child_process';
import { runBundle } from './run-bundle.ts';
import { type SandboxRepository, sandboxRepository } from './sandbox-repository.ts';
import type { SweepSubject } from './sweep.ts';

export const place = { owner: 'acme', repo: 'shop' };

/** A push that hangs is ended after two minutes. */
const withShortPatience = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  ...env,
  NODE_OPTIONS: `${env['NODE_OPTIONS']} --import=${new URL('./short-patience.ts', import.meta.url)}`,
});

export const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
export const feature = { ...shop, 'b.js': 'b\n' };

/** Only squash merges, as most teams have it. */
const settings = { allowMergeCommit: false, allowRebaseMerge: false, allowAutoMerge: true };

type Run = (name: string, inputs: Readonly<Record<string, string>>) => Promise<void>;
export type Prepare = (repository: SandboxRepository, run: Run) => Promise<unknown>;

/** A required review is missing, so auto-merge has something to wait for. */
export function demandReviewOf(
  branch: string,
): (repository: SandboxRepository) => Promise<unknown> {
  return ({ person }) =>
    person.rest.repos.updateBranchProtection({
      ...place,
      branch,
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    });
}

/** Nothing is required, and a check has passed: it is merged at once. */
export function passChecksOn(branch: string): (repository: SandboxRepository) => Promise<unknown> {
  return async ({ person, tip }) => {
    const status = { ...place, context: 'test', state: 'success' } as const;
    return person.rest.repos.createCommitStatus({ ...status, sha: (await tip(branch)) ?? '' });
  };
}

const permissions = {
  contents: 'write',
  'pull-requests': 'write',
  checks: 'read',
  statuses: 'read',
} as const;

export interface Situation {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly prepare: Prepare;
  readonly stateOf?: (repository: SandboxRepository) => Promise<unknown>;
}

export function onGitHub({
  name,
  inputs,
  prepare,
  stateOf = repositoryState,
}: Situation): SweepSubject {
  return {
    again: true,
    open: async () => {
      const repository = await sandboxRepository(settings);
      const token = repository.sandbox.issueRunToken(repository.name, permissions);
      const bundle = (bundleName: string, given: Situation['inputs'], kill?: AbortSignal) =>
        runBundle(bundleName, {
          inputs: { 'github-token': token, ...given },
          env: withShortPatience(repository.env),
          ...(kill ? { kill } : {}),
        });
      await repository.seed('main', shop);
      await repository.seed('staging', feature, 'main');
      await prepare(repository, async (bundleName, given) => {
        const { exitCode, stdout } = await bundle(bundleName, given);
        if (exitCode !== 0) throw new Error(`the situation could not be prepared:\n${stdout}`);
      });
      return {
        faults: repository.sandbox.faults,
        run: (kill) => bundle(name, inputs, kill),
        snapshot: () => stateOf(repository),
        [Symbol.asyncDispose]: () => repository[Symbol.asyncDispose](),
      };
    },
  };
}

/** Branches by their trees, pull requests by what people see of them. */
async function repositoryState({ person, sandbox, name }: SandboxRepository): Promise<unknown> {
  const refs = ['for-each-ref', '--format=%(refname) %(tree)', 'refs/heads'];
  const git = [`--git-dir=${sandbox.gitDir(name)}`, ...refs];
  const { data: pulls } = await person.rest.pulls.list({ ...place, state: 'all' });
  const comments = await person.rest.issues.listCommentsForRepo(place).catch(() => ({ data: [] }));
  return {
    branches: execFileSync('git', git, { encoding: 'utf8' }).trim().split('\n'),
    comments: comments.data.map(({ body }) => withoutHashes(body)),
    pulls: pulls.map((pull) => ({
      number: pull.number,
      title: pull.title,
      body: withoutHashes(pull.body),
      state: pull.state,
      draft: pull.draft,
      autoMerge: pull.auto_merge?.merge_method,
      head: pull.head.ref,
      base: pull.base.ref,
      labels: pull.labels.map((label) => label.name).sort(),
      reviewers: pull.requested_reviewers?.map(({ login }) => login).sort(),
    })),
  };
}

/** Commits are dated, so their names differ from world to world. */
const withoutHashes = (text: string | null | undefined): string =>
  (text ?? '').replaceAll(/\b[0-9a-f]{7,40}\b/g, '<sha>').replaceAll(/:\d{4,5}\b/g, ':<port>');
