/** Whole releases through the committed bundles and the example workflows, in sandbox time. */
import { describe, expect, it } from 'vitest';
import { play } from './play.ts';

describe('a release', () => {
  it('travels from staging to production, and the bad one after it is caught', async () => {
    const story = await play('wholeStory');
    expect(story['stages']).toEqual([
      'scheduled sync: ok',
      'sync merged: ok',
      'feature on staging: ok',
      'staging health: ok',
      'release pull request: ok',
      'full CI: ok',
      'approval and merge: ok',
      'Railway deploy: ok',
      'health check: ok',
      'post-deploy monitor: ok',
      'sync after release: ok',
      'release report: ok',
      'feature on staging: ok',
      'staging health: ok',
      'release pull request: ok',
      'full CI: ok',
      'approval and merge: ok',
      'Railway deploy: ok',
      'health check: ok',
      'post-deploy monitor: failed',
    ]);
    expect(story['first']).toBe('healthy');
    expect(story['second']).toBe('failed');
    expect(story['body']).toContain('Sell gift cards');
    const trees = story['trees'] as { main: string; staging: string };
    expect(trees.main).toBe(trees.staging);
    // The sync branch is the only thing the tool pushes; people push feature branches.
    expect(new Set(story['pushes'] as string[])).toEqual(
      new Set(['dana', 'acme-release-train[bot]']),
    );
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
