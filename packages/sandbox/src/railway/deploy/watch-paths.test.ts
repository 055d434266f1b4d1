import { expect, it } from 'vitest';
import { touchesWatchedFiles } from './watch-paths.ts';

it.each([
  { patterns: [], changed: ['README.md'], touches: true, why: 'no pattern watches everything' },
  { patterns: ['/apps/web/**'], changed: ['apps/web/src/a.ts'], touches: true, why: 'below' },
  { patterns: ['/apps/web/**'], changed: ['apps/api/a.ts'], touches: false, why: 'beside' },
  { patterns: ['*.ts'], changed: ['deep/down/a.ts'], touches: true, why: 'a name at any depth' },
  { patterns: ['/*.ts'], changed: ['deep/a.ts'], touches: false, why: 'a leading slash roots' },
  { patterns: ['**/*'], changed: ['.github/x.yml'], touches: true, why: 'dot files count' },
  { patterns: ['**/*', '!*.md'], changed: ['README.md'], touches: false, why: 'negation' },
  {
    patterns: ['**/*', '!*.md'],
    changed: ['README.md', 'a.ts'],
    touches: true,
    why: 'one is enough',
  },
  { patterns: ['**/*'], changed: [], touches: false, why: 'an empty diff touches nothing' },
])('$why: $patterns and $changed → $touches', ({ patterns, changed, touches }) => {
  expect(touchesWatchedFiles(patterns, changed)).toBe(touches);
});
