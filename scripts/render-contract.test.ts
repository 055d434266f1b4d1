import { Duration, defineAction, Text } from '@release-train/action-kit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { end, renderActionYml, replaceTables, start } from './render-contract.ts';

const contract = defineAction({
  name: 'example',
  description: 'Shows how.',
  inputs: {
    token: { type: Text, secret: true, default: '${{ github.token }}', description: 'A token.' },
    wait: { type: Duration, default: '10m', description: 'How long | how far.' },
    name: { type: Text, required: true, description: 'Whose.' },
  },
  outputs: {
    verdict: { values: ['good', 'bad'], description: 'What it is.' },
    list: { json: true, description: 'All of them.' },
  },
  permissions: {},
});

describe('renderActionYml', () => {
  it('keeps defaults as strings and expressions as they are', () => {
    const { inputs, outputs, runs } = parse(renderActionYml(contract));
    expect(inputs.token.default).toBe('${{ github.token }}');
    expect(inputs.wait).toEqual({
      description: 'How long | how far.',
      required: false,
      default: '10m',
    });
    expect(inputs.name.required).toBe(true);
    expect(outputs.verdict.description).toBe('What it is. One of good, bad.');
    expect(runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});

describe('replaceTables', () => {
  it('replaces what is between the markers and nothing else', () => {
    const page = replaceTables(`# Mine\n${start}\nold\n${end}\nafter\n`, contract);
    expect(page.startsWith(`# Mine\n${start}\n`)).toBe(true);
    expect(page.endsWith(`${end}\nafter\n`)).toBe(true);
    expect(page).not.toContain('old');
    expect(page).toContain('| `name` | Whose. | text | **required** |');
    expect(page).toContain('| `wait` | How long \\| how far. |');
    expect(page).toContain('| `verdict` | What it is. | `good` `bad` |');
    expect(replaceTables(page, contract)).toBe(page);
  });

  it('says which page lacks the markers', () => {
    expect(() => replaceTables('# Mine', contract)).toThrow('example: README.md needs');
  });
});
