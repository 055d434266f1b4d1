import { describe, expect, it } from 'vitest';
import { place } from './release.fixture.ts';
import { RepositoryPath } from './repository-path.ts';
import { fillTemplate, readTemplate } from './template.ts';

describe('the template', () => {
  it('has its placeholders filled, in one pass', () => {
    const branches = { ...place, head: '{base}', base: 'main' };

    expect(fillTemplate('{head} to {base}, {other}', branches)).toBe('`{base}` to `main`, {other}');
  });

  it('has one place for the block', () => {
    const filled = fillTemplate('Before\n\n{release}\n\nAfter {release}', place);

    expect(filled).toMatch(
      /^Before\n\n<!-- release-train:release v1 {} -->\n\n<!-- .* end -->\n\nAfter $/,
    );
  });

  it('is read at the commit that is released', async () => {
    const files = { read: async (path: string, ref: string) => `${path}@${ref}` };

    expect(await readTemplate(files, { path: 'a.md', ref: 'abc' })).toBe('a.md@abc');
  });

  it.each([
    [undefined, 'there is no file "a.md" at 1234567'],
    ['x'.repeat(20_001), '"a.md" has 20001 characters, and a template may have 20000'],
  ])('is refused where it cannot be used %#', async (text, message) => {
    const files = { read: async () => text };

    await expect(readTemplate(files, { path: 'a.md', ref: '1234567890' })).rejects.toThrow(message);
  });

  it.each(['.github/release.md', 'Läse mich.md', 'a/b..c/d.md'])('may be %s', (path) => {
    expect(RepositoryPath.safeParse(path).success).toBe(true);
  });

  it.each(['/a.md', 'a//b.md', '../a.md', 'a/./b.md', 'a\\b.md', 'a\nb.md', 'a/'])(
    'may not be %j',
    (path) => expect(RepositoryPath.safeParse(path).success).toBe(false),
  );
});
