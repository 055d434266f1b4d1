import { describe, expect, it } from 'vitest';
import { deadUpstreamPatterns } from './listeners.ts';
import { type EventFacts, matchesEvent, type TriggeringEvent } from './matches-event.ts';
import { parseWorkflow } from './parse-workflow.ts';
import type { Workflow } from './workflow.ts';

async function workflowOn(on: string): Promise<Workflow> {
  const text = `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n`;
  const parsed = await parseWorkflow({ path: '.github/workflows/x.yml', text });
  if (parsed.kind === 'broken') throw new Error(JSON.stringify(parsed.errors));
  return parsed.workflow;
}

async function matchOf(on: string, event: TriggeringEvent, facts?: EventFacts): Promise<string> {
  const match = matchesEvent(await workflowOn(on), event, facts);
  return match.kind === 'filtered' ? `${match.filter}: ${match.reason}` : match.kind;
}

const push = (ref: string, payload = {}): TriggeringEvent => ({ name: 'push', ref, payload });
const pull = (action: string, base = 'main'): TriggeringEvent => ({
  name: 'pull_request',
  action,
  ref: 'refs/pull/1/merge',
  payload: { pull_request: { base: { ref: base } } },
});
const upstream = (name: string, headBranch: string, action = 'completed'): TriggeringEvent => ({
  name: 'workflow_run',
  action,
  ref: 'refs/heads/main',
  payload: { workflow_run: { name, head_branch: headBranch } },
});

describe('push', () => {
  it.each([
    ['{ push: { branches: [main] } }', 'refs/heads/main', 'fires'],
    ['{ push: { branches: [main] } }', 'refs/heads/dev', 'branches: "dev" matches none of'],
    ['{ push: { branches: [main] } }', 'refs/tags/v1', 'tags: "refs/tags/v1" is no match: only'],
    ['{ push: { tags: ["v*"] } }', 'refs/heads/main', 'branches: "refs/heads/main" is no match'],
    ['{ push: { tags: ["v*"], branches: [main] } }', 'refs/tags/v1', 'fires'],
    ['{ push: { branches-ignore: ["rel/**"] } }', 'refs/heads/rel/a', 'branches-ignore: "rel/a"'],
    ['push', 'refs/tags/v1', 'fires'],
    ['pull_request', 'refs/heads/main', 'not-listening'],
    ['{ push: { branches: ["c++"] } }', 'refs/heads/c', 'pattern: pattern "c++" is not valid'],
  ])('%s on %s: %s', async (on, ref, expected) => {
    expect(await matchOf(on, push(ref))).toContain(expected);
  });

  it('is silent when a branch is deleted', async () => {
    expect(await matchOf('push', push('refs/heads/x', { deleted: true }))).toMatch(
      /^ref: .*deleted/,
    );
  });

  it('reads path filters, of the first 300 files only, and not for tags', async () => {
    const on = '{ push: { paths: ["src/**"] } }';
    const late = [...Array.from({ length: 300 }, (_, n) => `docs/${n}`), 'src/late.ts'];
    const at = (changedFiles: readonly string[], ref = 'refs/heads/main') =>
      matchOf(on, push(ref), { changedFiles });
    expect(await at(['src/a.ts'])).toBe('fires');
    expect(await at(['docs/a.md'])).toMatch(/^paths: no changed file/);
    expect(await at(late)).toMatch(/^paths:/);
    expect(await at(['docs/a.md'], 'refs/tags/v1')).toBe('fires');
    expect(await matchOf(on, push('refs/heads/main'))).toBe('fires');
  });

  it('is held by paths-ignore only when every file is ignored', async () => {
    const on = '{ push: { paths-ignore: ["docs/**"] } }';
    const at = (changedFiles: readonly string[]) =>
      matchOf(on, push('refs/heads/main'), { changedFiles });
    expect(await at(['docs/a', 'docs/b'])).toMatch(/^paths-ignore:/);
    expect(await at(['docs/a', 'src/b'])).toBe('fires');
  });
});

describe('the skip markers', () => {
  it.each(['[skip ci]', '[CI SKIP]', '[no ci]', '[skip actions]', '[actions skip]'])(
    '%s holds push and pull_request back, and nothing else',
    async (marker) => {
      const facts = { headCommitMessage: `release: 1.0 ${marker}` };
      expect(await matchOf('push', push('refs/heads/main'), facts)).toMatch(/^skip-marker:/);
      expect(await matchOf('pull_request', pull('opened'), facts)).toMatch(/^skip-marker:/);
      const dispatch = { name: 'workflow_dispatch', ref: 'refs/heads/main', payload: {} };
      expect(await matchOf('workflow_dispatch', dispatch, facts)).toBe('fires');
    },
  );

  it('takes the skip-checks trailer at the end of the message, not in its subject', async () => {
    const held = { headCommitMessage: 'fix\n\nbody\n\nskip-checks: true\n' };
    const free = { headCommitMessage: 'skip-checks:true is a trailer' };
    expect(await matchOf('push', push('refs/heads/main'), held)).toMatch(/^skip-marker:/);
    expect(await matchOf('push', push('refs/heads/main'), free)).toBe('fires');
  });
});

describe('pull_request', () => {
  it.each([
    ['pull_request', 'opened', 'fires'],
    ['pull_request', 'synchronize', 'fires'],
    ['pull_request', 'reopened', 'fires'],
    ['pull_request', 'closed', 'types: activity "closed" is not among the default types'],
    ['pull_request', 'labeled', 'types: '],
    ['{ pull_request: { types: [closed] } }', 'closed', 'fires'],
    [
      '{ pull_request: { types: [closed] } }',
      'opened',
      'types: activity "opened" is not among types',
    ],
    ['{ pull_request: { branches: [release/*] } }', 'opened', 'branches: "main" matches none of'],
  ])('%s on %s: %s', async (on, action, expected) => {
    expect(await matchOf(on, pull(action))).toContain(expected);
  });
});

describe('workflow_run', () => {
  const on = (more = '') => `{ workflow_run: { workflows: ["CI"]${more} } }`;

  it.each([
    [on(), upstream('CI', 'main'), 'fires'],
    [on(), upstream('CI', 'main', 'requested'), 'fires'],
    [on(', types: [completed]'), upstream('CI', 'main', 'requested'), 'types: '],
    [on(), upstream('CI and Smoke', 'main'), 'workflows: the run\'s workflow "CI and Smoke"'],
    [on(', branches: [main]'), upstream('CI', 'dev'), 'branches: "dev" matches none of'],
    ['{ workflow_run: { workflows: ["CI*"] } }', upstream('CI / test', 'x'), 'fires'],
    ['{ workflow_run: { workflows: ["C++"] } }', upstream('C++', 'x'), 'pattern: '],
    ['{ workflow_run: { workflows: ["C\\\\+\\\\+"] } }', upstream('C++', 'x'), 'fires'],
  ])('%s', async (listener, event, expected) => {
    expect(await matchOf(listener, event)).toContain(expected);
  });

  it('has dead patterns where no workflow carries the name', async () => {
    const listener = await workflowOn('{ workflow_run: { workflows: ["CI and Smoke", "De*"] } }');
    expect(deadUpstreamPatterns(listener, ['CI', 'Deploy'])).toEqual(['CI and Smoke']);
    expect(deadUpstreamPatterns(await workflowOn('push'), [])).toEqual([]);
  });
});

describe('deployment_status', () => {
  it('does not fire for inactive', async () => {
    const status = (state: string): TriggeringEvent => ({
      name: 'deployment_status',
      action: 'created',
      ref: '',
      payload: { deployment_status: { state } },
    });
    expect(await matchOf('deployment_status', status('success'))).toBe('fires');
    expect(await matchOf('deployment_status', status('inactive'))).toMatch(/^state:/);
  });
});

describe('repository_dispatch', () => {
  it('compares types exactly', async () => {
    const event = { name: 'repository_dispatch', ref: 'refs/heads/main', payload: {} };
    const on = '{ repository_dispatch: { types: [deployed] } }';
    expect(await matchOf(on, { ...event, action: 'deployed' })).toBe('fires');
    expect(await matchOf(on, { ...event, action: 'Deployed' })).toMatch(/^types:/);
  });
});
