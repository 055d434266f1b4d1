/** The monitor acts on a GitHub and a Railway in sandbox time: all services together, at most once. */
import { readInSandboxTime } from '@release-train/sandbox/in-sandbox-time';
import { describe, expect, it } from 'vitest';

const module = new URL('./play-acting.ts', import.meta.url).pathname;

const play = (scenario: string) => readInSandboxTime({ module, args: [scenario], speed: 20 });

const back = ['first REMOVED', 'second REMOVED', 'first SUCCESS'];
const rolledBack = {
  deployments: { web: back, worker: back, beat: back },
  pulls: ['Revert "Release two": open', 'Release two: closed'],
  claims: ['release-train: acted'],
  verdict: 'failed (crashed)',
  comments: 1,
};
const untouched = {
  deployments: {
    web: ['first REMOVED', 'second SUCCESS'],
    worker: ['first REMOVED', 'second CRASHED'],
    beat: ['first REMOVED', 'second SUCCESS'],
  },
  verdict: 'failed (crashed)',
};

describe('a worker that died behind a healthy web', () => {
  it('takes all services back, proves it, and has the release taken back on main', async () => {
    const run = await play('together');
    expect(run).toMatchObject({
      exitCode: 1,
      ...{ verdict: 'failed', reason: 'crashed', 'action-taken': 'rolled-back' },
      'revert-pr-url': expect.stringMatching(/\/pull\/2$/),
      answer: 'v1',
      state: rolledBack,
    });
    const verified = Object.values<{ isVerified: boolean }>(JSON.parse(String(run['rollback'])));
    expect(verified.map(({ isVerified }) => isVerified)).toEqual([true, true, true]);
    expect(run['stdout']).toContain('the endpoints answer well');
  });

  it('is left to people, with the reason, where a migration shipped', async () => {
    const run = await play('guarded');
    expect(run).toMatchObject({
      'action-taken': 'rollback-refused',
      answer: 'v2',
      state: { ...untouched, claims: [], pulls: rolledBack.pulls },
    });
    expect(run['stdout']).toContain('the release changed "db/migrations/2.sql"');
  });

  it('is taken back once though the answers of claim, order, push, proposal and record were lost', async () => {
    const run = await play('lostAnswers');
    expect(run).toMatchObject({ 'action-taken': 'rolled-back', state: rolledBack });
  });

  it('is not touched without a claim: GitHub is down', async () => {
    const run = await play('gitHubDown');
    expect(run).toMatchObject({
      ...{ 'action-taken': 'rollback-refused', 'revert-pr-url': '' },
      state: {
        deployments: untouched.deployments,
        claims: [],
        pulls: ['Release two: closed'],
      },
    });
  });

  it('is acted on by one of two monitors at once', async () => {
    expect(await play('race')).toMatchObject({
      taken: ['already-acted', 'rolled-back'],
      state: rolledBack,
    });
  });

  it('comes to the same end wherever the run was killed after a write', async () => {
    const trial = { struck: true, same: true, state: rolledBack };
    expect(await play('killed')).toMatchObject({ trials: [trial, trial, trial] });
  });
});
