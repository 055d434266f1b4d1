import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../../../docs/sandbox.md', import.meta.url), 'utf8');
const ours = page.slice(page.indexOf('## Railway'));
const rows = [...ours.matchAll(/^\|.*\| `(?<file>[\w/.-]+\.test\.ts)`: (?<title>.+) \|$/gm)].map(
  ({ groups }) => [groups?.['file'] ?? '', groups?.['title'] ?? ''] as const,
);

it('names a test for every habit and fault in its tables', () => {
  const habits = ours.split('\n').filter((line) => /^\| (?!habit|fault)/.test(line));

  expect(rows).toHaveLength(habits.length);
  expect(rows.length).toBeGreaterThan(40);
});

it.each(rows)('is held by %s: %s', (file, title) => {
  const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

  expect(source).toContain(`('${title}'`);
});
