import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pullBody } from './pull-body.ts';
import { contentOf, place, releaseOf, sha } from './release.fixture.ts';

const options = { notes: '', items: [], evidence: [], language: 'en', current: '' } as const;

const paths = (length: number) =>
  Array.from(
    { length },
    (_, at) => ({ path: `src/${'x'.repeat(150)}${at}`, reason: 'hotfix' }) as const,
  );
const commits = (length: number) =>
  Array.from({ length }, (_, at) => ({
    sha: sha(String(at % 10)),
    parents: [],
    tree: '',
    author: 'Ada',
    committedAt: 0,
    subject: `Change ${at} ${'y'.repeat(100)}`,
  }));
const huge = releaseOf({
  entries: commits(1000).map((commit) => ({ commit, pull: undefined })),
  content: contentOf({ commitCount: 5000, drift: paths(500) }),
});
const items = Array.from({ length: 100 }, (_, at) => `Item ${at} ${'z'.repeat(150)}`);

describe('the body of the pull request', () => {
  it('leaves every byte outside its block as people wrote it', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\r\n', '- [x] b', '-->', '<!--'),
    });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const block = pullBody(releaseOf(), place, options);
        fc.pre(before.trim() !== '');
        const next = pullBody(releaseOf({ tip: sha('d') }), place, {
          ...options,
          notes: 'New',
          current: `${before}${block}${after}`,
        });
        expect(next.startsWith(`${before}<!-- release-train:release v1 `)).toBe(true);
        expect(next.endsWith(`release end -->${after}`)).toBe(true);
        expect(
          pullBody(releaseOf(), place, { ...options, current: before }).startsWith(before),
        ).toBe(true);
      }),
    );
  });

  it.each([
    ['beside little', 'Please look.', 50],
    ['beside much', 'x'.repeat(40_000), 0],
  ])('shortens its lists %s, and keeps marker and checklist', (_what, current, shown) => {
    const body = pullBody(huge, place, { ...options, items, current });

    expect(body.length).toBeLessThan(65_536);
    expect(body.startsWith(current)).toBe(true);
    expect(body.match(/Change \d+/g)?.length ?? 0).toBe(shown);
    expect(body).toContain('… and ');
    expect(body.match(/- \[ \] Item/g)).toHaveLength(100);
    expect(body).toMatch(/release-train:release v1 .*[\s\S]*release-train:release end -->$/);
  });

  it('cuts notes between paragraphs, and says how much is missing', () => {
    const notes = `Intro\n\n${'word '.repeat(200).trim()}\n\n`.repeat(40);

    const body = pullBody(releaseOf(), place, { ...options, notes, current: 'x'.repeat(50_000) });

    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/(Intro|word)\n\n… \d+ lines more than fit here\.\n\n`staging`/);
  });

  it('says so where people left no room', () => {
    const full = () => pullBody(huge, place, { ...options, items, current: 'x'.repeat(65_000) });

    expect(full).toThrow(/would have \d+ characters, and GitHub takes 65536/);
  });

  it('keeps ticks', () => {
    const first = pullBody(releaseOf(), place, { ...options, items: ['Ask QA'] });
    const ticked = first.replace('[ ] Ask QA', '[x] Ask QA');

    const next = pullBody(huge, place, { ...options, items: ['Ask QA'], current: ticked });

    expect(next).toContain('- [x] Ask QA');
  });

  it('speaks Russian', () => {
    const body = pullBody(huge, place, { ...options, items: ['Спросить QA'], language: 'ru' });

    expect(body).toContain('### Что проверить\n\n- [ ] Спросить QA');
    expect(body).toContain('`staging` → `main`: 5\u00a0000 коммитов, 3 файла.');
    expect(body).not.toMatch(/\b(and|more|commits|files)\b/);
  });
});
