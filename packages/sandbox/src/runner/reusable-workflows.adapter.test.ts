import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runnerWorld } from './tests/runner-world.ts';

const greet = `on:
  workflow_call:
    inputs:
      who: { type: string, required: true }
      times: { type: number, default: 2 }
      loud: { type: boolean, default: false }
    secrets:
      key: { required: true }
    outputs:
      greeting: { value: '\${{ jobs.say.outputs.text }}' }
env: { FROM: callee }
jobs:
  say:
    runs-on: ubuntu-latest
    outputs: { text: '\${{ steps.s.outputs.text }}' }
    steps:
      - id: s
        env: { KEY: '\${{ secrets.key }}', OTHER: '\${{ secrets.PASSWORD }}' }
        run: |
          echo "text=hello \${{ inputs.who }} \${{ inputs.times > 1 }} \${{ inputs.loud == false }}" >> "$GITHUB_OUTPUT"
          echo "key \${#KEY}, other \${#OTHER}, $FROM, mine '$MINE', \${{ github.event_name }}"
`;

const caller = (job: string) => `on: push
env: { MINE: caller }
jobs:
  train:
${job}
`;

const goodCall = caller(`    uses: ./.github/workflows/greet.yml
    with: { who: '\${{ github.ref_name }}' }
    secrets: { key: '\${{ secrets.PASSWORD }}' }
  after:
    needs: train
    runs-on: ubuntu-latest
    steps: [{ run: 'echo \${{ needs.train.outputs.greeting }}' }]`);

describe('a called workflow', () => {
  it('runs in the same run with typed inputs, the secrets handed over, and gives outputs', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({ 'ci.yml': goodCall, 'greet.yml': greet });
    expect(run.jobs.map(({ name, result, reason }) => [name, result, reason])).toEqual([
      ['train / say', 'success', undefined],
      ['after', 'success', undefined],
    ]);
    expect(world.logOf(run.jobs[0])).toBe("key 16, other 0, callee, mine '', push");
    expect(world.logOf(run.jobs[1])).toBe('hello main true true');
    expect(world.runner.runs()).toHaveLength(1);
  });

  it('has all secrets with inherit, and one job per row of a matrix', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': caller(`    strategy: { matrix: { who: [a, b] } }
    uses: ./.github/workflows/greet.yml
    with: { who: '\${{ matrix.who }}' }
    secrets: inherit`),
      'greet.yml': greet.replace('key: { required: true }', 'key: { required: false }'),
    });
    expect(run.jobs.map(({ name }) => name).toSorted()).toEqual([
      'train (a) / say',
      'train (b) / say',
    ]);
    expect(world.logOf(run.jobs[0])).toContain('other 16');
  });

  it('is read from this checkout by the name users write, and what it calls by ./ too', async () => {
    await using world = runnerWorld();
    const folder = join(world.github.folder, 'checkout/.github/workflows');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'greet.yml'), greet);
    writeFileSync(
      join(folder, 'train.yml'),
      `on: { workflow_call: { secrets: { key: { required: true } } } }
jobs:
  inner:
    uses: ./.github/workflows/greet.yml
    with: { who: us }
    secrets: { key: '\${{ secrets.key }}' }
`,
    );
    const run = await world.runOnPush({
      'ci.yml': caller(`    uses: release-train/release-train/.github/workflows/train.yml@v1
    secrets: { key: '\${{ secrets.PASSWORD }}' }`),
    });
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([
      ['train / inner / say', 'success'],
    ]);
  });

  it('may do what its caller may, and has the grants of a caller where it asks for none', async () => {
    await using world = runnerWorld();
    const files = { 'greet.yml': greet };
    await world.runOnPush({
      ...files,
      'ci.yml': goodCall.replace(
        '    uses: ./',
        '    permissions: { statuses: write }\n    uses: ./',
      ),
    });
    expect(world.github.issued[0]?.permissions).toEqual({ statuses: 'write', metadata: 'read' });
  });

  it('is skipped with its caller, and leaves the caller its failure', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': caller(`    if: github.ref_name == 'other'
    uses: ./.github/workflows/greet.yml
    with: { who: us }
    secrets: inherit
  broken:
    uses: ./.github/workflows/broken.yml
  after:
    needs: broken
    if: failure()
    runs-on: ubuntu-latest
    steps: [{ run: echo mopped up }]`),
      'greet.yml': greet,
      'broken.yml':
        'on: workflow_call\njobs:\n  b: { runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }\n',
    });
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([
      ['train', 'skipped'],
      ['broken / b', 'failure'],
      ['after', 'success'],
    ]);
  });
});

describe('a call that cannot be', () => {
  const call = `    uses: ./.github/workflows/greet.yml
    with: { who: us }
    secrets: inherit`;
  const uncallable =
    'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }\n';
  const loop = `on: { workflow_call: { inputs: { who: { type: string } } } }\njobs:\n  again:\n${call}\n`;
  const greedy = greet.replace('say:\n', 'say:\n    permissions: { contents: write }\n');

  it.each([
    { what: 'a missing file', callee: '', named: 'workflow was not found' },
    { what: 'a file nobody may call', callee: uncallable, named: 'missing a `on.workflow_call`' },
    { what: 'a loop', callee: loop, named: 'a loop of calls' },
    { what: 'an unknown input', body: ['who: us', 'who: us, whom: us'], named: '"whom" is not' },
    { what: 'a missing input', body: ['    with: { who: us }\n', ''], named: '"who" is required' },
    { what: 'a missing secret', body: ['inherit', '{}'], named: '"key" is required' },
    { what: 'an unknown secret', body: ['inherit', '{ key: a, kay: b }'], named: '"kay" is not' },
    {
      what: 'grants beyond its own',
      callee: greedy,
      body: ['    uses', '    permissions: { contents: read }\n    uses'],
      named: 'the nested job "say" is requesting "contents: write"',
    },
  ])('starts no job: $what', async ({ callee = greet, body = ['', ''], named }) => {
    await using world = runnerWorld();
    const [from = '', to = ''] = body;
    await world.runOnPush({
      'ci.yml': caller(call.replace(from, to)),
      ...(callee ? { 'greet.yml': callee } : {}),
    });
    const run = world.runner.runs().find(({ path }) => path.endsWith('ci.yml'));
    expect(run).toMatchObject({ conclusion: 'startup_failure', jobs: [] });
    expect(run?.reason).toContain(named);
  });
});
