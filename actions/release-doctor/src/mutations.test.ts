/** Fixtures with random damage: the doctor comes to an end, and calls nothing clean that is broken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { decideVerdict, diagnose } from './decide.ts';
import { doctorPorts } from './doctor.fixture.ts';
import { fixtures, workflowsOf } from './fixtures.fixture.ts';
import { renderMermaid } from './mermaid.ts';
import { rules } from './rules/index.ts';
import { renderSarif } from './sarif.ts';
import { studyRepository } from './study.ts';
import { renderTerminal } from './terminal.ts';

const texts = fixtures.flatMap((fixture) =>
  workflowsOf(fixture).flatMap(([path, text]) => (path.endsWith('.yml') ? [text] : [])),
);

const scrap = fc.constantFrom(
  '',
  '\n',
  '\t',
  '  ',
  ':',
  '- ',
  '"',
  "'",
  '${{',
  '}}',
  '|',
  '&a ',
  '*a',
  '[',
  '{',
  '#',
  '!!',
  '\u0000',
  'on:',
  'jobs:',
  'if: ',
  '++',
  '&&',
  '()',
  '<<: *a\n',
  '%',
  '@',
  '\r',
  '\u2028',
  '1e999',
  '~',
);

/** One place of a text replaced by something else; the place in parts of a thousand. */
const edit = fc.record({
  at: fc.nat(999),
  length: fc.nat(12),
  put: fc.oneof(scrap, fc.string({ maxLength: 6 })),
});

const damaged = fc
  .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([text, edits]) =>
    edits.reduce((now, { at, length, put }) => {
      const start = Math.floor((now.length * at) / 1000);
      return now.slice(0, start) + put + now.slice(start + length);
    }, text),
  );

/** Undefined where it is no YAML, or an alias leads nowhere. */
function valueIn(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  try {
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** Not a workflow, by the eyes of another: no YAML, no mapping, or one without `on` or `jobs`. */
function isNoWorkflow(text: string): boolean {
  const value = valueIn(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  return !('on' in value && 'jobs' in value);
}

async function examined(text: string) {
  const ports = doctorPorts({ files: { 'x.yml': text } });
  const repository = await studyRepository(ports, {
    secretNames: [],
    event: { visibility: 'public' },
  });
  return { repository, findings: diagnose(repository, rules) };
}

describe('random damage', () => {
  it('throws nothing, and is not called clean where it leaves no workflow', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        const { repository, findings } = await examined(text);
        for (const { line, file } of findings)
          expect([Number.isInteger(line) && line > 0, file]).toEqual([
            true,
            '.github/workflows/x.yml',
          ]);
        expect(() => JSON.parse(renderSarif(findings, rules))).not.toThrow();
        expect(renderMermaid(repository, findings)).toContain('flowchart LR');
        expect(renderTerminal(repository, findings)).not.toMatch(/^::/m);
        if (isNoWorkflow(text)) expect(decideVerdict(findings)).not.toBe('clean');
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});
