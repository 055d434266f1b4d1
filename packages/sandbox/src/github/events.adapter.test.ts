import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitHubEvent, NewRun } from '../ports.ts';
import type { TestBed } from './test-bed.ts';
import { openTestBed } from './test-bed.ts';

let bed: TestBed;
let tip: string;
beforeEach(async () => {
  bed = await openTestBed({ actionsMayCreatePullRequests: true });
  tip = (await bed.git(['rev-parse', 'HEAD'])).stdout.trim();
});
afterEach(() => bed[Symbol.asyncDispose]());

const events = (name: GitHubEvent['name']) => bed.events.filter((event) => event.name === name);
const app = () => bed.github.issueAppToken('acme/shop', 'railway');

async function pushEvent(): Promise<GitHubEvent> {
  await bed.branch('main', 'main', { 'app.txt': 'two\n' });
  const event = bed.events.at(-1);
  if (!event) throw new Error('no push event');
  return event;
}
const runOf = (event: GitHubEvent, status: NewRun['status'] = 'queued'): NewRun => ({
  repository: 'acme/shop',
  workflowName: 'CI',
  path: '.github/workflows/ci.yml',
  event,
  headBranch: 'main',
  headSha: event.sha,
  displayTitle: 'Sell more',
  status,
});

describe('the kind of token', () => {
  it('travels with everything a run does', async () => {
    const permissions = { contents: 'write', 'pull-requests': 'write' } as const;
    const token = bed.github.issueRunToken('acme/shop', permissions);
    await bed.git(['checkout', '--quiet', '-b', 'bot']);
    await bed.commit('bot.txt', 'x\n');
    await bed.git(['push', 'origin', 'bot'], { token });
    const body = { title: 'By a run', head: 'bot', base: 'main' };
    await bed.api('POST', '/pulls', { body, token });
    await bed.api('PUT', '/pulls/1/merge', { body: { merge_method: 'squash' }, token });
    const seen = bed.events.map(({ name, action, actor }) => [
      name,
      action,
      actor.login,
      actor.token,
    ]);
    expect(seen).toEqual([
      ['push', undefined, 'github-actions[bot]', 'github-token'],
      ['pull_request', 'opened', 'github-actions[bot]', 'github-token'],
      ['push', undefined, 'github-actions[bot]', 'github-token'],
      ['pull_request', 'closed', 'github-actions[bot]', 'github-token'],
    ]);
  });

  it('is "app" for installed apps', async () => {
    await bed.api('POST', '/git/refs', { body: { ref: 'refs/heads/x', sha: tip }, token: app() });
    expect(bed.events.at(-1)?.actor).toMatchObject({
      login: 'railway[bot]',
      type: 'Bot',
      token: 'app',
    });
  });
});

describe('deployments', () => {
  const deploy = async (ref: string) => {
    const body = { ref, environment: 'production', auto_merge: false, required_contexts: [] };
    return (await bed.api('POST', '/deployments', { body, token: app() })).body['id'];
  };
  const report = (id: unknown, state: string) => {
    const body = { state, environment_url: 'https://shop.example.test' };
    return bed.api('POST', `/deployments/${id}/statuses`, { body, token: app() });
  };

  it('made from a branch carry its ref, made from a commit none', async () => {
    await deploy('main');
    await deploy(tip);
    expect(events('deployment').map(({ ref, sha }) => [ref, sha])).toEqual([
      ['refs/heads/main', tip],
      ['', tip],
    ]);
  });

  it('tell of every status but inactive', async () => {
    const id = await deploy(tip);
    for (const state of ['in_progress', 'success', 'inactive']) await report(id, state);
    const told = events('deployment_status');
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { deployment_status: { state: 'in_progress' } },
      {
        action: 'created',
        deployment_status: {
          state: 'success',
          environment: 'production',
          environment_url: 'https://shop.example.test',
          creator: { login: 'railway[bot]' },
        },
        deployment: { id, sha: tip, ref: tip },
      },
    ]);
    expect(told[0]).toMatchObject({ ref: '', sha: tip, actor: { token: 'app' } });
    const states = await bed.api('GET', `/deployments/${id}/statuses`);
    expect((states.body as unknown as { state: string }[]).map(({ state }) => state)).toEqual([
      'inactive',
      'success',
      'in_progress',
    ]);
  });

  it('retire the earlier success of the environment without an event', async () => {
    const first = await deploy(tip);
    await report(first, 'success');
    await report(await deploy(tip), 'success');
    expect(events('deployment_status')).toHaveLength(2);
    const states = await bed.api('GET', `/deployments/${first}/statuses`);
    expect(states.body).toMatchObject([{ state: 'inactive' }, { state: 'success' }]);
  });

  it('refuse a state GitHub does not know', async () => {
    const id = await deploy(tip);
    expect((await report(id, 'deployed')).status).toBe(422);
  });
});

describe('commit statuses', () => {
  it('combine, latest per context, and tell the world', async () => {
    const post = (context: string, state: string) =>
      bed.api('POST', `/statuses/${tip}`, { body: { context, state }, token: app() });
    await post('deploy', 'pending');
    await post('deploy', 'success');
    const combined = () => bed.api('GET', '/commits/main/status');
    expect((await combined()).body).toMatchObject({ state: 'success', total_count: 1 });
    await post('monitor', 'error');
    expect((await combined()).body).toMatchObject({ state: 'failure', total_count: 2 });
    expect(events('status').map(({ payload }) => payload['state'])).toEqual([
      'pending',
      'success',
      'error',
    ]);
  });
});

describe('workflow runs', () => {
  it('tell of their life on the default branch, and show as check suites', async () => {
    const event = await pushEvent();
    const id = bed.github.createRun(runOf(event));
    const check = bed.github.createCheckRun({ runId: id, name: 'test' });
    bed.github.updateRun(id, { status: 'in_progress' });
    bed.github.updateCheckRun(check, { status: 'completed', conclusion: 'success' });
    bed.github.updateRun(id, { status: 'completed', conclusion: 'success' });
    const suites = await bed.api('GET', `/commits/${event.sha}/check-suites`);
    expect(suites.body).toMatchObject({
      total_count: 1,
      check_suites: [
        { status: 'completed', conclusion: 'success', app: { slug: 'github-actions' } },
      ],
    });
    const checks = await bed.api('GET', '/commits/main/check-runs?check_name=test');
    expect(checks.body).toMatchObject({ total_count: 1, check_runs: [{ conclusion: 'success' }] });
    const told = events('workflow_run');
    expect(told.map(({ action }) => action)).toEqual(['requested', 'in_progress', 'completed']);
    expect(told.at(-1)).toMatchObject({
      ref: 'refs/heads/main',
      sha: event.sha,
      payload: {
        workflow_run: {
          id,
          name: 'CI',
          path: '.github/workflows/ci.yml',
          event: 'push',
          head_branch: 'main',
          head_sha: event.sha,
          conclusion: 'success',
          run_attempt: 1,
          run_number: 1,
          head_repository: { full_name: 'acme/shop' },
        },
        workflow: { name: 'CI', path: '.github/workflows/ci.yml' },
      },
    });
    const jobs = await bed.api('GET', `/actions/runs/${id}/jobs`);
    expect(jobs.body).toMatchObject({
      total_count: 1,
      jobs: [{ name: 'test', conclusion: 'success', run_id: id, workflow_name: 'CI' }],
    });
    const job = await bed.api('GET', `/actions/jobs/${check}`);
    expect(job.body).toEqual(jobs.body['jobs']?.[0]);
    const runs = await bed.api('GET', `/actions/runs?head_sha=${event.sha}&status=success`);
    expect(runs.body).toMatchObject({ total_count: 1, workflow_runs: [{ id }] });
  });

  it('held for approval start when a person approves, not when a run does', async () => {
    const approved: number[] = [];
    bed.github.onRunApproved((id) => approved.push(id));
    const id = bed.github.createRun(runOf(await pushEvent(), 'action_required'));
    const path = `/actions/runs/${id}`;
    expect((await bed.api('GET', path)).body).toMatchObject({
      status: 'completed',
      conclusion: 'action_required',
    });
    const token = bed.github.issueRunToken('acme/shop', { actions: 'write' });
    expect((await bed.api('POST', `${path}/approve`, { token })).status).toBe(403);
    expect(approved).toEqual([]);
    expect((await bed.api('POST', `${path}/approve`, { token: bed.bob })).status).toBe(201);
    expect(approved).toEqual([id]);
    expect((await bed.api('GET', path)).body).toMatchObject({ status: 'queued' });
    expect((await bed.api('POST', `${path}/approve`)).status).toBe(403);
  });

  it('are dispatched where the file says so', async () => {
    await mkdir(`${bed.clone}/.github/workflows`, { recursive: true });
    await bed.commit('.github/workflows/go.yml', 'name: Go\non: workflow_dispatch\n');
    await bed.commit('.github/workflows/no.yml', 'on: push\n');
    await bed.git(['push', 'origin', 'main']);
    const listed = await bed.api('GET', '/actions/workflows');
    expect(listed.body).toMatchObject({
      workflows: [{ name: 'Go' }, { name: '.github/workflows/no.yml' }],
    });
    const body = { ref: 'main', inputs: { dry: 'true' } };
    const dispatch = (file: string, sent: object = body) =>
      bed.api('POST', `/actions/workflows/${file}/dispatches`, { body: sent });
    expect((await dispatch('go.yml')).status).toBe(204);
    expect(bed.events.at(-1)).toMatchObject({
      name: 'workflow_dispatch',
      ref: 'refs/heads/main',
      payload: { inputs: { dry: 'true' }, workflow: '.github/workflows/go.yml' },
    });
    expect((await dispatch('no.yml')).body['message']).toBe(
      "Workflow does not have 'workflow_dispatch' trigger",
    );
    expect((await dispatch('go.yml', { ref: 'nowhere' })).body['message']).toBe(
      'No ref found for: nowhere',
    );
    expect((await dispatch('none.yml')).status).toBe(404);
  });
});
