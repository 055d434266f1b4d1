import { describe, expect, it } from 'vitest';
import { compileGlob, GlobSyntaxError } from './glob.ts';
import { matchesPatterns } from './pattern-list.ts';

// The examples of GitHub's filter pattern cheat sheet.
const BRANCHES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/beta-a/my-branch']],
  ['feature/**', ['feature/beta-a/my-branch', 'feature/mona/the/octocat'], ['feature']],
  ['main', ['main'], ['main2', 'a/main']],
  ['*', ['main', 'releases'], ['all/the/branches']],
  ['**', ['all/the/branches', 'every/tag'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature-1', 'a/feature']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1.x.1', 'v1x10x1']],
];

const PATHS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js']],
  ['*.js', ['app.js', 'index.js'], ['js/index.js']],
  ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.ts']],
  ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/a/file.txt']],
  ['docs/**/*.md', ['docs/README.md', 'docs/mona/hello-world.md'], ['README.md']],
  ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt'], ['mydocs/a']],
  ['**/README.md', ['README.md', 'js/README.md'], ['js/README.mdx']],
  ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['srcs/a']],
  ['**/migrate-*.sql', ['migrate-10909.sql', 'db/sept/migrate-v1.sql'], ['migrate.sql']],
];

describe('compileGlob', () => {
  it.each([...BRANCHES, ...PATHS])('reads %s as the cheat sheet does', (pattern, yes, no) => {
    const regex = compileGlob(pattern);
    expect(yes.filter((value) => !regex.test(value))).toEqual([]);
    expect(no.filter((value) => regex.test(value))).toEqual([]);
  });

  it('takes the character after a backslash literally', () => {
    expect(compileGlob('C\\+\\+').test('C++')).toBe(true);
    expect(compileGlob('\\*').test('anything')).toBe(false);
    expect(compileGlob('a\\').test('a\\')).toBe(true);
  });

  it('lets * cross a slash in a workflow name, which has no folders', () => {
    expect(compileGlob('*', 'name').test('.github/workflows/x.yml')).toBe(true);
    expect(compileGlob('*').test('.github/workflows/x.yml')).toBe(false);
  });

  it.each(['C++', '+a', '?', '*+', 'CI [prod', 'CI [a b]', '[z-a]'])(
    'refuses %s, which GitHub cannot parse',
    (pattern) => {
      expect(() => compileGlob(pattern)).toThrow(GlobSyntaxError);
    },
  );

  it('matches a literal backslash-plus once, not as a quantifier', () => {
    expect(compileGlob('a\\++').test('a+++')).toBe(true);
  });
});

describe('matchesPatterns', () => {
  it('lets a later pattern overrule an earlier one', () => {
    expect(matchesPatterns(['*.md', '!README.md'], 'README.md')).toBe(false);
    expect(matchesPatterns(['*.md', '!README.md'], 'hello.md')).toBe(true);
    expect(matchesPatterns(['*.md', '!README.md', 'README*'], 'README.md')).toBe(true);
  });

  it('matches nothing with an empty list', () => {
    expect(matchesPatterns([], 'main')).toBe(false);
  });
});
