/** Whole releases through the committed bundles and the example workflows, in sandbox time. */
import { describe, expect, it } from 'vitest';
import type { ActOne, FailedAct } from '../src/demo/acts.ts';
import { play } from './play.ts';

interface WholeStory {
  readonly first: ActOne;
  readonly second: FailedAct;
  readonly third: FailedAct;
}

const releaseStages = [
  'feature on staging: ok',
  'staging health: ok',
  'release pull request: ok',
  'full CI: ok',
  'approval and merge: ok',
];

describe('a release', () => {
  it('travels from staging to production; a bad one after it is taken back, and one with a migration is left to people', async () => {
    const story = await play('wholeStory');
    expect(story['faults']).toEqual([]);
    expect(story['stages']).toEqual([
      'scheduled sync: ok',
      'sync merged: ok',
      ...releaseStages,
      'Railway deploy: ok',
      'health check: ok',
      'post-deploy monitor: ok',
      'sync after release: ok',
      'release report: ok',
      'acting turned on: ok',
      'post-deploy monitor: ok',
      ...releaseStages,
      'health page: ok',
      'post-deploy monitor: failed',
      'rollback: ok',
      'revert pull request: ok',
      'production: ok',
      'revert merged: ok',
      'sync: ok',
      'sync merged: ok',
      ...releaseStages,
      'health page: ok',
      'post-deploy monitor: failed',
      'rollback: ok',
      'revert pull request: ok',
      'production: failed',
    ]);
    const { first, second, third } = story as unknown as WholeStory;
    expect(first.pull.body).toContain('Sell gift cards');
    expect(second.revert).toMatchObject({
      title: 'Revert "Release staging to main"',
      head: { ref: `revert/${second.sha.slice(0, 12)}` },
    });
    expect(second.revert?.body).toContain('service "worker" is CRASHED on Railway');
    expect(third.why).toContain('the release changed "db/migrations/0002-invoices.sql"');
    const trees = story['trees'] as { main: string; staging: string };
    expect(trees.main).toBe(trees.staging);
    // Sync, release and revert branches are all the tool pushes; people push features and merge.
    expect(new Set(story['pushes'] as string[])).toEqual(
      new Set(['dana', 'acme-release-train[bot]']),
    );
    expect(new Set(story['merges'] as string[])).toEqual(new Set(['dana', 'erik']));
    expect(story['refused']).toEqual([]);
  });

  it('is watched through deployment_status as well, and told afterwards', async () => {
    const { verdict, report } = await play('onDeploymentStatus');

    expect(verdict).toBe('healthy');
    expect(report).toMatchObject({
      ...{ verdict: 'complete', again: 'complete', isSame: true },
      writes: ['github-actions[bot] POST'],
    });
    const { markdown, russian } = report as { markdown: string; russian: string };
    for (const service of ['web', 'worker', 'beat']) {
      expect(markdown).toMatch(new RegExp(`\\| · ${service} \\| \\[done\\]`));
    }
    expect(markdown).toContain('Yes: the released commit holds exactly what was tested on staging');
    expect(markdown).toMatch(/- #\d+ Sell gift cards \(dana\)/);
    expect(markdown).toContain('| **Monitor** | [done]');
    expect(russian).toContain('| **Одобрение человеком** | [выполнено]');
  });
});

describe('what goes wrong', () => {
  it('a workflow_run listener whose workflow was renamed is named as silent', async () => {
    const { reason, fired } = await play('renamedWorkflow');
    expect(reason).toContain('no workflow is named "CI"');
    expect(fired).toContain('Tests');
    expect(fired).not.toContain('Post-deploy');
  });

  it('a service that crashes on arrival is judged by who is to act, although the wait is red', async () => {
    const { conclusion, steps } = await play('crashOnArrival');
    expect(conclusion).toBe('failure');
    // Nothing was ever judged good there, so nothing is brought back.
    expect(steps).toEqual([
      ['Wait for Railway', 'failure', 'crashed', null],
      ['Check health', 'skipped', null, null],
      ['Watch production', 'failure', 'failed', 'rollback-refused'],
    ]);
  });

  it('a push to main is refused in the words of GitHub', async () => {
    const { answer } = await play('pushToMain');
    expect(answer).toContain('GH006: Protected branch update failed for refs/heads/main');
    expect(answer).toContain('Changes must be made through a pull request');
  });

  it('a health check is not fooled by the old container', async () => {
    const check = await play('oldContainer');
    expect(check).toMatchObject({ conclusion: 'failure', verdict: 'unhealthy', proven: 'false' });
    expect(check['error']).toMatch(/revision: expected [0-9a-f]{12}, the app shows [0-9a-f]{40}/);
  });
});
