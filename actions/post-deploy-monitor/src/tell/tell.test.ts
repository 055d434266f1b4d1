/** Who is told what, and when: transitions once, in their language, whatever fails. */
import { HttpError } from '@release-train/http';
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import { describe, expect, it } from 'vitest';
import { bad, FakeRevert, good, monitor } from '../monitor.suite.ts';
import type { Verdict } from '../verdict.ts';
import { isNews, messageOf, type News } from './news.ts';
import type { ReleaseComment } from './tell.ts';

const news: News = {
  verdict: 'failed',
  reason: 'errors',
  commit: 'a'.repeat(40),
  where: 'shop / production',
  why: 'app: 40 of 40 probes failed',
  run: 'https://github.test/runs/1',
};

describe('a verdict is news', () => {
  it.each<[Verdict, Verdict | undefined, boolean]>([
    ['failed', undefined, true],
    ['failed', 'failed', true],
    ['degraded', 'healthy', true],
    ['degraded', 'degraded', false],
    ['healthy', 'failed', true],
    ['healthy', 'degraded', true],
    ['healthy', 'healthy', false],
    ['healthy', undefined, false],
    ['inconclusive', 'healthy', false],
    ['superseded', undefined, false],
    ['already-judged', 'failed', false],
  ])('%s after %s: %s', (verdict, before, expected) => {
    expect(isNews({ ...news, verdict, before }, 'transitions')).toBe(expected);
  });

  it('where everything is asked for, but for what no watch came to', () => {
    expect(isNews({ ...news, verdict: 'healthy' }, 'always')).toBe(true);
    expect(isNews({ ...news, verdict: 'not-applicable' }, 'always')).toBe(false);
  });
});

describe('the message', () => {
  const acted = {
    taken: 'rolled-back',
    deeds: [{ code: 'answers-well', revision: 'not-asked' }],
    services: {},
    revertUrl: 'url-9',
  } as const;

  it('has verdict, reason, what was done, what to do and the run', () => {
    expect(messageOf({ ...news, acted, probes: 40, badProbes: 40 }, 'en')).toEqual({
      severity: 'warning',
      title: 'shop / production: release aaaaaaa: failed',
      lines: [
        'app: 40 of 40 probes failed',
        'rolled back: the endpoints answer well',
        'What to do: See the first bad answer above and the log of the application since the deploy.',
        'revert pull request: url-9',
      ],
      facts: [
        { name: 'reason', value: 'errors' },
        { name: 'done', value: 'rolled-back' },
        { name: 'probes', value: '40 of 40 bad' },
      ],
      link: { text: 'the run', url: 'https://github.test/runs/1' },
    });
  });

  it('says that it is over', () => {
    const over = messageOf(
      { ...news, verdict: 'healthy', reason: 'clean', before: 'failed' },
      'ru',
    );
    expect(over).toMatchObject({
      severity: 'success',
      title: 'shop / production: релиз aaaaaaa, снова всё здорово',
    });
  });
});

describe('a run', () => {
  const told = async (script = () => bad, inputs: Record<string, string> = {}) => {
    const notifier = new FakeNotifier();
    const comments: ReleaseComment[] = [];
    const run = await monitor(script, {
      notifier,
      revert: new FakeRevert(),
      comment: async (comment) => {
        comments.push(comment);
        return 'url-1';
      },
      inputs: { 'github-token': 'x', notify: 'https://hooks.test/secret', ...inputs },
    });
    return { ...run, messages: notifier.messages, comments };
  };

  it('tells of a failure and what was done, in every place in one language', async () => {
    const inputs = { language: 'ru', 'on-failure': 'revert-pr' };
    const { messages, comments, summary, failure } = await told(() => bad, inputs);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.title).toBe('acme/shop: релиз aaaaaaa: сломан');
    expect(messages[0]?.lines?.[0]).toContain('доля неудачных проб выше 5 %');
    expect(comments).toHaveLength(1);
    expect(comments[0]?.text).toContain(summary?.split('\n')[2]);
    expect(comments[0]?.text).toContain('открыт pull request с откатом');
    expect(comments[0]?.text).toMatch(/\[запуск\]\(https:\/\/github\.test\/.*\)$/);
    expect(failure?.message).toMatch(/^failed \(errors\): app\.test\/health: the share of bad/);
  });

  it('comments on a healthy release and leaves people alone', async () => {
    const { messages, comments } = await told(() => good);
    expect([messages.length, comments.length]).toEqual([0, 1]);
    expect(comments[0]?.text).toContain('### post-deploy-monitor: healthy');
  });

  it('tells of every verdict where asked to', async () => {
    expect((await told(() => good, { 'notify-on': 'always' })).messages).toHaveLength(1);
  });

  it('keeps its verdict where nobody can be told', async () => {
    const comment = async () => {
      throw new HttpError({ method: 'GET', url: 'https://api.test/', status: 403, reason: 'no' });
    };
    const notifier = new FakeNotifier();
    notifier.refusing.add(0);
    const { outputs, runner } = await monitor(() => good, {
      ...{ comment, notifier },
      inputs: { notify: 'https://hooks.test/secret', 'notify-on': 'always' },
    });
    expect(outputs['verdict']).toBe('healthy');
    expect(JSON.stringify(runner)).toContain('pull-requests: write');
  });

  it('tells nobody of a job that is cancelled', async () => {
    const notifier = new FakeNotifier();
    const inputs = { notify: 'https://hooks.test/secret', 'notify-on': 'always' };
    await monitor(() => good, { notifier, inputs, cancelAfterMs: 30_000 });
    expect(notifier.messages).toEqual([]);
  });
});
