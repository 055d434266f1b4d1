import { describe, expect, it } from 'vitest';
import type { Decision } from './decide.ts';
import type { Place } from './render.ts';
import { renderBlock, renderClosed } from './render-block.ts';
import { conflictIn, hotfix, place, sync } from './sync.fixture.ts';

const said = (
  decision: Extract<Decision, { kind: 'sync' }>,
  options: Partial<Parameters<typeof renderBlock>[2]> = {},
  where: Place = place,
): string =>
  renderBlock(decision, where, { language: 'en', method: 'linear', most: 100, ...options });

describe('renderBlock', () => {
  it('says what it brings, with no mention', () => {
    expect(said(sync())).toBe(
      [
        'Brings what `main` has and `staging` lacks: 2 files.',
        '',
        '### Commits',
        '',
        `- [\`1111111\`](https://github.example/acme/shop/commit/${hotfix.sha}) Fix @\u200ball (Ada)`,
      ].join('\n'),
    );
  });

  it('says so where it brings only history', () => {
    expect(said(sync({ driftFiles: 0 }))).toContain(
      'lacks: no file, only the history that later merges need.',
    );
  });

  it('lists conflicting files and the commands that resolve them', () => {
    expect(said(sync({ conflicts: [conflictIn('a.txt')] }))).toContain(
      [
        '- `a.txt`',
        '',
        'Where git stops at other files too, it merges again what was squashed long ago: nobody disagrees about those.',
        '',
        '```text',
        'git fetch origin',
        'git switch sync/main-to-staging',
        'git merge origin/staging',
        '# resolve, then',
        'git commit && git push',
        '```',
      ].join('\n'),
    );
  });

  it('names the commits of both sides', () => {
    const main = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(40));
    const conflicts = [conflictIn('a.txt', { main, staging: ['9'.repeat(40)] })];

    expect(said(sync({ conflicts }))).toContain(
      '- `a.txt` (`main`: `2222222`, `3333333`, `4444444`, `5555555`, `6666666`, 1 more; `staging`: `9999999`)',
    );
  });

  it('quotes branch names that a shell would run', () => {
    const hostile = { ...place, base: "x';id;$(id)" };

    const text = said(sync({ conflicts: [conflictIn('a.txt')] }), {}, hostile);

    expect(text).toContain("git merge 'origin/x'\\'';id;$(id)'");
  });

  it('asks for a merge commit where history is to arrive, and only there', () => {
    expect(said(sync(), { method: 'merge' })).toContain('Merge it with a **merge commit**');
    expect(said(sync())).not.toContain('merge commit');
  });

  it('reports a conflict in Russian', () => {
    const conflicts = [conflictIn('a.txt', { main: ['1'.repeat(40)] })];
    const text = said(sync({ conflicts, driftFiles: 5 }), { language: 'ru' });

    expect(text).toContain('чего нет в `staging`: 5 файлов.');
    expect(text).toContain('### Конфликт\n\nВ этой ветке `main` как есть.');
    expect(text).toContain('- `a.txt` (`main`: `1111111`)');
    expect(text).toContain('git merge origin/staging\n# разрешите конфликты, затем');
  });

  it('says that nothing is left', () => {
    expect(renderClosed(place, 'en')).toBe(
      'Nothing is left to bring: `staging` has everything that `main` has.',
    );
    expect(renderClosed(place, 'ru')).toContain('Переносить больше нечего');
  });
});
