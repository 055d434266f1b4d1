import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runnerWorld } from './tests/runner-world.ts';

const steps = (text: string, more = '') =>
  `on: push\n${more}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${text}`;

afterEach(() => vi.unstubAllGlobals());

describe('a run step', () => {
  it('never shows a secret, a token or an added mask in its log, annotations or summary', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - env: { P: '\${{ secrets.PASSWORD }}', T: '\${{ github.token }}' }
        run: |
          echo "::add-mask::ephemeral"
          echo "pass $P token $T mask ephemeral"
          echo "::warning file=a.ts,line=3,title=Look::leaks $P"
          echo "sum $P" >> "$GITHUB_STEP_SUMMARY"
`),
    });
    const [step] = run.jobs[0]?.steps ?? [];
    expect(step?.log).toEqual(['pass *** token *** mask ***', '##[warning]leaks ***']);
    expect(step?.summary).toBe('sum ***\n');
    expect(step?.annotations).toEqual([
      { level: 'warning', message: 'leaks ***', title: 'Look', file: 'a.ts', line: 3 },
    ]);
    expect(JSON.stringify(world.progress)).not.toContain('hunter2-and-more');
  });

  it('withholds a job output that holds a secret', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    outputs: { bad: '\${{ steps.s.outputs.v }}', good: ok }
    steps: [{ id: s, run: 'echo "v=x$P" >> $GITHUB_OUTPUT', env: { P: '\${{ secrets.PASSWORD }}' } }]
`,
    });
    expect(run.jobs[0]?.outputs).toEqual({ good: 'ok' });
  });

  it('does not execute a hostile commit message that it gets through env', async () => {
    await using world = runnerWorld();
    const message = '"; echo owned > owned.txt; `id` $(id) #\n::error::forged';
    world.push(
      world.commitWorkflows({
        'ci.yml': steps(`
      - env: { MESSAGE: '\${{ github.event.head_commit.message }}' }
        run: |
          printf '%s' "$MESSAGE" | wc -c
          test ! -e owned.txt
          ls -A
`),
      }),
      { payload: { head_commit: { message } } },
    );
    await world.runner.settled();
    const [run] = world.runner.runs();
    expect(run?.conclusion).toBe('success');
    expect(world.logOf(run?.jobs[0]).trim()).toBe(String(message.length));
    expect(run?.displayTitle).toBe(message.split('\n')[0]);
  });

  it('has the environment GitHub gives, three levels of env, and nothing of this machine', async () => {
    vi.stubEnv('LEAKED_FROM_THE_MACHINE', 'yes');
    await using world = runnerWorld({ environment: { EXTRA: 'given', LEVEL: 'from options' } });
    const run = await world.runOnPush({
      'ci.yml': steps(
        `
      - env: { C: '\${{ env.B }}+step', LEVEL: step }
        run: |
          echo "$A $B $C $LEVEL $EXTRA [$LEAKED_FROM_THE_MACHINE]"
          echo "$CI $GITHUB_ACTIONS $GITHUB_REPOSITORY $GITHUB_EVENT_NAME $GITHUB_JOB $RUNNER_OS"
          test "$PWD" = "$GITHUB_WORKSPACE" && test -s "$GITHUB_EVENT_PATH" && ls -A "$HOME"
          echo "D=next" >> "$GITHUB_ENV"; mkdir bin; echo "$PWD/bin" >> "$GITHUB_PATH"
          printf '#!/bin/sh\\necho tool ran' > bin/tool; chmod +x bin/tool
          echo "NODE_OPTIONS=--inspect" >> "$GITHUB_ENV"
      - run: 'tool; echo "$D \${{ env.D }} [$NODE_OPTIONS]"'
`,
        "env: { A: '1', B: '2' }",
      ),
    });
    vi.unstubAllEnvs();
    expect(world.logOf(run.jobs[0]).split('\n')).toEqual([
      '1 2 2+step from options given []',
      'true true acme/shop push a Linux',
      "##[error]Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
      'tool ran',
      'next next []',
    ]);
  });

  it('stops at an error, and inside a pipe only with shell: bash', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - { id: a, run: 'false | cat', continue-on-error: true }
      - { id: b, run: 'false | cat', shell: bash, continue-on-error: true }
      - { id: c, run: "echo \${{ steps.a.outcome }} \${{ steps.b.outcome }} \${{ steps.b.conclusion }}" }
      - { run: 'console.log(process.version.slice(0, 4))', shell: 'node {0}' }
      - { run: 'echo $0', shell: sh }
      - { if: failure(), run: echo never }
`),
    });
    expect(run.conclusion).toBe('success');
    const logs = run.jobs[0]?.steps.map(({ log }) => log.join('\n')) ?? [];
    expect(logs[2]).toBe('success failure success');
    expect(logs[3]).toBe('v24.');
    expect(run.jobs[0]?.steps[5]?.outcome).toBe('skipped');
  });

  it.each(['node', 'pwsh'])('with shell: %s is refused by name', async (shell) => {
    await using world = runnerWorld();
    const run = await world.runOnPush({ 'ci.yml': steps(`      - { run: x, shell: ${shell} }`) });
    expect(run.jobs[0]?.reason).toContain(`not supported by the sandbox: "shell: ${shell}"`);
  });

  it('fails on commands GitHub has replaced, and takes no command between stop marks', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - run: |
          echo "::stop-commands::pause"
          echo "::error::only text"
          echo "::pause::"
          echo "::group::things"
          echo "::set-output name=x::1"
`),
    });
    const [step] = run.jobs[0]?.steps ?? [];
    expect(step?.outcome).toBe('failure');
    expect(step?.log.slice(0, 2)).toEqual(['::error::only text', '##[group]things']);
    expect(step?.annotations).toHaveLength(1);
    expect(step?.annotations[0]?.message).toContain(
      '"set-output": write to the file in GITHUB_OUTPUT',
    );
  });

  it('fails on an output file that is not in the format', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`      - run: printf 'x<<EOF\\nno end' >> "$GITHUB_OUTPUT"`),
    });
    expect(run.jobs[0]?.steps[0]?.annotations[0]?.message).toContain(
      "Matching delimiter not found 'EOF'",
    );
    expect(run.conclusion).toBe('failure');
  });

  it('in a folder that does not exist says which', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps('      - { run: ls, working-directory: nowhere }'),
    });
    expect(run.jobs[0]?.steps[0]?.annotations[0]?.message).toMatch(/nowhere" does not exist$/);
  });

  it('that hangs is killed at its timeout, even if it ignores to be asked', async () => {
    const real = globalThis.setTimeout;
    vi.stubGlobal('setTimeout', (act: () => void, ms = 0) => real(act, ms / 100));
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - { run: "trap '' INT TERM; while true; do sleep 1; done", timeout-minutes: 1 }
      - { run: echo never }
      - { if: failure(), run: echo after the timeout }
`),
    });
    expect(run.jobs[0]?.result).toBe('failure');
    expect(run.jobs[0]?.steps[0]?.annotations[0]?.message).toMatch(/has timed out after 1 minutes/);
    expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
      'failure',
      'skipped',
      'success',
    ]);
  });
});

describe('a node24 action', () => {
  const OWN = 'release-train/release-train/actions/greet@v1';

  function worldWithAction(runs = '{ using: node24, main: dist/index.js }') {
    const world = runnerWorld();
    const folder = join(world.github.folder, 'checkout/actions/greet');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(
      join(folder, 'action.yml'),
      `name: Greet
description: d
inputs:
  who: { description: w, default: nobody }
  github-token: { description: t, default: '\${{ github.token }}' }
runs: ${runs}
`,
    );
    writeFileSync(
      join(folder, 'dist/index.js'),
      `const fs = require('node:fs');
const e = process.env;
console.log('hello ' + e.INPUT_WHO + ' ' + e['INPUT_GITHUB-TOKEN'] + ' ' + e.GITHUB_API_URL);
fs.appendFileSync(e.GITHUB_OUTPUT, 'said=hello ' + e.INPUT_WHO + '\\n');
fs.appendFileSync(e.GITHUB_STEP_SUMMARY, '# done');
if (e.INPUT_WHO === 'fail') process.exitCode = 2;
`,
    );
    return world;
  }

  it('of ours runs its bundle with inputs, defaults and outputs', async () => {
    await using world = worldWithAction();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - { id: g, uses: ${OWN}, with: { WHO: '\${{ github.actor }}' } }
      - run: echo "\${{ steps.g.outputs.said }}"
      - { uses: ${OWN}, with: { who: x, whom: y } }
      - { uses: ${OWN}, with: { who: fail } }
`),
    });
    const done = run.jobs[0]?.steps ?? [];
    expect(done[0]?.log).toEqual(['hello ada *** http://127.0.0.1/api/v3']);
    expect(done[0]?.summary).toBe('# done');
    expect(done[1]?.log).toEqual(['hello ada']);
    expect(done[2]?.annotations[0]?.message).toBe(
      "Unexpected input(s) 'whom', valid inputs are ['who', 'github-token']",
    );
    expect(done[3]?.outcome).toBe('failure');
  });

  it.each([
    ['{ using: composite, steps: [] }', 'runs.using "composite"'],
    ['{ using: node20, main: dist/index.js }', 'runs.using "node20"'],
    ['{ using: node24, main: dist/index.js, pre: a.js }', 'runs.pre "a.js"'],
    ['{ using: node24, main: dist/index.js, post: b.js }', 'runs.post "b.js"'],
  ])('with runs: %s is refused by name', async (runs, named) => {
    await using world = worldWithAction(runs);
    const run = await world.runOnPush({ 'ci.yml': steps(`      - { uses: ${OWN} }`) });
    expect(run.jobs[0]).toMatchObject({ result: 'failure', steps: [] });
    expect(run.jobs[0]?.reason).toContain(named);
  });

  it('of the repository itself runs after a checkout, and not from outside of it', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - { uses: ./local }
        continue-on-error: true
      - uses: actions/checkout@v6
      - uses: ./local
      - uses: ./../outside
`).replace('{ uses: ./local }\n        continue', 'uses: ./local\n        continue'),
      'local/action.yml': 'name: l\ndescription: d\nruns: { using: node24, main: index.js }\n',
      'local/index.js': "console.log('local action ran')",
    });
    const done = run.jobs[0]?.steps ?? [];
    expect(done.map(({ outcome }) => outcome)).toEqual([
      'failure',
      'success',
      'success',
      'failure',
    ]);
    expect(done[2]?.log).toEqual(['local action ran']);
    expect(done[3]?.annotations[0]?.message).toBe('"./../outside" leaves the workspace');
  });
});
