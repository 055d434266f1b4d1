import { describe, expect, it } from 'vitest';
import type { Actor } from '../ports.ts';
import { REPOSITORY } from './tests/memory-actions-backend.ts';
import { ADA, type RunnerWorld, runnerWorld } from './tests/runner-world.ts';

const OWN_TOKEN: Actor = {
  login: 'github-actions[bot]',
  type: 'Bot',
  token: 'github-token',
  admin: false,
};

const workflow = (name: string, on: string, run = 'echo ran') =>
  `name: ${name}\non: ${on}\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: '${run}' }] } }\n`;

const ran = ({ runner }: RunnerWorld) =>
  runner.runs().map((run) => `${run.workflowName}: ${run.conclusion ?? run.status}`);

describe('workflow_run', () => {
  it('fires by the name of the workflow, with the default branch as its ref', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': workflow('CI', 'push'),
      'monitor.yml': workflow(
        'Monitor',
        '{ workflow_run: { workflows: [CI], types: [completed] } }',
        'echo $GITHUB_REF ${{ github.event.workflow_run.conclusion }}',
      ),
    });
    expect(ran(world)).toEqual(['CI: success', 'Monitor: success']);
    expect(world.logOf(world.runner.runs()[1]?.jobs[0])).toBe('refs/heads/main success');
  });

  it('takes the names for globs', async () => {
    await using world = runnerWorld();
    await world.runOnPush({
      'ci.yml': workflow('CI of the shop', 'push'),
      'lint.yml': workflow('Lint', 'push'),
      'monitor.yml': workflow(
        'Monitor',
        '{ workflow_run: { workflows: ["CI*"], types: [completed] } }',
      ),
    });
    expect(ran(world).filter((one) => one.startsWith('Monitor'))).toEqual(['Monitor: success']);
  });

  it('that names no workflow is reported once, with the names there are', async () => {
    await using world = runnerWorld();
    const sha = world.commitWorkflows({
      'ci.yml': workflow('CI', 'push'),
      'monitor.yml': workflow('Monitor', '{ workflow_run: { workflows: ["CI and Smoke"] } }'),
    });
    world.push(sha);
    world.push(sha);
    await world.runner.settled();
    expect(ran(world)).toEqual(['CI: success', 'CI: success']);
    expect(world.silences()).toEqual([
      'Monitor: no workflow is named "CI and Smoke"; there are "CI", "Monitor"',
    ]);
  });

  it('chains are cut after three levels', async () => {
    await using world = runnerWorld();
    const after = (name: string) =>
      `{ workflow_run: { workflows: [${name}], types: [completed] } }`;
    await world.runOnPush({
      'a.yml': workflow('A', 'push'),
      'b.yml': workflow('B', after('A')),
      'c.yml': workflow('C', after('B')),
      'd.yml': workflow('D', after('C')),
      'e.yml': workflow('E', after('D')),
    });
    expect(ran(world)).toEqual(['A: success', 'B: success', 'C: success', 'D: success']);
    expect(world.silences()).toContain('E: a workflow_run chain is cut after 3 levels');
  });

  it('uses the copy of the default branch only', async () => {
    await using world = runnerWorld();
    world.commitWorkflows({ 'ci.yml': workflow('CI', 'push') });
    const listener = workflow('Monitor', '{ workflow_run: { workflows: [CI] } }');
    const sha = world.github.commit({ '.github/workflows/m.yml': listener }, 'add', 'feature');
    world.push(sha, { ref: 'refs/heads/feature' });
    await world.runner.settled();
    expect(ran(world)).toEqual(['CI: success']);
  });
});

describe('a workflow that is switched off', () => {
  it('does not fire, and the others do', async () => {
    await using world = runnerWorld();
    world.github.disabled.add('.github/workflows/off.yml');
    await world.runOnPush({
      'off.yml': workflow('Off', 'push'),
      'on.yml': workflow('On', 'push'),
    });
    expect(ran(world)).toEqual(['On: success']);
  });
});

describe('a status', () => {
  it('of a commit elsewhere uses the copy of the default branch', async () => {
    await using world = runnerWorld();
    world.commitWorkflows({ 's.yml': workflow('On main', 'status') });
    const listener = workflow('On feature', 'status');
    const sha = world.github.commit({ '.github/workflows/s.yml': listener }, 'edit', 'feature');
    const event = { name: 'status', repository: REPOSITORY, actor: ADA } as const;
    world.github.emit({ ...event, ref: 'refs/heads/feature', sha, payload: { state: 'success' } });
    await world.runner.settled();
    expect(ran(world)).toEqual(['On main: success']);
  });
});

describe('a push', () => {
  it('with a GITHUB_TOKEN starts nothing and says so', async () => {
    await using world = runnerWorld();
    world.push(world.commitWorkflows({ 'ci.yml': workflow('CI', 'push') }), { actor: OWN_TOKEN });
    await world.runner.settled();
    expect(ran(world)).toEqual([]);
    expect(world.silences()).toEqual([
      'CI: "push" was caused with a GITHUB_TOKEN, which starts no workflow',
    ]);
  });

  it('uses the workflow of the pushed commit, and its message for [skip ci]', async () => {
    await using world = runnerWorld();
    world.push(world.commitWorkflows({ 'ci.yml': workflow('CI', 'push') }, 'release [skip ci]'));
    await world.runner.settled();
    expect(ran(world)).toEqual([]);
    expect(world.silences()[0]).toContain('"[skip ci]"');
  });

  it('reads path filters from the real diff', async () => {
    await using world = runnerWorld();
    const before = world.commitWorkflows({
      'ci.yml': workflow('CI', '{ push: { paths: ["src/**"] } }'),
    });
    const docs = world.github.commit({ 'docs/a.md': 'x' });
    const source = world.github.commit({ 'src/a.ts': 'x' });
    world.push(docs, { payload: { before } });
    await world.runner.settled();
    expect(ran(world)).toEqual([]);
    world.push(source, { payload: { before: docs } });
    await world.runner.settled();
    expect(ran(world)).toEqual(['CI: success']);
  });

  it('of a file that does not parse leaves a failed run under its path', async () => {
    await using world = runnerWorld();
    const run = await world.runOnPush({ 'bad.yml': 'name: CI\non: push\njobs:\n  a: |\nfoo\n' });
    expect(run).toMatchObject({
      workflowName: '.github/workflows/bad.yml',
      conclusion: 'startup_failure',
      jobs: [],
    });
    expect(run.reason).toMatch(/^line 5: /);
  });
});

describe('a pull request', () => {
  const open = (world: RunnerWorld, more: object, actor = ADA) => {
    const sha = world.commitWorkflows({ 'ci.yml': workflow('CI', 'pull_request') });
    const pull = { head: { ref: 'dev', sha }, base: { ref: 'main', sha }, title: 'Title', ...more };
    world.github.emit({
      name: 'pull_request',
      action: 'opened',
      repository: REPOSITORY,
      actor,
      ref: 'refs/pull/1/merge',
      sha,
      payload: { pull_request: pull },
    });
    return world.runner.settled();
  };

  it('runs under its head branch and title', async () => {
    await using world = runnerWorld();
    await open(world, { mergeable: true });
    expect(world.runner.runs()[0]).toMatchObject({
      headBranch: 'dev',
      displayTitle: 'Title',
      conclusion: 'success',
    });
  });

  it('in conflict runs nothing', async () => {
    await using world = runnerWorld();
    await open(world, { mergeable: false });
    expect(ran(world)).toEqual([]);
    expect(world.silences()[0]).toContain('merge conflict');
  });

  it('opened with a GITHUB_TOKEN waits until somebody approves', async () => {
    await using world = runnerWorld();
    await open(world, { mergeable: true }, OWN_TOKEN);
    expect(ran(world)).toEqual(['CI: action_required']);
    world.github.approve(world.runner.runs()[0]!.id);
    world.github.approve(world.runner.runs()[0]!.id);
    await world.runner.settled();
    expect(ran(world)).toEqual(['CI: success']);
  });
});

describe('workflow_dispatch', () => {
  const dispatch = async (world: RunnerWorld, inputs: object, actor = ADA) => {
    const inputsOn =
      '{ workflow_dispatch: { inputs: { level: { required: true }, dry: { type: boolean, default: true } } } }';
    const sha = world.commitWorkflows({
      'go.yml': workflow(
        'Go',
        inputsOn,
        'echo ${{ inputs.level }} ${{ inputs.dry && 1 }} ${{ github.event.inputs.level }}',
      ),
      'other.yml': workflow('Other', 'workflow_dispatch'),
    });
    world.github.emit({
      name: 'workflow_dispatch',
      repository: REPOSITORY,
      actor,
      ref: 'refs/heads/main',
      sha,
      payload: { workflow: '.github/workflows/go.yml', inputs },
    });
    await world.runner.settled();
  };

  it('starts the named workflow only, with inputs, even from a GITHUB_TOKEN', async () => {
    await using world = runnerWorld();
    await dispatch(world, { level: 'high' }, OWN_TOKEN);
    expect(ran(world)).toEqual(['Go: success']);
    expect(world.logOf(world.runner.runs()[0]?.jobs[0])).toBe('high 1 high');
  });

  it('with wrong inputs starts nothing and names them', async () => {
    await using world = runnerWorld();
    await dispatch(world, { speed: '1' });
    expect(world.silences()).toEqual([
      'Go: unexpected input "speed"; required input "level" is not provided',
    ]);
  });
});

describe('a schedule', () => {
  it('fires once in its minute, from the default branch', async () => {
    await using world = runnerWorld();
    world.commitWorkflows({
      'sync.yml': workflow(
        'Sync',
        '{ schedule: [{ cron: "7 3 * * *" }] }',
        'echo ${{ github.event.schedule }}',
      ),
    });
    for (const time of ['03:06:59', '03:07:00', '03:07:30', '03:08:00']) {
      world.runner.schedule(REPOSITORY, new Date(`2026-11-23T${time}Z`));
      await world.runner.settled();
    }
    expect(ran(world)).toEqual(['Sync: success']);
    expect(world.logOf(world.runner.runs()[0]?.jobs[0])).toBe('7 3 * * *');
  });
});

describe('a deployment status', () => {
  it('fires with the deployed commit and an empty ref, and not when inactive', async () => {
    await using world = runnerWorld();
    const sha = world.commitWorkflows({
      'm.yml': workflow('M', 'deployment_status', 'echo [$GITHUB_REF] $GITHUB_SHA'),
    });
    const emit = (state: string) =>
      world.github.emit({
        name: 'deployment_status',
        action: 'created',
        repository: REPOSITORY,
        actor: ADA,
        ref: '',
        sha,
        payload: { deployment_status: { state }, deployment: { sha } },
      });
    emit('inactive');
    emit('success');
    await world.runner.settled();
    expect(ran(world)).toEqual(['M: success']);
    expect(world.logOf(world.runner.runs()[0]?.jobs[0])).toBe(`[] ${sha}`);
    expect(world.silences()).toEqual(['M: a deployment status "inactive" starts no workflow']);
  });
});
