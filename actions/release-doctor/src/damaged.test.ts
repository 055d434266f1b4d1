/** Whatever is in a file, the doctor names it and comes to an end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from './decide.ts';
import { doctorPorts } from './doctor.fixture.ts';
import { renderOutcome } from './render.ts';
import { rules } from './rules/index.ts';
import { studyRepository } from './study.ts';

const home = join(import.meta.dirname, '../fixtures');
const texts = readdirSync(home, { recursive: true, encoding: 'utf8' })
  .filter((path, at) => path.endsWith('.yml') && at % 3 === 0)
  .map((path) => readFileSync(join(home, path), 'utf8'));

type Damage = (text: string) => string;

const changeLine =
  (share: number, change: (line: string) => readonly string[]): Damage =>
  (text) => {
    const lines = text.split('\n');
    const at = Math.floor(lines.length * share);
    return lines.toSpliced(at, 1, ...change(lines[at] ?? '')).join('\n');
  };

const damages: readonly (readonly [string, Damage])[] = [
  ['cut in the middle of a line', (text) => text.slice(0, Math.floor(text.length * 0.6) + 3)],
  ['a line gone', changeLine(0.4, () => [])],
  ['a line twice', changeLine(0.5, (line) => [line, line])],
  ['a value that is an alias of nothing', changeLine(0.3, (line) => [line.replace(/:.*/, ': *x')])],
  ['a list where a text was', changeLine(0.7, (line) => [line.replace(/:.*/, ': [[], {}]')])],
  ['an open expression', changeLine(0.6, (line) => [line.replace(/:.*/, ': ${{ x')])],
  ['a pattern that is none', (text) => text.replace(/\[(?:main|CI)\]/, "['++', '[z-a]']")],
  ['no indentation', (text) => text.replace(/^ +/gm, '')],
  ['other line ends', (text) => text.replaceAll('\n', '\r\n')],
];

describe('damaged files', () => {
  it.each(damages)(
    '%s: every finding has a place, and nothing is thrown',
    async (_name, damage) => {
      for (const text of texts) {
        const repository = await studyRepository(
          doctorPorts({ files: { 'x.yml': damage(text) } }),
          {
            secretNames: [],
            event: { visibility: 'public' },
          },
        );
        const findings = diagnose(repository, rules);
        expect(findings.filter(({ line }) => !Number.isInteger(line) || line < 1)).toEqual([]);
        const { summary } = renderOutcome({ repository, findings, sarifFile: '' }, 'error');
        expect(summary).toContain('```mermaid');
      }
    },
  );
});
