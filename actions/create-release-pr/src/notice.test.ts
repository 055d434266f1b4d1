import { describe, expect, it } from 'vitest';
import { noticeOf } from './notice.ts';
import { conflictIn, place, releaseOf } from './release.fixture.ts';

const pull = { number: 7, url: 'https://github.example/acme/shop/pull/7' };
const about = { place, pull, language: 'en' } as const;
const { plan } = releaseOf();

describe('a notice', () => {
  it('of a conflict names the files and the pull request', () => {
    const paths = Array.from({ length: 12 }, (_, index) => `f${index}`);
    const conflicts = paths.map((path) => conflictIn(path));

    expect(
      noticeOf(releaseOf({ conflicts, plan: { ...plan, turn: 'conflicted' } }), about),
    ).toEqual({
      severity: 'warning',
      title: 'acme/shop: the release of staging conflicts with main',
      lines: [
        'Somebody has to bring main into staging and resolve these files:',
        ...paths.slice(0, 10),
        '… and 2 more',
      ],
      link: { text: 'pull request #7', url: pull.url },
    });
  });

  it.each([
    ['opened', []],
    ['resolved', ['The conflict is over.']],
  ] as const)('is given where a release %s and waits', (turn, lines) => {
    expect(noticeOf(releaseOf({ plan: { ...plan, turn } }), about)).toEqual({
      severity: 'info',
      title: 'acme/shop: a release of staging to main waits for approval',
      lines,
      facts: [{ name: 'brings', value: '2 commits, 3 files' }],
      link: { text: 'pull request #7', url: pull.url },
    });
  });

  it('is not given where nothing turned, nor of a draft that was asked for', () => {
    expect(noticeOf(releaseOf(), about)).toBeUndefined();
    const draft = { ...plan, turn: 'opened', draft: true } as const;
    expect(noticeOf(releaseOf({ plan: draft }), about)).toBeUndefined();
  });

  it('speaks Russian', () => {
    const release = releaseOf({ plan: { ...plan, turn: 'opened' } });
    expect(noticeOf(release, { ...about, language: 'ru' })).toMatchObject({
      title: 'acme/shop: релиз staging в main ждёт одобрения',
      facts: [{ name: 'несёт', value: '2 коммита, 3 файла' }],
    });
  });
});
