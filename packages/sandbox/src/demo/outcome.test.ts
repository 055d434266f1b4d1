import { describe, expect, it } from 'vitest';
import type { ActOne, FailedAct } from './acts.ts';
import { faultsOf } from './outcome.ts';
import type { Deployed } from './railway-client.ts';

const services = ['web', 'worker', 'beat'];
const deployed = (commit: string, status = 'SUCCESS'): Deployed[] =>
  services.map((service, index) => ({ service, status, commit, createdAtMs: index }));

const pull = {
  ...{ number: 3, title: 'Release', body: '', html_url: '', draft: false },
  ...{ head: { ref: 'staging', sha: 'a' }, merge_commit_sha: null },
};
const first: ActOne = { pull, sha: 'good', verdict: 'healthy', report: '' };
const second: FailedAct = {
  ...{ sha: 'bad', verdict: 'failed', taken: 'rolled-back', why: '', summary: '' },
  services: Object.fromEntries(services.map((name) => [name, { to: 'good', isVerified: true }])),
  revert: pull,
  production: [...deployed('good'), ...deployed('bad', 'REMOVED')],
};
const third: FailedAct = {
  ...{ sha: 'worse', verdict: 'failed', taken: 'rollback-refused', summary: '' },
  why: 'the release changed "db/migrations/0002-invoices.sql"',
  services: {},
  revert: pull,
  production: [...deployed('worse', 'CRASHED'), ...deployed('good', 'REMOVED')],
};

interface Changes {
  readonly one?: Partial<ActOne>;
  readonly two?: Partial<FailedAct>;
  readonly three?: Partial<FailedAct>;
}

describe('the story', () => {
  it('went as it should where the good arrived, the bad was taken back, and the guarded was left', () => {
    expect(faultsOf(first, second, third)).toEqual([]);
  });

  const cases: readonly (readonly [string, Changes])[] = [
    ['act one: the monitor said "inconclusive"', { one: { verdict: 'inconclusive' } }],
    ['act two: the monitor said "healthy"', { two: { verdict: 'healthy' } }],
    [
      'act two: what was done is "rollback-partial": half of it',
      { two: { taken: 'rollback-partial', why: 'half of it' } },
    ],
    [
      'act two: 2 services are verified, not 3',
      { two: { services: { ...second.services, beat: { to: 'good', isVerified: false } } } },
    ],
    [
      'act two: production does not serve an earlier release',
      { two: { production: deployed('bad') } },
    ],
    [
      'act two: production does not serve an earlier release',
      { two: { production: deployed('good', 'CRASHED') } },
    ],
    ['act two: there is no revert pull request', { two: { revert: undefined } }],
    ['act three: the monitor said "degraded"', { three: { verdict: 'degraded' } }],
    [
      'act three: the migration is not named: in the cooldown',
      { three: { why: 'in the cooldown' } },
    ],
    [
      'act three: something was deployed after the release',
      { three: { production: [...deployed('good'), ...deployed('worse')] } },
    ],
  ];

  it.each(cases)('did not: %s', (fault, { one, two, three }) => {
    const acts = [
      { ...first, ...one },
      { ...second, ...two },
      { ...third, ...three },
    ] as const;
    expect(faultsOf(...acts)).toEqual([fault]);
  });

  it('did not where a release with a migration was rolled back', () => {
    expect(faultsOf(first, second, { ...third, taken: 'rolled-back', why: '' })).toContain(
      'act three: what was done is "rolled-back": ',
    );
  });
});
