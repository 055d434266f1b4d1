import { withBlock } from '@release-train/github/managed-block';
import type { FakeReleaseHistory } from '@release-train/testing/fake-release-history';
import { historyPull } from '@release-train/testing/history-pull';
import { describe, expect, it } from 'vitest';
import {
  after,
  at,
  erik,
  releasedShop,
  releaseNumber,
  report,
  shopOnRailway,
} from './released-shop.suite.ts';

type Json = Readonly<Record<string, unknown>>;

/** Changes the release pull request, as it stands on GitHub. */
function edited(change: object, history = releasedShop()): FakeReleaseHistory {
  const pull = history.pulls.get(releaseNumber);
  if (pull) history.pulls.set(releaseNumber, { ...pull, ...change });
  return history;
}

const byCommit = (commit: string) => ({ inputs: { commit } });

describe('the report of a release that went well', () => {
  it('is complete, and says how long it took and what shipped', async () => {
    const { outputs, stages } = await report({ world: shopOnRailway() });

    expect(stages).toEqual({
      ...{ staging: 'ok', 'pull-request': 'ok', checks: 'ok', approval: 'ok', merge: 'ok' },
      ...{ deploy: 'ok', health: 'ok', monitor: 'ok', rollback: 'none', sync: 'skipped' },
    });
    expect(outputs).toMatchObject({
      verdict: 'complete',
      'total-ms': after(32.5) - after(0),
      'lead-time-ms': after(32.5) - after(-300),
      report: {
        totals: { 'approval-to-production-ms': after(32.5) - after(25) },
        shipped: { 'pull-requests': [6, 7], commits: [], 'since-pull-request': 3 },
        tested: 'same',
        unknown: [],
      },
    });
  });

  it('is the same found by the commit, and by the event of the deployment', async () => {
    const wanted = (await report()).outputs.markdown;
    const event = { eventName: 'deployment_status', payload: { deployment: { sha: at.landed } } };

    expect((await report(byCommit(at.landed))).outputs.markdown).toBe(wanted);
    expect((await report({ inputs: {}, context: event })).outputs.markdown).toBe(wanted);
  });

  it('is told without Railway by what GitHub was told', async () => {
    const { outputs, stages } = await report();

    expect(stages).toMatchObject({ deploy: 'ok', health: 'unknown' });
    expect(outputs).toMatchObject({ verdict: 'complete', 'total-ms': after(33) - after(0) });
  });

  it('takes the health check from an earlier step', async () => {
    const evidence = JSON.stringify({ health: { outputs: { verdict: 'healthy', token: 's' } } });

    const { stages } = await report({ inputs: { commit: at.landed, evidence } });

    expect(stages['health']).toBe('ok');
  });

  it('does not take the health of staging for that of production', async () => {
    const evidence = JSON.stringify({ 'staging-health': { verdict: 'healthy' } });

    const { stages } = await report({ inputs: { commit: at.landed, evidence } });

    expect(stages['health']).toBe('unknown');
  });

  it('reads with few requests', async () => {
    const { history } = await report();

    expect(history.requests.length).toBeLessThanOrEqual(20);
  });
});

describe('the comment', () => {
  it('is written once and left alone as long as nothing changes', async () => {
    const { history, outputs } = await report();
    const later = await report({ history, now: 6000 });

    expect(history.writes).toEqual([`comment on #${releaseNumber}`]);
    expect(later.outputs['comment-url']).toBe(outputs['comment-url']);
    const [comment] = history.commentsOn.get(releaseNumber) ?? [];
    expect(comment?.body).toMatch(/^<!-- release-train:report v1 {"environment":"production"} -->/);
  });

  it('is edited in place when something is new, in whatever language', async () => {
    const { history } = await report();
    await report({ history, inputs: { 'pull-request': '8', language: 'ru' } });

    expect(history.writes).toEqual([`comment on #${releaseNumber}`, 'edit comment 1']);
    expect(history.commentsOn.get(releaseNumber)?.[0]?.body).toContain('Отчёт о релизе');
  });

  it.each([
    [{ comment: 'false' }, undefined],
    [{ 'dry-run': 'true' }, 'dry run: the comment on #8 would be created'],
  ])('is not written with %j', async (inputs, line) => {
    const { history, log } = await report({ inputs: { 'pull-request': '8', ...inputs } });

    expect(history.writes).toEqual([]);
    if (line) expect(log).toContain(line);
  });

  it('that may not be written costs the comment, not the report', async () => {
    const history = releasedShop();
    history.refused.add('addComment');

    const { outputs, log, summary } = await report({ history });

    expect(outputs.verdict).toBe('complete');
    expect(summary).toContain('Release report');
    expect(log.join('\n')).toContain('pull-requests: write');
  });
});

describe('what GitHub does not let us read', () => {
  it.each([
    ['reviews', 'approval'],
    ['checks', 'checks'],
    ['statuses', 'monitor'],
    ['deployments', 'deploy'],
    ['comments', undefined],
  ] as const)('%s: is said, and nothing is guessed', async (read, stage) => {
    const history = releasedShop();
    history.refused.add(read);

    const { outputs, stages } = await report({ history });

    if (stage) expect(stages[stage]).toBe('unknown');
    expect(outputs.verdict).toBe(stage ? 'incomplete' : 'complete');
    if (stage) expect(outputs.markdown).toContain('Resource not accessible by integration');
  });

  it('the content of commits: whether it is what was tested is not known', async () => {
    const history = releasedShop();
    history.refused.add('commit');

    const { outputs, stages } = await report({ history });

    expect(outputs.report).toMatchObject({ tested: 'unknown' });
    expect(stages['sync']).toBe('none');
  });

  it('what shipped: the lead time is not known', async () => {
    const history = releasedShop();
    history.refused.add('shipped').add('commitsOf');

    const { outputs } = await report({ history });

    expect(outputs['lead-time-ms']).toBeUndefined();
    expect(outputs.report).toMatchObject({ shipped: { unknown: 'no-permission' } });
  });

  it('thousands of checks: says that there are more, and calls none of it good', async () => {
    const history = releasedShop();
    history.cut.add('checks');

    const { outputs, stages } = await report({ history });

    expect(stages['checks']).toBe('unknown');
    expect(outputs.markdown).toContain('there is more of it than was read');
  });

  it('checks that GitHub may have forgotten', async () => {
    const history = releasedShop();
    history.checksOf.clear();
    history.statusesOf.clear();

    const soon = await report({ history, now: 60 });
    const late = await report({ history, now: 100 * 24 * 60 });

    expect(soon.stages).toMatchObject({ checks: 'missing', monitor: 'missing' });
    expect(late.stages).toMatchObject({ checks: 'unknown', monitor: 'unknown' });
  });

  it('Railway: the deploy is not known, although GitHub was told of one', async () => {
    const world = shopOnRailway({ services: [] });

    const { stages, outputs } = await report({ world });

    expect(stages['deploy']).toBe('unknown');
    expect(outputs.markdown).toContain('no service in "shop / production" deploys repository');
  });
});

describe('an approval', () => {
  const review = { isOfMember: true, url: 'https://github.example/review', commit: at.tip };
  const byBot = { login: 'robot[bot]', isBot: true };
  const given = async (reviews: readonly object[]) => {
    const history = releasedShop();
    const full = reviews.map((each) => ({
      ...{ ...review, author: erik, state: 'approved' as const, atMs: after(10) },
      ...each,
    }));
    history.reviewsOf.set(releaseNumber, full);
    const { stages, outputs } = await report({ history });
    return [stages['approval'], outputs.markdown];
  };

  it.each([
    ['by a bot alone is missing', [{ author: byBot }], 'missing', 'a bot is no person'],
    ['of an earlier commit', [{ commit: at.feature }], 'warning', 'approved an earlier commit'],
    ['by an outsider', [{ isOfMember: false }], 'warning', 'does not call a member'],
    ['after the merge is missing', [{ atMs: after(31) }], 'missing', 'approved after the merge'],
    [
      'against the word of another',
      [{}, { author: { login: 'olga', isBot: false }, state: 'changes-requested' }],
      'warning',
      'olga asked for changes',
    ],
    [
      'that was taken back is missing',
      [{}, { state: 'dismissed', atMs: after(12) }],
      'missing',
      'by erik as',
    ],
    ['and a later comment', [{}, { state: 'commented', atMs: after(12) }], 'ok', 'by erik'],
  ])('%s', async (...[, reviews, state, text]) => {
    const [found, markdown] = await given(reviews);

    expect(found).toBe(state);
    expect(markdown).toContain(text);
  });
});

describe('a release that did not go well', () => {
  it('names the check that failed', async () => {
    const history = releasedShop();
    const failed = { name: 'e2e', app: 'ci', status: 'completed', conclusion: 'failure' };
    history.checksOf.get(at.tip)?.push({ ...failed, startedAtMs: after(2), endedAtMs: after(9) });

    const { stages, outputs } = await report({ history });

    expect(stages['checks']).toBe('failed');
    expect(outputs.markdown).toMatch(
      /#### Problems seen\n\n- \*\*Checks\*\*: \*\*failed\*\*.*\n {2}- e2e/,
    );
  });

  it('tells what the monitor saw and did', async () => {
    const history = releasedShop();
    const context = 'release-train/monitor';
    const description = 'failed (errors) [0a1b2c3d.0a1b2c3d4e5f]';
    history.statusesOf.set(at.landed, [
      {
        context,
        state: 'failure',
        description,
        atMs: after(40),
        url: 'https://github.example/run',
      },
    ]);
    const claim = { version: 1, state: 'acted', commit: at.landed, atMs: after(40) };
    const message = `release-train: acted\n\n${JSON.stringify({ ...claim, outcome: 'rollback-partial' })}\n`;
    history.notes.set('release-train/claims/0a1b2c3d/0a1b2c3d4e5f', { message, atMs: after(42) });
    const revert = { number: 9, title: 'Revert', body: 'Reverts acme/shop#8' };
    history.pulls.set(
      9,
      historyPull({ ...revert, createdAtMs: after(41), updatedAtMs: after(41) }),
    );

    const { stages, outputs } = await report({ history });

    expect(stages).toMatchObject({ monitor: 'failed', rollback: 'running' });
    expect(outputs.markdown).toContain('the monitor acted: **rolled back in part**');
    expect(outputs.markdown).toContain('#9 is open');
    const russian = await report({
      history,
      inputs: { 'pull-request': '8', language: 'ru' },
    });
    expect(russian.outputs.markdown).toContain('наблюдатель действовал: **откатил не всё**');
  });

  it('tells what a monitor of another version did as it stands on record', async () => {
    const history = releasedShop();
    const context = 'release-train/monitor';
    const description = 'failed (errors) [0a1b2c3d.0a1b2c3d4e5f]';
    history.statusesOf.set(at.landed, [
      { context, state: 'failure', description, atMs: after(40), url: 'https://x.example/' },
    ]);
    const claim = { version: 1, state: 'acted', commit: at.landed, outcome: 'constructor [x](y)' };
    const message = `release-train: acted\n\n${JSON.stringify(claim)}\n`;
    history.notes.set('release-train/claims/0a1b2c3d/0a1b2c3d4e5f', { message, atMs: after(42) });

    const { outputs } = await report({ history });

    expect(outputs.markdown).toContain('the monitor acted: constructor \\[x\\](y)');
  });

  it('does not take the claim of another deployment for its own', async () => {
    const history = releasedShop();
    const message = `release-train: acted\n\n${JSON.stringify({ state: 'acted', commit: at.source })}`;
    history.notes.set('release-train/claims/0a1b2c3d/0a1b2c3d4e5f', { message, atMs: after(42) });

    expect((await report({ history })).stages['rollback']).toBe('none');
  });

  it('sees on Railway that somebody went back', async () => {
    const [web] = shopOnRailway().deployments;
    if (!web) throw new Error('the shop has a web');
    const old = { ...web, id: 'web-0', commit: at.oldMain, history: [[-9e6, 'REMOVED']] as const };
    const back = { ...web, id: 'web-2', commit: at.oldMain, history: [[6e5, 'SUCCESS']] as const };
    const world = shopOnRailway({
      services: shopOnRailway().services.slice(0, 1),
      deployments: [old, { ...web, history: [...web.history, [6e5, 'REMOVED']] }, back],
    });

    const { stages, outputs } = await report({ world });

    expect(stages).toMatchObject({ deploy: 'ok', rollback: 'ok' });
    expect(outputs.markdown).toContain('another deployment has taken its place');
    expect(outputs.markdown).toContain('back to `1111111`');
  });

  it.each([
    ['FAILED', 'failed'],
    ['SKIPPED', 'skipped'],
    ['BUILDING', 'running'],
    ['SOMETHING_NEW', 'unknown'],
  ])('tells of a deployment that is %s', async (status, state) => {
    const [web] = shopOnRailway().deployments;
    if (!web) throw new Error('the shop has a web');
    const deployments = [{ ...web, steps: [], history: [[0, status]] as const }];
    const services = shopOnRailway().services.slice(0, 1);

    const { stages, outputs } = await report({ world: shopOnRailway({ deployments, services }) });

    expect(stages['deploy']).toBe(state);
    expect(outputs['total-ms']).toBeUndefined();
  });

  it('does not know of a deployment from before the beginning of the list', async () => {
    const [web] = shopOnRailway().deployments;
    if (!web) throw new Error('the shop has a web');
    const services = shopOnRailway().services.slice(0, 1);
    const later = { ...web, commit: at.feature };
    const world = (history: (typeof web)['history']) =>
      shopOnRailway({ services, deployments: [{ ...later, history }] });

    const reaches = await report({ world: world([[-9e6, 'SUCCESS']]) });
    const begins = await report({ world: world([[9e5, 'SUCCESS']]) });

    expect([reaches.stages['deploy'], begins.stages['deploy']]).toEqual(['missing', 'unknown']);
  });

  it('does not call a removed deployment good of which no step is known', async () => {
    const [web] = shopOnRailway().deployments;
    if (!web) throw new Error('the shop has a web');
    const deployments = [{ ...web, steps: [], history: [[0, 'REMOVED']] as const }];
    const services = shopOnRailway().services.slice(0, 1);

    const { stages } = await report({ world: shopOnRailway({ deployments, services }) });

    expect(stages['deploy']).toBe('unknown');
  });

  it('says that content came in that nobody tested', async () => {
    const history = releasedShop();
    history.commits.set(at.landed, { tree: 'f'.repeat(40), parents: [at.oldMain] });

    const { outputs, stages } = await report({ history });

    expect(outputs.report).toMatchObject({ tested: 'differs' });
    expect(outputs.markdown).toContain('No: the released commit holds something');
    expect(stages['sync']).toBe('none');
  });
});

describe('the checks', () => {
  const ran = { app: 'github-actions', status: 'completed' } as const;
  const withCheck = async (check: object) => {
    const history = releasedShop();
    history.checksOf.get(at.tip)?.push({ ...ran, name: 'test', ...check });
    return (await report({ history })).stages['checks'];
  };

  it('are what each came to last, in whatever suite', async () => {
    const cancelled = { conclusion: 'cancelled', startedAtMs: after(-1), endedAtMs: after(0) };

    expect(await withCheck(cancelled)).toBe('ok');
    expect(await withCheck({ ...cancelled, startedAtMs: after(8) })).toBe('failed');
  });

  it('are not those of the run that writes the report', async () => {
    const running = { name: 'report', status: 'in_progress', startedAtMs: after(50) };
    const url = 'https://github.example/acme/shop/actions/runs/99/job/1';

    expect(await withCheck({ ...running, url })).toBe('ok');
    expect(await withCheck({ ...running, url: `${url.slice(0, -8)}9/job/1` })).toBe('running');
  });

  it('of a commit that is released itself are read once', async () => {
    const { history } = await report({ history: edited({ headBranch: 'staging' }) });

    expect(history.requests.filter((each) => each === 'checks')).toHaveLength(1);
  });
});

describe('what comes after', () => {
  it('is not what was reverted or synced before', async () => {
    const history = releasedShop();
    history.commits.set(at.landed, { tree: 'f'.repeat(40), parents: [at.oldMain] });
    const before = { createdAtMs: after(-9), updatedAtMs: after(40) };
    const ended = { isMerged: true, state: 'closed', mergedAtMs: after(-8) } as const;
    const sync = { headBranch: 'sync/main-to-staging', baseBranch: 'staging' };
    history.pulls.set(9, historyPull({ number: 9, ...before, ...ended, ...sync }));
    const revert = { body: 'Reverts acme/shop#8', ...before, ...ended };
    history.pulls.set(10, historyPull({ number: 10, ...revert }));

    expect((await report({ history })).stages).toMatchObject({ rollback: 'none', sync: 'none' });
  });

  it('is the sync that brought the release back', async () => {
    const history = releasedShop();
    history.commits.set(at.landed, { tree: 'f'.repeat(40), parents: [at.oldMain] });
    const sync = { headBranch: 'sync/main-to-staging', baseBranch: 'staging', title: 'Sync' };
    const times = { createdAtMs: after(31), updatedAtMs: after(50) };
    history.pulls.set(9, historyPull({ number: 9, ...sync, ...times }));

    const open = await report({ history });
    const ended = { isMerged: true, state: 'closed', mergedAtMs: after(50) } as const;
    history.pulls.set(9, historyPull({ number: 9, ...sync, ...times, ...ended }));
    const done = await report({ history });

    expect([open.stages['sync'], done.stages['sync']]).toEqual(['running', 'ok']);
  });
});

describe('a part of a release', () => {
  const parted = (message: string) => {
    const history = releasedShop();
    history.commits.set(at.tip, { tree: 'b'.repeat(40), parents: [at.oldMain], message });
    return history;
  };
  const picked = `(cherry picked from commit ${at.feature})`;

  it('lists what it brought, not what staging held', async () => {
    const history = parted(`Release a part\n\n${picked}\nRelease-Train-Part: 1\n`);

    const { outputs } = await report({ history });

    expect(outputs.report).toMatchObject({ shipped: { 'pull-requests': [6] } });
  });

  it('is told by its commit where its record names no source', async () => {
    const trailers = `${picked}\nRelease-Train-Source: ${at.source}\nRelease-Train-Part: 1\n`;
    const history = edited({ body: '', baseSha: at.oldSource }, parted(`Part\n\n${trailers}`));

    const { outputs } = await report({ history });

    expect(outputs.report).toMatchObject({ shipped: { 'pull-requests': [6] } });
  });

  it('does not end the list of the release after it, which says itself what it brings', async () => {
    const history = releasedShop();
    const old = history.pulls.get(3);
    const record = { source: at.feature, tip: old?.headSha ?? '', part: 'abc' };
    const body = withBlock('', { kind: 'release', record, text: '' });
    if (old) history.pulls.set(3, { ...old, body });
    const text = '- #7 Show prices (dana)';
    const own = withBlock('', {
      ...{ kind: 'release', text },
      record: { source: at.source, tip: at.tip },
    });

    const { outputs } = await report({ history: edited({ body: own }, history) });

    expect(outputs.report).toMatchObject({ shipped: { 'pull-requests': [7], 'commit-count': 1 } });
  });
});

describe('the first release on record', () => {
  it('lists what its own pull request says that it brings', async () => {
    const lists = '- #7 Show prices (dana)\n- … and 1 more';
    const body = withBlock('', {
      ...{ kind: 'release', text: `### Pull requests\n\n${lists}` },
      record: { source: at.source, tip: at.tip },
    });
    const history = edited({ body });
    history.pulls.delete(3);

    const { outputs } = await report({ history });

    expect(outputs.report).toMatchObject({
      shipped: { 'pull-requests': [7], 'commit-count': 1, 'is-cut': true },
    });
    expect(outputs.markdown).toContain('1 commit, as the pull request lists them.');
    expect(outputs['lead-time-ms']).toBeUndefined();
  });
});

describe('a pull request that is not (yet) a release', () => {
  it('open: is incomplete, and says so', async () => {
    const open = { isMerged: false, state: 'open', mergeCommit: undefined } as const;
    const history = edited({ ...open, mergedAtMs: undefined, mergedBy: undefined });

    const { outputs, stages } = await report({ history });

    expect(outputs.verdict).toBe('incomplete');
    expect(stages).toMatchObject({ checks: 'ok', approval: 'ok', merge: 'missing' });
    expect(stages).toMatchObject({ deploy: 'missing', monitor: 'missing', health: 'none' });
    expect(outputs.markdown).toContain('still open');
    expect(outputs['total-ms']).toBeUndefined();
  });

  it('closed: says that it was not merged', async () => {
    const closed = { isMerged: false, state: 'closed', mergeCommit: undefined } as const;
    const history = edited({ ...closed, mergedAtMs: undefined, mergedBy: undefined });

    expect((await report({ history })).outputs.markdown).toContain('closed without a merge');
  });

  it('without a deployment: shows it as missing', async () => {
    const history = releasedShop();
    history.deploymentsOf.clear();

    const { outputs, stages } = await report({ history });

    expect(stages['deploy']).toBe('missing');
    expect(outputs.verdict).toBe('incomplete');
    expect((await report({ world: shopOnRailway({ deployments: [] }) })).stages['deploy']).toBe(
      'missing',
    );
  });

  it('a feature on its way to staging has no proof on staging and no sync', async () => {
    const history = releasedShop();
    history.checksOf.set(history.pulls.get(7)?.headSha ?? '', []);
    const inputs = { 'pull-request': '7', environment: 'staging', expect: 'merge' };

    const { outputs, stages } = await report({ history, inputs });

    expect(outputs.verdict).toBe('complete');
    expect(Object.keys(stages)).not.toContain('staging');
    expect(Object.keys(stages)).not.toContain('sync');
    expect(history.writes).toEqual(['comment on #7']);
  });
});

describe('a commit without a pull request', () => {
  it('is reported as far as it goes, and commented on nowhere', async () => {
    const history = releasedShop();
    const lonely = '7'.repeat(40);
    history.commits.set(lonely, { tree: 'a'.repeat(40), authoredAtMs: after(-900) });
    const [deployment] = history.deploymentsOf.get(at.landed) ?? [];
    if (deployment) history.deploymentsOf.set(lonely, [deployment]);

    const { outputs, stages, log } = await report({ history, ...byCommit(lonely) });

    expect(outputs.verdict).toBe('incomplete');
    expect(stages).toMatchObject({ merge: 'missing', approval: 'missing', deploy: 'ok' });
    expect(outputs.markdown).toContain('no pull request brought this commit');
    expect(history.writes).toEqual([]);
    expect(log.join('\n')).toContain('none to comment on');
  });

  it('is looked up again while it is young, for GitHub learns of it late', async () => {
    const history = releasedShop();
    const fresh = '7'.repeat(40);
    history.commits.set(fresh, { tree: 'a'.repeat(40), authoredAtMs: after(59) });

    await report({ history, ...byCommit(fresh) });

    expect(history.requests.filter((each) => each === 'pullsWith')).toHaveLength(5);
    const old = releasedShop();
    await report({ history: old, ...byCommit('8'.repeat(40)) });
    expect(old.requests.filter((each) => each === 'pullsWith')).toHaveLength(2);
  });
});

describe('a stage that an earlier step speaks for', () => {
  it('staging: counts where no record does, and never hides a failure', async () => {
    const evidence = JSON.stringify({ staging: { verdict: 'unhealthy' } });

    const { stages } = await report({ inputs: { 'pull-request': '8', evidence } });

    expect(stages['staging']).toBe('failed');
  });

  it('none: is listed by itself', async () => {
    const evidence = JSON.stringify({ 'load test': { verdict: 'passed' } });

    const { outputs } = await report({ inputs: { 'pull-request': '8', evidence } });

    expect(outputs.markdown).toContain('#### What earlier steps said\n\n- load test: done');
  });
});

describe('what is asked for wrongly', () => {
  it.each([
    [{ 'pull-request': '8', commit: at.landed }, {}, /cannot be given together with/],
    [{}, {}, /"pull-request" is not set, neither is "commit".*"workflow_dispatch"/],
    [{}, { eventName: 'schedule' }, /"schedule" names none/],
    [{ 'pull-request': '4711' }, {}, /#4711 does not exist in "acme\/shop"/],
  ])('%j %j is refused with a reason', async (inputs, context, message) => {
    await expect(report({ inputs, context })).rejects.toThrow(message);
  });
});

describe('the JSON', () => {
  it('has dates, durations and links of every stage', async () => {
    const { outputs } = await report();
    const { stages } = outputs.report as { stages: readonly Json[] };

    expect(stages.find(({ stage }) => stage === 'monitor')).toEqual({
      ...{ stage: 'monitor', state: 'ok', expected: true, url: 'https://github.example/run' },
      ...{ start: '2026-10-05T09:34:00.000Z', end: '2026-10-05T09:44:00.000Z' },
      ...{ 'duration-ms': 600_000, notes: [{ code: 'word', word: 'healthy (clean)' }], items: [] },
    });
  });
});
