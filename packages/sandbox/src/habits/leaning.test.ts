import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseRailwayHabits, RAILWAY_SWITCHES } from '../railway/habits.ts';
import { LEANING, leaningTable } from './leaning.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/sandbox.md', root), 'utf8');

describe('the habits that actions lean on', () => {
  it('stand in docs/sandbox.md as the code has them', () => {
    expect(page).toContain(`\n${leaningTable()}\n`);
  });

  it('are not told twice', () => {
    expect(new Set(LEANING.map(({ habit }) => habit)).size).toBe(LEANING.length);
  });

  it.each(LEANING)('$habit: names a test that exists', ({ file, title }) => {
    expect(readFileSync(new URL(file, root), 'utf8')).toContain(`('${title}'`);
  });
});

describe('the switches of Railway', () => {
  it.each(Object.entries(RAILWAY_SWITCHES))(
    '%s stands in docs/sandbox.md',
    (name, { does, source, test: [file, title] }) => {
      expect(page).toContain(
        `| ${does} (\`${name}\`) | [source](${source}) | \`${file}\`: ${title} |`,
      );
    },
  );

  it('are all on but for those the shell names, whatever it names of GitHub', () => {
    const habits = chooseRailwayHabits({}, 'rulesets, railway-watch-paths');
    const off = Object.entries(habits).filter(([, isOn]) => !isOn);
    expect(off).toEqual([['railway-watch-paths', false]]);
  });

  it('refuse a name that is none', () => {
    expect(() => chooseRailwayHabits({}, 'railway-kindness')).toThrow(/names "railway-kindness"/);
  });
});
