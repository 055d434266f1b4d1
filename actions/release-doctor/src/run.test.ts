import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import type { Inputs } from './contract.ts';
import { CI, DEAD, doctorPorts, type Given } from './doctor.fixture.ts';
import { run } from './run.ts';

const inputs: Inputs = {
  path: '.github/workflows',
  vars: undefined,
  'secret-names': undefined,
  live: false,
  'github-token': undefined,
  'fail-on': 'error',
};

async function examined(given: Given, changed: Partial<Inputs> = {}) {
  const runner = new FakeRunner();
  return {
    outcome: await run({ ...inputs, ...changed }, { ...doctorPorts(given), runner }),
    runner,
  };
}

describe('a run of release-doctor', () => {
  it('is clean where no rule finds anything', async () => {
    const { outcome, runner } = await examined({ files: { 'ci.yml': CI } });
    expect(outcome.outputs).toMatchObject({ verdict: 'clean', findings: [], errors: 0 });
    expect(outcome.failure).toBeUndefined();
    expect(runner.annotations).toEqual([]);
  });

  it('annotates the line, hands on the findings, and is red', async () => {
    const { outcome, runner } = await examined({
      files: { 'ci.yml': CI, 'watch.yml': DEAD },
      facts: {
        renames: new Map([
          ['CI and Smoke', { commit: 'abc1234def5678', date: '2026-10-02', to: 'CI' }],
        ]),
      },
    });
    expect(outcome.outputs).toMatchObject({
      verdict: 'findings',
      errors: 2,
      warnings: 0,
      'sarif-file': '/kept/release-doctor',
      findings: [
        {
          rule: 'RD101',
          stage: 'B',
          file: '.github/workflows/watch.yml',
          line: 4,
          fix: 'Write `workflows: [CI]`, and keep `name:` and this list in step.',
          'masked-by': null,
          evidence: expect.arrayContaining([
            '"CI and Smoke" was renamed to "CI" in abc1234def56 (2026-10-02)',
          ]),
        },
        { rule: 'RD302', 'masked-by': 'RD101 .github/workflows/watch.yml:4' },
      ],
    });
    expect(runner.annotations[0]).toMatchObject({
      level: 'error',
      file: '.github/workflows/watch.yml',
      line: 4,
      title: 'RD101 wr-unknown-upstream',
    });
    expect(runner.annotations[1]?.message).toContain('Masked by RD101');
    expect(outcome.failure?.message).toMatch(/^error RD101 .* — and 1 more$/);
    expect(outcome.failure?.hint).toContain('docs/rules/RD101.md');
  });

  it('is green with the same findings where nothing is to fail', async () => {
    const files = { 'ci.yml': CI, 'watch.yml': DEAD };
    const { outcome } = await examined({ files }, { 'fail-on': 'never' });
    expect(outcome.outputs.verdict).toBe('findings');
    expect(outcome.failure).toBeUndefined();
  });

  it('takes no workflow files for no success', async () => {
    const { outcome } = await examined({});
    expect(outcome.outputs.verdict).toBe('unknown');
    expect(outcome.failure?.message).toContain('the folder holds no workflow file');
    const never = await examined({}, { 'fail-on': 'never' });
    expect(never.outcome.failure).toBeUndefined();
  });

  it('is unknown where git cannot say what is on the default branch', async () => {
    const { outcome } = await examined({
      files: { 'ci.yml': CI, 'watch.yml': DEAD.replace(' and Smoke', '').replace('curl', 'echo') },
      found: [],
      facts: { onDefault: undefined as never, reason: 'this is not a git repository' },
    });
    expect(outcome.outputs).toMatchObject({
      verdict: 'unknown',
      findings: [{ rule: 'RD104', severity: 'unknown' }],
    });
    expect(JSON.stringify(outcome.outputs.findings)).toContain('this is not a git repository');
  });

  it('keeps valid SARIF with the place of each finding', async () => {
    const { runner } = await examined({ files: { 'ci.yml': CI, 'watch.yml': DEAD } });
    const sarif = JSON.parse(runner.kept['release-doctor'] ?? '');
    expect(sarif.version).toBe('2.1.0');
    const [{ tool, results }] = sarif.runs;
    expect(results[0]).toMatchObject({
      ruleId: 'RD101',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: '.github/workflows/watch.yml' },
            region: { startLine: 4 },
          },
        },
      ],
    });
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe('RD101');
  });
});

describe('what cannot be read', () => {
  it.each([
    ['too large a file', { problem: 'it is 10 MiB long, and 1 MiB is the limit' }, '10 MiB'],
    ['a link in a circle', { problem: 'it cannot be read (ELOOP)' }, 'ELOOP'],
    ['an empty file', { text: '' }, 'GitHub cannot read'],
    ['a list', { text: '- a\n' }, 'GitHub cannot read'],
    ['no YAML', { text: 'a: [\n' }, 'Flow sequence'],
    ['a file of zero bytes and such', { text: '\u0000\u0001' }, 'GitHub cannot read'],
    ['aliases without end', { text: bomb() }, 'Excessive alias count'],
    ['an alias inside its anchor', { text: 'on: &a [*a]\njobs: {}\n' }, 'GitHub cannot read'],
  ])('%s is an error of its own', async (_name, found, message) => {
    const path = '.github/workflows/x.yml';
    const { outcome } = await examined({ files: { 'ci.yml': CI }, found: [{ path, ...found }] });
    expect(outcome.outputs.findings).toMatchObject([
      { rule: 'RD100', severity: 'error', file: path, message: expect.stringContaining(message) },
    ]);
    expect(outcome.outputs.verdict).toBe('findings');
  });
});

/** Ten levels of three: small to write, 59,049 values to read. */
function bomb(): string {
  const levels = 'bcdefghijk'
    .split('')
    .map((key) => {
      const before = String.fromCharCode(key.charCodeAt(0) - 1);
      return `${key}: &${key} [*${before}, *${before}, *${before}]`;
    })
    .join('\n');
  return `a: &a [x, x, x]\n${levels}\non: push\n`;
}
