import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runnerWorld } from './tests/runner-world.ts';

const job = (body: string) => `on: push\njobs:\n${body}`;

afterEach(() => vi.unstubAllGlobals());

describe('jobs', () => {
  it('run after their needs and get their outputs', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  build:
    runs-on: ubuntu-latest
    outputs: { version: '\${{ steps.v.outputs.version }}', text: '\${{ steps.v.outputs.text }}' }
    steps:
      - id: v
        run: |
          echo "version=1.2" >> "$GITHUB_OUTPUT"
          printf 'text<<EOF\\nline 1\\nline=2\\nEOF\\n' >> "$GITHUB_OUTPUT"
  deploy:
    needs: build
    name: Deploy \${{ needs.build.outputs.version }}
    runs-on: ubuntu-latest
    env: { TEXT: '\${{ needs.build.outputs.text }}' }
    steps:
      - run: echo "got $TEXT on \${{ vars.STAGE }} at $GITHUB_REF_NAME"
`),
    });
    expect(run.conclusion).toBe('success');
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([
      ['build', 'success'],
      ['Deploy 1.2', 'success'],
    ]);
    expect(run.jobs[0]?.outputs).toEqual({ version: '1.2', text: 'line 1\nline=2' });
    expect(world.logOf(run.jobs[1])).toBe('got line 1\nline=2 on blue at main');
    expect(world.github.checkRuns).toEqual([
      { name: 'build', status: 'completed', conclusion: 'success' },
      { name: 'Deploy 1.2', status: 'completed', conclusion: 'success' },
    ]);
    expect(world.github.statuses).toEqual([
      '.github/workflows/ci.yml: in_progress',
      '.github/workflows/ci.yml: success',
    ]);
  });

  it('follow success(), failure() and always() through needs', async () => {
    await using world = runnerWorld();
    const step = 'runs-on: ubuntu-latest\n    steps: [{ run: echo ran }]';
    const run = await world.runOnPush({
      'ci.yml': job(`
  broken:
    runs-on: ubuntu-latest
    steps: [{ run: exit 3 }]
  plain:
    needs: broken
    ${step}
  unsatisfiable:
    needs: broken
    if: needs.broken.result == 'failure'
    ${step}
  rollback:
    needs: broken
    if: failure() && needs.broken.result == 'failure'
    ${step}
  always:
    needs: [broken, plain]
    if: always()
    ${step}
  after-always:
    needs: always
    ${step}
`),
    });
    const results = Object.fromEntries(run.jobs.map(({ id, result }) => [id, result]));
    expect(run.conclusion).toBe('failure');
    expect(results).toEqual({
      broken: 'failure',
      plain: 'skipped',
      unsatisfiable: 'skipped',
      rollback: 'success',
      always: 'success',
      'after-always': 'skipped',
    });
    const skipped = run.jobs.find(({ id }) => id === 'unsatisfiable');
    expect(skipped?.reason).toContain("success() && (needs.broken.result == 'failure')");
  });

  it('of a matrix run once per row, and fail fast', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { part: [bad, slow] } }
    steps: [{ run: 'if [ \${{ matrix.part }} = bad ]; then exit 1; else sleep 600; fi' }]
`),
    });
    expect(run.jobs.map(({ name, result }) => [name, result])).toEqual([
      ['test (bad)', 'failure'],
      ['test (slow)', 'cancelled'],
    ]);
    expect(run.conclusion).toBe('failure');
  });

  it('get a token with their own permissions, revoked when they end', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': `on: push
permissions: { contents: read }
jobs:
  a: { runs-on: ubuntu-latest, permissions: { statuses: write }, steps: [{ run: 'true' }] }
  b: { needs: a, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
`,
    });
    expect(world.github.issued.map(({ permissions }) => permissions)).toEqual([
      { statuses: 'write', metadata: 'read' },
      { contents: 'read', metadata: 'read' },
    ]);
    expect(world.github.revoked).toEqual(world.github.issued.map(({ token }) => token));
  });

  it.each([
    ['container: node:24', '"container:"'],
    ['services: { db: { image: postgres } }', '"services:"'],
    ['environment: production', '"environment:"'],
    ['defaults: { run: { shell: pwsh } }', '"shell: pwsh"'],
    ['strategy: { max-parallel: 1, matrix: { a: [1] } }', '"strategy.max-parallel"'],
  ])('with %s are refused by name before their first step', async (line, named) => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  a:
    runs-on: ubuntu-latest
    ${line}
    steps: [{ run: touch /tmp/must-not-exist-$GITHUB_RUN_ID }]
`),
    });
    expect(run.jobs[0]).toMatchObject({ result: 'failure', steps: [] });
    expect(run.jobs[0]?.reason).toContain(`not supported by the sandbox: ${named}`);
  });

  it.each([
    ['docker://alpine', 'the Docker action "docker://alpine"'],
    ['acme/unknown@v1', 'the action "acme/unknown@v1"'],
    ['release-train/release-train/actions/x@v2', 'only "@v1" maps to this checkout'],
    ['release-train/release-train/actions/none@v1', 'has no action.yml in the checkout'],
  ])('that use %s are refused by name', async (uses, named) => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  a:
    runs-on: ubuntu-latest
    steps: [{ run: echo first }, { uses: '${uses}' }]
  b:
    runs-on: ubuntu-latest
    steps: [{ run: echo independent }]
`),
    });
    expect(run.jobs[0]).toMatchObject({ result: 'failure', steps: [] });
    expect(run.jobs[0]?.reason).toContain(named);
    expect(run.jobs[1]?.result).toBe('success');
  });

  it('that call a foreign reusable workflow or hashFiles() are refused by name', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  a: { uses: acme/shared/.github/workflows/other.yml@v3 }
  b:
    runs-on: windows-latest
    steps: [{ run: "echo \${{ hashFiles('**/x') }}" }]
`),
    });
    const reasons = new Map(run.jobs.map(({ id, reason }) => [id, reason]));
    expect([reasons.get('a'), reasons.get('b')]).toEqual([
      'not supported by the sandbox: the reusable workflow "acme/shared/.github/workflows/other.yml@v3"',
      'not supported by the sandbox: the runner "windows-latest" (only ubuntu-… labels); the function hashFiles()',
    ]);
  });

  it('past their timeout-minutes are cancelled, and their always() steps still run', async () => {
    const real = globalThis.setTimeout;
    const due: (() => void)[] = [];
    vi.stubGlobal('setTimeout', (act: () => void, ms: number) =>
      ms === 7 * 60_000 ? due.push(act) : real(act, ms),
    );
    await using world = runnerWorld();
    const running = world.runOnPush({
      'ci.yml': job(`
  a:
    runs-on: ubuntu-latest
    timeout-minutes: 7
    steps:
      - run: echo started; sleep 600
      - run: echo never
      - if: always()
        run: echo cleaned up
      - if: failure()
        run: echo not a failure
`),
    });
    const started = () => world.runner.runs()[0]?.jobs[0]?.steps[0]?.log;
    await expect.poll(started, { timeout: 30_000 }).toEqual(['started']);
    due[0]?.();
    const run = await running;
    expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
      'cancelled',
      'skipped',
      'success',
      'skipped',
    ]);
    expect(run.jobs[0]).toMatchObject({
      result: 'cancelled',
      reason: 'it ran longer than timeout-minutes: 7',
    });
    expect(run.conclusion).toBe('cancelled');
  });

  it('of one concurrency group wait for each other', async () => {
    await using world = runnerWorld();
    const turn = `
    runs-on: ubuntu-latest
    concurrency: { group: turn, queue: max }
    steps: [{ run: 'mkdir "$LOCK" && rmdir "$LOCK"' }]`;
    const lock = join(world.github.folder, 'lock');
    const run = await world.runOnPush({
      'ci.yml': `env: { LOCK: '${lock}' }\n${job(`  a:${turn}\n  b:${turn}\n  c:${turn}\n`)}`,
    });
    expect(run.jobs.map(({ result }) => result)).toEqual(['success', 'success', 'success']);
  });

  it('fail under continue-on-error without failing what needs them', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  a: { runs-on: ubuntu-latest, continue-on-error: true, steps: [{ run: exit 1 }] }
  b: { needs: a, runs-on: ubuntu-latest, steps: [{ run: 'echo \${{ needs.a.result }}' }] }
`),
    });
    expect(run.jobs.map(({ result }) => result)).toEqual(['failure', 'success']);
    expect(world.logOf(run.jobs[1])).toBe('success');
    expect(run.conclusion).toBe('success');
  });

  it('whose expressions cannot be evaluated fail and quote them', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': job(`
  a:
    if: fromJSON('{')
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
  b:
    runs-on: ubuntu-latest
    strategy: { matrix: '\${{ github.event }}' }
    steps: [{ run: 'true' }]
  c:
    runs-on: ubuntu-latest
    env: { X: "\${{ fromJSON('[') }}" }
    steps: [{ run: 'true' }]
`),
    });
    expect(run.jobs.map(({ result }) => result)).toEqual(['failure', 'failure', 'failure']);
    expect(run.jobs[0]?.reason).toContain(`cannot evaluate "success() && (fromJSON('{'))"`);
    expect(run.jobs[1]?.reason).toBe('strategy.matrix gives no job at all');
    expect(run.jobs[2]?.reason).toContain(`cannot evaluate "fromJSON('[')"`);
  });
});
