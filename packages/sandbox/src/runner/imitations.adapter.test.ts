import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitHttpServer } from './tests/git-http-server.ts';
import { REPOSITORY } from './tests/memory-actions-backend.ts';
import { ADA, type RunnerWorld, runnerWorld } from './tests/runner-world.ts';

const steps = (text: string, on = 'push') =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${text}`;

const outcomes = ({ runner }: RunnerWorld) =>
  runner.runs()[0]?.jobs[0]?.steps.map(({ outcome }) => outcome);

const printed = (world: RunnerWorld) => world.logOf(world.runner.runs()[0]?.jobs[0]);

describe('actions/checkout', () => {
  it('says it is an imitation and clones the pushed commit on its branch, one commit deep', async () => {
    await using world = runnerWorld();
    world.github.commit({ 'old.txt': '1' });
    const sha = world.commitWorkflows({
      'ci.yml': steps(`
      - { uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 }
      - run: echo "at $(git rev-parse HEAD) on $(git branch --show-current) of $(git rev-list --count HEAD)"
`),
    });
    world.github.commit({ 'newer.txt': '1' });
    world.push(sha);
    await world.runner.settled();
    expect(outcomes(world)).toEqual(['success', 'success']);
    expect(printed(world)).toContain('sandbox imitation of actions/checkout');
    expect(printed(world)).toContain(`at ${sha} on main of 1`);
  });

  it.each([
    [
      'fetch-depth: 0',
      'git rev-list --count HEAD; git branch -r',
      '3\n  origin/main\n  origin/side',
    ],
    ['ref: side', 'git log -1 --format=%s; git branch --show-current', 'on the side\nside'],
    ['ref: refs/heads/side', 'git branch --show-current', 'side'],
    ['ref: refs/tags/v1', 'git log -1 --format=%s', 'first'],
    ['ref: v1', 'git log -1 --format=%s', 'first'],
    ['path: sub/dir', 'ls sub/dir', 'a.txt'],
  ])('honours %s', async (input, command, expected) => {
    await using world = runnerWorld();
    const first = world.github.commit({ 'a.txt': '1' }, 'first');
    world.github.commit({ 'b.txt': '1' }, 'on the side', 'side');
    world.github.tag('v1', first);
    world.github.commit({});
    await world.runOnPush({
      'ci.yml': steps(`
      - { uses: actions/checkout@v6, with: { ${input} } }
      - run: ${command}
`),
    });
    expect(world.runner.runs()[0]?.jobs[0]?.steps[1]?.log.join('\n')).toContain(expected);
  });

  it('honours a SHA, and the merge commit of a pull request, both detached', async () => {
    await using world = runnerWorld();
    const first = world.github.commit({ 'a.txt': '1' }, 'first');
    const head = world.commitWorkflows({
      'ci.yml': steps(
        `
      - { uses: actions/checkout@v6 }
      - run: git log -1 --format=%H; git branch --show-current
      - { uses: actions/checkout@v6, with: { ref: ${first}, path: other } }
      - run: git -C other log -1 --format=%s
`,
        'pull_request',
      ),
    });
    world.github.emit({
      name: 'pull_request',
      action: 'opened',
      repository: REPOSITORY,
      actor: ADA,
      ref: 'refs/pull/1/merge',
      sha: head,
      payload: { pull_request: { head: { ref: 'dev', sha: head }, base: { ref: 'main' } } },
    });
    await world.runner.settled();
    const done = world.runner.runs()[0]?.jobs[0]?.steps ?? [];
    expect(done[1]?.log).toEqual([head]);
    expect(done[3]?.log).toEqual(['first']);
  });

  it('sends the job token in a header, never in an argument, and persists it for git only if asked', async () => {
    await using world = runnerWorld();
    await using server = await gitHttpServer(world.github.folder);
    world.github.urls = { ...world.github.urls, server: server.url };
    await world.runOnPush({
      'ci.yml': steps(`
      - { uses: actions/checkout@v6 }
      - run: git ls-remote origin main
      - { uses: actions/checkout@v6, with: { persist-credentials: false, path: bare } }
      - run: git -C bare ls-remote origin main
`),
    });
    expect(outcomes(world)).toEqual(['success', 'success', 'success', 'success']);
    const basic = Buffer.from('x-access-token:ghs_run0secret').toString('base64');
    const sent = server.authorizations.map((header) => header === `basic ${basic}`);
    // The last step's git has no credentials left.
    expect(sent.indexOf(false)).toBe(sent.lastIndexOf(true) + 1);
    expect(sent.indexOf(false)).toBeGreaterThan(4);
    expect(printed(world)).not.toContain(basic);
    expect(printed(world)).not.toContain('ghs_run0secret');
  });

  it.each(['submodules: true', 'lfs: true', 'sparse-checkout: src'])(
    'refuses %s by name',
    async (input) => {
      await using world = runnerWorld();
      await world.runOnPush({
        'ci.yml': steps(`      - { uses: actions/checkout@v6, with: { ${input} } }`),
      });
      expect(outcomes(world)).toEqual(['failure']);
      expect(printed(world)).toContain(`actions/checkout with "${input}"`);
    },
  );

  it('fails on a ref that is not there', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': steps(`      - { uses: actions/checkout@v6, with: { ref: nowhere } }`),
    });
    expect(outcomes(world)).toEqual(['failure']);
    expect(printed(world)).toContain('git fetch failed');
  });
});

describe('actions/create-github-app-token', () => {
  it('issues a masked token that dies with the job', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': steps(`
      - { id: t, uses: actions/create-github-app-token@v3, with: { app-id: Release Bot, private-key: k } }
      - run: echo "\${{ steps.t.outputs.token }} of \${{ steps.t.outputs.app-slug }}"
      - { uses: actions/create-github-app-token@v3, with: { app-id: '1' } }
`),
    });
    expect(outcomes(world)).toEqual(['success', 'success', 'failure']);
    expect(printed(world)).toContain('*** of release-bot');
    expect(printed(world)).toContain('"private-key" input must be set');
    expect(world.github.revoked).toContain('ghs_app_release-bot_secret');
  });
});

describe('actions/upload-artifact', () => {
  it('keeps the files below their common folder, beyond the job', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({
      'ci.yml': steps(`
      - run: mkdir -p out/sub && echo one > out/a.txt && echo two > out/sub/b.txt
      - { uses: actions/upload-artifact@v7, with: { name: report, path: out } }
      - { uses: actions/upload-artifact@v7, with: { path: none/*, if-no-files-found: error } }
`),
    });
    expect(outcomes(world)).toEqual(['success', 'success', 'failure']);
    const folder = join(world.github.folder, 'runner/artifacts', String(run.id), 'report');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a.txt', 'sub', 'sub/b.txt']);
    expect(readFileSync(join(folder, 'sub/b.txt'), 'utf8')).toBe('two\n');
    expect(readdirSync(join(world.github.folder, 'runner/jobs'))).toEqual([]);
  });
});

describe('actions/setup-node', () => {
  it('uses the node that is there and says when another was asked', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': steps(`
      - { uses: actions/setup-node@v6, with: { node-version: 24 } }
      - { id: n, uses: actions/setup-node@v6, with: { node-version: 18 } }
      - run: test "$(node --version)" = "\${{ steps.n.outputs.node-version }}"
`),
    });
    expect(outcomes(world)).toEqual(['success', 'success', 'success']);
    const [first, second] = world.runner.runs()[0]?.jobs[0]?.steps ?? [];
    expect(first?.annotations).toEqual([]);
    expect(second?.annotations[0]?.message).toContain('node-version "18" is asked');
  });
});
