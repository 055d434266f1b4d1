/** The writing actions in the situations that sweeps disturb. */
import { execFileSync } from 'node:child_process';
import { runBundle } from './run-bundle.ts';
import { type SandboxRepository, sandboxRepository } from './sandbox-repository.ts';
import type { SweepSubject } from './sweep.ts';

/** A push that hangs is ended after two minutes. */
const withShortPatience = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  ...env,
  NODE_OPTIONS: `${env['NODE_OPTIONS']} --import=${new URL('./short-patience.ts', import.meta.url)}`,
});

const shop = { 'app.js': 'one\n', 'README.md': 'Shop\n' };
const feature = { ...shop, 'b.js': 'b\n' };

const releaseInputs = {
  labels: 'release',
  reviewers: 'ada',
  checklist: 'Ask QA',
  evidence: '{"Health": {"verdict": "healthy"}}',
};
const syncInputs = { labels: 'sync' };

/** Only squash merges, as most teams have it. */
const settings = { allowMergeCommit: false, allowRebaseMerge: false, allowAutoMerge: true };

type Run = (name: string, inputs: Readonly<Record<string, string>>) => Promise<void>;
type Prepare = (repository: SandboxRepository, run: Run) => Promise<unknown>;

export const createReleasePr = {
  created: releasing(async () => undefined),
  updated: releasing(async (repository, run) => {
    await run('create-release-pr', releaseInputs);
    await repository.seed('staging', { ...feature, 'c.js': 'c\n' });
  }),
  recovered: releasing(async (repository, run) => {
    await repository.seed('main', { ...shop, 'app.js': 'hotfix\n' });
    await repository.seed('staging', { ...feature, 'app.js': 'feature\n' });
    await run('create-release-pr', { ...releaseInputs, 'fail-on-conflict': 'false' });
    await repository.seed('staging', { ...feature, 'app.js': 'hotfix\n' });
  }),
  'branch created': releasing(part),
  'branch moved': releasing(async (repository, run) => {
    await part(repository);
    await run('create-release-pr', releaseInputs);
    await repository.seed('staging', { ...feature, 'app.js': 'four\n' });
  }),
  picked: releasing(
    async (repository) => {
      await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    },
    { strategy: 'cherry-pick' },
  ),
  armed: releasing(demandReview, { 'auto-merge': 'squash' }),
  disarmed: releasing(async (repository, run) => {
    await demandReview(repository);
    await run('create-release-pr', { ...releaseInputs, 'auto-merge': 'squash' });
  }),
  merged: releasing(approveTip, { 'auto-merge': 'squash' }),
} as const satisfies Readonly<Record<string, SweepSubject>>;

export const syncStaging = {
  created: syncing(async (repository) => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
  }),
  conflicted: syncing(async (repository) => {
    await repository.seed('main', { ...shop, 'app.js': 'main\n' });
    await repository.seed('staging', { ...shop, 'app.js': 'staging\n' });
  }),
  updated: syncing(async (repository, run) => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    await run('sync-staging', syncInputs);
    await repository.seed('main', { ...shop, 'app.js': 'fixed again\n' });
  }),
  closed: syncing(async (repository, run) => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    await run('sync-staging', syncInputs);
    await repository.seed('staging', { ...feature, 'app.js': 'fixed\n' });
  }),
} as const satisfies Readonly<Record<string, SweepSubject>>;

const place = { owner: 'acme', repo: 'shop' };

/** A merged release, of which the token may read the pull request and little else. */
export const releaseReport: SweepSubject = onGitHub({
  name: 'release-report',
  inputs: { 'pull-request': '1' },
  prepare: async ({ person, merge }) => {
    const wanted = { ...place, head: 'staging', base: 'main', title: 'Release' };
    await person.rest.pulls.create(wanted);
    await merge(1, 'squash');
  },
  // The text tells times, which differ from world to world; that there is one does not.
  stateOf: async ({ person }) => {
    const { data } = await person.rest.issues.listComments({ ...place, issue_number: 1 });
    return data.map(({ user, body = '' }) => [user?.login, body.split('\n')[0]]);
  },
});

/** A squashed release has parted the branches: git's own merge conflicts, the release branch not. */
async function part(repository: SandboxRepository): Promise<void> {
  await repository.seed('staging', { ...shop, 'app.js': 'two\n' });
  await repository.seed('main', { ...shop, 'app.js': 'two\n' });
  await repository.seed('staging', { ...feature, 'app.js': 'three\n' });
}

function releasing(prepare: Prepare, more: Situation['inputs'] = {}): SweepSubject {
  return onGitHub({ name: 'create-release-pr', inputs: { ...releaseInputs, ...more }, prepare });
}

function syncing(prepare: Prepare): SweepSubject {
  return onGitHub({ name: 'sync-staging', inputs: syncInputs, prepare });
}

/** A required review is missing, so auto-merge has something to wait for. */
async function demandReview({ person }: SandboxRepository): Promise<void> {
  await person.rest.repos.updateBranchProtection({
    ...place,
    branch: 'main',
    required_status_checks: null,
    enforce_admins: true,
    required_pull_request_reviews: { required_approving_review_count: 1 },
    restrictions: null,
  });
}

/** Nothing is required, and a check has passed: a release is merged at once. */
async function approveTip({ person, tip }: SandboxRepository): Promise<void> {
  const status = { ...place, context: 'test', state: 'success' } as const;
  await person.rest.repos.createCommitStatus({ ...status, sha: (await tip('staging')) ?? '' });
}

const permissions = {
  contents: 'write',
  'pull-requests': 'write',
  checks: 'read',
  statuses: 'read',
} as const;

interface Situation {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly prepare: Prepare;
  readonly stateOf?: (repository: SandboxRepository) => Promise<unknown>;
}

function onGitHub({ name, inputs, prepare, stateOf = repositoryState }: Situation): SweepSubject {
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
