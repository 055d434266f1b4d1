/** The writing actions in the situations that sweeps disturb. */
import type { SandboxRepository } from './sandbox-repository.ts';
import type { SweepSubject } from './sweep.ts';
import {
  demandReviewOf,
  feature,
  onGitHub,
  type Prepare,
  passChecksOn,
  place,
  type Situation,
  shop,
} from './sweep-github.ts';

const releaseInputs = {
  labels: 'release',
  reviewers: 'ada',
  checklist: 'Ask QA',
  evidence: '{"Health": {"verdict": "healthy"}}',
};
const syncInputs = { labels: 'sync' };

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
  armed: releasing(demandReviewOf('main'), { 'auto-merge': 'squash' }),
  disarmed: releasing(async (repository, run) => {
    await demandReviewOf('main')(repository);
    await run('create-release-pr', { ...releaseInputs, 'auto-merge': 'squash' });
  }),
  merged: releasing(passChecksOn('staging'), { 'auto-merge': 'squash' }),
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
  armed: syncing(
    async (repository) => {
      await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
      await demandReviewOf('staging')(repository);
    },
    { 'auto-merge': 'squash' },
  ),
  disarmed: syncing(async (repository, run) => {
    await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
    await demandReviewOf('staging')(repository);
    await run('sync-staging', { ...syncInputs, 'auto-merge': 'squash' });
  }),
  merged: syncing(
    async (repository, run) => {
      await repository.seed('main', { ...shop, 'app.js': 'fixed\n' });
      await run('sync-staging', syncInputs);
      await passChecksOn('sync/main-to-staging')(repository);
    },
    { 'auto-merge': 'squash' },
  ),
} as const satisfies Readonly<Record<string, SweepSubject>>;

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

function syncing(prepare: Prepare, more: Situation['inputs'] = {}): SweepSubject {
  return onGitHub({ name: 'sync-staging', inputs: { ...syncInputs, ...more }, prepare });
}
