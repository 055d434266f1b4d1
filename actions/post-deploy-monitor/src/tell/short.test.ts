/** A deployment that Railway ended before it could be watched is told and recorded like any other. */
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import type { FakeDeployment } from '@release-train/testing/fake-railway';
import { expect, it } from 'vitest';
import { FakeJudgements, good, monitor, sha } from '../monitor.suite.ts';
import type { ReleaseComment } from './tell.ts';

const trigger = { repository: 'acme/shop', branch: 'main', waitsForCi: false };

async function ended(
  history: FakeDeployment['history'],
  {
    judgements = new FakeJudgements(),
    ...change
  }: { judgements?: FakeJudgements; id?: string } = {},
) {
  const notifier = new FakeNotifier();
  const comments: ReleaseComment[] = [];
  const id = change.id ?? 'web-1';
  const run = await monitor(() => good, {
    ...{ notifier, judgements },
    railway: {
      ...{ project: 'shop', environment: 'production', services: [{ name: 'web', trigger }] },
      deployments: [{ id, service: 'web', commit: sha, imageDigest: 'sha256:1', history }],
    },
    comment: async (comment) => {
      comments.push(comment);
      return 'url-1';
    },
    inputs: { 'github-token': 'x', notify: 'https://hooks.test/secret', 'report-dir': 'out' },
  });
  const recorded = judgements.statuses.map(({ description }) => description.split(' [')[0]);
  return { ...run, comments, messages: notifier.messages, recorded };
}

it.each<[string, FakeDeployment['history'], string]>([
  ['failed to build', [[10_000, 'FAILED']], 'failed (deploy-failed)'],
  ['was removed', [[10_000, 'REMOVED']], 'failed (removed)'],
])('one that %s is told, commented on and on record', async (_, history, recorded) => {
  const run = await ended(history);
  expect(run.messages).toHaveLength(1);
  expect(run.messages[0]?.title).toBe('shop / production: release aaaaaaa: failed');
  expect(run.comments).toHaveLength(1);
  expect(run.comments[0]).toMatchObject({ commit: sha, place: expect.stringMatching(/^\w{8}$/) });
  expect(run.comments[0]?.text).toContain(run.summary?.trim());
  expect(run.summary).toContain('the deployment of service "web"');
  expect(run.summary).toMatch(/What to do: \w+/);
  expect(run.recorded).toEqual([recorded]);
  expect(run.saved['out/post-deploy-monitor.json']).toContain('"failed"');
});

it('one that never came has its comment, but no word that would stand', async () => {
  const run = await ended([[0, 'BUILDING']]);
  expect(run.outputs).toMatchObject({ verdict: 'inconclusive', reason: 'not-deployed' });
  expect([run.comments.length, run.recorded]).toEqual([1, []]);
});

it('a failed one does not stand in the way of the next deployment of the commit', async () => {
  const judgements = new FakeJudgements();
  await ended([[10_000, 'FAILED']], { judgements });
  const run = await ended([[0, 'SUCCESS']], { judgements, id: 'web-2' });
  expect(run.outputs.verdict).toBe('healthy');
  expect(run.recorded).toEqual(['failed (deploy-failed)', 'watching', 'healthy (clean)']);
});
