import { describe, expect, it } from 'vitest';
import { parseWorkflow } from './parse-workflow.ts';
import { salvageWorkflow } from './salvage.ts';

const path = '.github/workflows/x.yml';

const FULL = `name: Release
on:
  workflow_run:
    workflows: [CI]
    branches: main
  schedule:
    - cron: '7 3 * * *'
permissions: {}
jobs:
  a:
    runs-on: x
    needs: [b]
    permissions: { contents: write }
    if: vars.X != ''
    frobnicate: 1
    steps:
      - &step
        name: One
        run: |
          echo \${{ github.sha }} it's {x}
        continue-on-error: true
      - *step
      - uses: actions/checkout@v7
        with: { ref: '\${{ github.sha }}' }
        if: \${{ failure() }}
  b:
    uses: ./.github/workflows/y.yml
`;

describe('a file GitHub’s parser rejects', () => {
  it('is read as the parser would, if the parser knew its unknown key', async () => {
    expect((await parseWorkflow({ path, text: FULL })).kind).toBe('broken');
    const { workflow, yamlErrors } = salvageWorkflow({ path, text: FULL });
    expect(yamlErrors).toEqual([]);
    const known = await parseWorkflow({ path, text: FULL.replace('    frobnicate: 1\n', '\n') });
    const wanted = known.kind === 'parsed' ? known.workflow : undefined;
    expect(workflow?.name).toBe('Release');
    expect(workflow?.triggers).toEqual(wanted?.triggers);
    const [job] = workflow?.jobs ?? [];
    const [other] = wanted?.jobs ?? [];
    for (const key of ['id', 'line', 'needs', 'if', 'ifLine', 'permissions'] as const) {
      expect(job?.[key], key).toEqual(other?.[key]);
    }
    expect(job?.steps[2]).toEqual(other?.steps[2]);
    expect(job?.steps.map(({ if: condition }) => condition)).toEqual([
      'success()',
      'success()',
      'failure()',
    ]);
    expect(workflow?.jobs[1]?.uses).toBe('./.github/workflows/y.yml');
  });

  it('folds text around an expression as the parser does', async () => {
    const { workflow } = salvageWorkflow({ path, text: FULL });
    const step = workflow?.jobs[0]?.steps[0];
    expect(step?.kind === 'run' && step.run).toMatchObject({
      expression: "format('echo {0} it''s {{x}}\n', github.sha)",
    });
  });

  it.each(['push', '[push]', '{ push: {} }', '{ push: }'])('reads on: %s', (on) => {
    const { workflow } = salvageWorkflow({ path, text: `on: ${on}\njobs: 5\n` });
    expect(workflow?.triggers).toMatchObject([{ event: 'push', line: 1, filters: {} }]);
    expect(workflow?.jobs).toEqual([]);
    expect(workflow?.name).toBe(path);
  });

  it.each([
    ['', undefined],
    ['- a\n- b\n', undefined],
    ['a: [', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['on: &a [*a]\n', undefined],
    [
      `a: &a [x,x]\n${'bcdefghijk'.replace(/./g, (key) => `${key}: &${key} [*${String.fromCharCode(key.charCodeAt(0) - 1)},*${String.fromCharCode(key.charCodeAt(0) - 1)},*${String.fromCharCode(key.charCodeAt(0) - 1)}]\n`)}`,
      'Excessive alias count indicates a resource exhaustion attack',
    ],
  ])('ends for %j, with the error of YAML', (text, message) => {
    const { yamlErrors } = salvageWorkflow({ path, text });
    expect(yamlErrors[0]?.message).toBe(message);
  });
});
