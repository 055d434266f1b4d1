import { describe, expect, it } from 'vitest';
import { noticeOf } from './notice.ts';
import { conflictIn, place, sync } from './sync.fixture.ts';

const pull = { number: 7, url: 'https://github.example/acme/shop/pull/7' };
const about = { place, pull, language: 'en', mergesItself: false } as const;
const turned = (turn: ReturnType<typeof sync>['plan']['turn'], paths: readonly string[] = []) => {
  const decision = sync({ conflicts: paths.map((path) => conflictIn(path)) });
  return { ...decision, plan: { ...decision.plan, turn } };
};

describe('a notice', () => {
  it('of a conflict names the files and the pull request', () => {
    const paths = Array.from({ length: 12 }, (_, index) => `f${index}`);

    expect(noticeOf(turned('conflicted', paths), about)).toEqual({
      severity: 'warning',
      title: 'acme/shop: main does not merge into staging',
      lines: [
        'Somebody has to resolve the conflict: the pull request lists the commands.',
        ...paths.slice(0, 10),
        '… and 2 more',
      ],
      link: { text: 'pull request #7', url: pull.url },
    });
  });

  it.each(['opened', 'resolved'] as const)('is given where a sync %s and waits', (turn) => {
    expect(noticeOf(turned(turn), about)).toMatchObject({
      severity: 'info',
      title: 'acme/shop: staging is to get changes of main',
      facts: [{ name: 'drift', value: '2 files' }],
    });
  });

  it('is not given where nothing turned, or where nobody has to act', () => {
    expect(noticeOf(turned('none'), about)).toBeUndefined();
    expect(noticeOf(turned('opened'), { ...about, mergesItself: true })).toBeUndefined();
  });

  it('speaks Russian', () => {
    expect(noticeOf(turned('conflicted', ['a']), { ...about, language: 'ru' })?.title).toBe(
      'acme/shop: main не сливается в staging',
    );
  });
});
