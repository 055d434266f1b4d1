import { describe, expect, it } from 'vitest';
import { parseAction } from './parse-action.ts';

describe('parseAction', () => {
  it('reads inputs with default expressions, and how the action runs', () => {
    const text = `name: n
description: d
inputs:
  github-token: { description: t, default: '\${{ github.token }}' }
  count: { description: c, default: '3' }
  bare: { description: b }
runs: { using: node24, main: dist/index.js }
`;
    expect(parseAction({ path: 'action.yml', text })).toEqual({
      kind: 'parsed',
      action: {
        name: 'n',
        inputs: [
          { name: 'github-token', default: { expression: 'github.token', line: 4 } },
          { name: 'count', default: '3' },
          { name: 'bare' },
        ],
        runs: { using: 'node24', main: 'dist/index.js' },
      },
    });
  });

  it('lists the errors of a broken file', () => {
    const parsed = parseAction({ path: 'action.yml', text: 'name: [' });
    expect(parsed).toMatchObject({ kind: 'broken', path: 'action.yml' });
  });
});
