import { describe, expect, it } from 'vitest';
import { evaluateText } from './expression.ts';
import { parseWorkflow } from './parse-workflow.ts';
import { expressionsIn } from './template.ts';
import type { Workflow } from './workflow.ts';

async function parsed(text: string): Promise<Workflow> {
  const result = await parseWorkflow({ path: '.github/workflows/x.yml', text });
  if (result.kind === 'broken') throw new Error(JSON.stringify(result.errors));
  return result.workflow;
}

async function errorsOf(text: string) {
  const result = await parseWorkflow({ path: 'x.yml', text });
  return result.kind === 'broken' ? result.errors : [];
}

const FULL = `name: Release train
on:
  push: { branches: main, paths-ignore: ['docs/**'] }
  schedule:
    - cron: '7 3 * * 1-5'
      timezone: Europe/Berlin
  workflow_dispatch:
    inputs:
      level: { type: choice, options: [low, high], default: low, required: true }
      count: { type: number, default: 3 }
      dry-run: { type: boolean, default: false }
permissions: { contents: read, pull-requests: write, issues: none }
env: { A: '1' }
defaults: { run: { shell: bash, working-directory: app } }
concurrency: { group: 'x-\${{ github.ref }}', cancel-in-progress: true }
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { sha: '\${{ steps.a.outputs.sha }}' }
    strategy: { fail-fast: false, matrix: { node: [22, 24] } }
    steps:
      - { id: a, run: 'echo \${{ matrix.node }}', timeout-minutes: 2 }
  deploy:
    needs: build
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - if: failure()
        uses: actions/checkout@v6
        with: { fetch-depth: 0 }
`;

describe('parseWorkflow', () => {
  it('reads triggers with their filters, lines, schedules and inputs', async () => {
    const { triggers, name } = await parsed(FULL);
    expect(name).toBe('Release train');
    expect(triggers.map(({ event, line }) => [event, line])).toEqual([
      ['push', 3],
      ['schedule', 4],
      ['workflow_dispatch', 7],
    ]);
    expect(triggers[0]?.filters.branches?.patterns).toEqual(['main']);
    expect(triggers[0]?.filters['paths-ignore']).toEqual({ patterns: ['docs/**'], line: 3 });
    expect(triggers[1]?.schedules).toEqual([{ cron: '7 3 * * 1-5', timezone: 'Europe/Berlin' }]);
    expect(triggers[2]?.inputs).toEqual([
      { name: 'level', type: 'choice', options: ['low', 'high'], default: 'low', required: true },
      { name: 'count', type: 'number', options: [], default: 3, required: false },
      { name: 'dry-run', type: 'boolean', options: [], default: false, required: false },
    ]);
  });

  it('reads what surrounds the jobs', async () => {
    const workflow = await parsed(FULL);
    expect(workflow.permissions).toEqual({
      contents: 'read',
      'pull-requests': 'write',
      issues: 'none',
    });
    expect(workflow.defaults).toEqual({ shell: 'bash', workingDirectory: 'app' });
    expect(workflow.concurrency).toEqual({
      group: { expression: "format('x-{0}', github.ref)", line: 15 },
      cancelInProgress: true,
      queue: 'single',
    });
  });

  it('reads jobs and steps, with the implicit success() in conditions', async () => {
    const [build, deploy] = (await parsed(FULL)).jobs;
    expect(build?.strategy).toEqual({ failFast: false, matrix: new Map([['node', [22, 24]]]) });
    expect(build?.if).toBe('success()');
    expect(deploy?.needs).toEqual(['build']);
    expect(deploy?.if).toBe("success() && (github.ref == 'refs/heads/main')");
    expect(deploy?.timeoutMinutes).toBe(5);
    expect(deploy?.steps[0]).toMatchObject({ kind: 'uses', if: 'failure()', line: 29 });
    expect(expressionsIn(build?.outputs).map(({ expression }) => expression)).toEqual([
      'steps.a.outputs.sha',
    ]);
  });

  it('names a workflow by its path where the file gives no name', async () => {
    const { name } = await parsed('on: push\njobs: { a: { runs-on: x, steps: [{ run: a }] } }');
    expect(name).toBe('.github/workflows/x.yml');
  });

  it('lists every error with its line', async () => {
    const errors = await errorsOf(
      "on: push\njobs:\n  a:\n    runs-on: x\n    if: secrets.X != ''\n    steps:\n      - { run: a, frob: 1 }\n",
    );
    expect(errors).toContainEqual({
      message: "Unrecognized named-value: 'secrets'",
      line: 5,
      column: 9,
    });
    expect(errors).toContainEqual({ message: "Unexpected value 'frob'", line: 7, column: 19 });
  });

  it.each([
    ['text at column 0 in a block scalar', 'on: push\njobs:\n  a: |\nfoo\n', 4],
    ['a file without on', 'jobs: { a: { runs-on: x, steps: [{ run: a }] } }', 1],
    [
      'a need of no job',
      'on: push\njobs:\n  a: { runs-on: x, steps: [{ run: a }] }\n  b: { needs: [z], runs-on: x, steps: [{ run: a }] }\n',
      4,
    ],
  ])('calls %s broken', async (_, text, line) => {
    const errors = await errorsOf(text);
    expect(errors[0]?.line).toBe(line);
    expect(errors[0]?.message).not.toContain('\n');
  });

  it('keeps quotes, indentation and folding of a text around its expressions', async () => {
    const { jobs } = await parsed(`on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          cat <<'END'
            it's '\${{ github.ref }}'
          END
      - run: >-
          echo
          '\${{ github.ref }}'
      - run: echo 'a' '\${{ github.ref }}' 'b'
      - run: |-
          \${{ github.ref }}
`);
    const scope = { contexts: { github: { ref: 'main' } } };
    const texts = jobs[0]?.steps.map((step) =>
      step.kind === 'run' ? evaluateText(step.run, scope) : '',
    );
    expect(texts).toEqual([
      "cat <<'END'\n  it's 'main'\nEND\n",
      "echo 'main'",
      "echo 'a' 'main' 'b'",
      'main',
    ]);
  });
});
