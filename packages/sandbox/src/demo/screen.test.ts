import { describe, expect, it } from 'vitest';
import { terminalTable } from './screen.ts';

describe('a Markdown table in the terminal', () => {
  it('loses links and marks, and keeps what was escaped', () => {
    const markdown = [
      'Text above.',
      '| Stage | State |',
      '| --- | --- |',
      '| **Merge** | [done](https://a.example/x) |',
      '| · a \\| b\\[bot\\] | by `1234567` |',
      'Text below.',
    ].join('\n');

    expect(terminalTable(markdown)).toBe(
      [
        'Stage         State',
        '────────────  ──────────',
        'Merge         done',
        '· a | b[bot]  by 1234567',
      ].join('\n'),
    );
  });
});
