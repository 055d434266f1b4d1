import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from './rules/index.ts';

const folder = join(import.meta.dirname, '../../../docs/rules');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');

describe('the pages of the rules', () => {
  it('are one for each rule, and none besides', () => {
    expect(pages.sort()).toEqual(rules.map(({ id }) => `${id}.md`).sort());
  });

  it.each(rules)(
    '$id: the page carries its name, its title and its stage',
    ({ id, name, title, stage }) => {
      const page = read(`${id}.md`);
      expect(page.startsWith(`# ${id} \`${name}\`\n\n${title} Stage ${stage}.\n`)).toBe(true);
      for (const part of ['What it finds', 'Why GitHub is silent', 'Broken', 'Fixed', 'Sources']) {
        expect(page, part).toContain(`\n## ${part}\n`);
      }
      expect(page).toMatch(/\n- <https:\/\//);
    },
  );

  it.each(rules)('$id is in the table', ({ id, name, title, stage }) => {
    expect(read('README.md')).toContain(
      `| [${id}](${id}.md) | \`${name}\` | ${stage} | ${title} |`,
    );
  });

  it('are linked from the README of the action', () => {
    const readme = readFileSync(join(folder, '../../actions/release-doctor/README.md'), 'utf8');
    expect(readme).toContain('(../../docs/rules/README.md)');
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  });
});
