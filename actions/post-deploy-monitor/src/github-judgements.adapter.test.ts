import { systemClock } from '@release-train/polling';
import { sandboxRepository } from '@release-train/testing/sandbox-repository';
import { describe, expect, it } from 'vitest';
import { githubJudgements } from './github-judgements.ts';
import { statusOf } from './judgement.ts';

const identity = { place: '0123abcd', key: '0123456789ab' };
const watching = statusOf({ verdict: 'watching', identity });
const healthy = statusOf({ verdict: 'healthy', reason: 'clean', identity });

describe('judgements on GitHub', () => {
  it('are commit statuses of one context, read newest first', async () => {
    await using repository = await sandboxRepository();
    const commit = await repository.seed('main', { 'a.txt': 'a' });
    const place = {
      apiUrl: repository.sandbox.urls.api,
      token: repository.sandbox.issueRunToken('acme/shop', { statuses: 'write' }),
      repository: 'acme/shop',
      clock: systemClock,
    };
    const judgements = githubJudgements(place, 'https://github.test/runs/1');
    expect(await judgements.read(commit)).toEqual([]);
    await judgements.write(commit, watching);
    await judgements.write(commit, healthy);
    await repository.person.rest.repos.createCommitStatus({
      owner: 'acme',
      repo: 'shop',
      sha: commit,
      state: 'failure',
      context: 'other',
    });
    const found = await judgements.read(commit);
    expect(found.map(({ description }) => description)).toEqual([
      healthy.description,
      watching.description,
    ]);
    expect(await judgements.read('e'.repeat(40))).toEqual([]);
  });

  it('need the permission, and say so in one line without the token', async () => {
    await using repository = await sandboxRepository();
    const commit = await repository.seed('main', { 'a.txt': 'a' });
    const token = repository.sandbox.issueRunToken('acme/shop', { statuses: 'read' });
    const apiUrl = repository.sandbox.urls.api;
    const judgements = githubJudgements(
      { apiUrl, token, repository: 'acme/shop', clock: systemClock },
      '',
    );
    const failure = await judgements.write(commit, healthy).catch((error: Error) => error.message);
    expect(failure).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\S*\/statuses\/\w+: 403: /);
    expect(failure).not.toContain(token);
  });
});
