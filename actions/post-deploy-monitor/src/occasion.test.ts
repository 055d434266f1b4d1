import type { EventContext } from '@release-train/action-kit';
import { describe, expect, it } from 'vitest';
import { context } from './monitor.suite.ts';
import { occasionOf } from './occasion.ts';
import { whyText } from './why-text.ts';

const head = 'b'.repeat(40);
const of = (event: Partial<EventContext>, wanted?: string) =>
  occasionOf({ ...context, ...event }, wanted);
const run = (change: Readonly<Record<string, unknown>>): Partial<EventContext> => ({
  eventName: 'workflow_run',
  payload: {
    workflow_run: { name: 'deploy', head_sha: head, head_branch: 'main', ...change },
  },
});
const status = (state: string): Partial<EventContext> => ({
  eventName: 'deployment_status',
  payload: { deployment: { sha: head }, deployment_status: { state } },
});

describe('the commit', () => {
  it.each<[string, Partial<EventContext>, object]>([
    ['of a workflow run', run({ conclusion: 'success' }), { commit: head, branch: 'main' }],
    ['of a deployment', status('success'), { commit: head }],
    [
      'of a pull request is its head, not the merge commit',
      { eventName: 'pull_request', payload: { pull_request: { head: { sha: head, ref: 'x' } } } },
      { commit: head, branch: 'x', isOwnSuite: true },
    ],
    [
      'of a merge group',
      { eventName: 'merge_group', payload: { merge_group: { head_sha: head } } },
      { commit: head },
    ],
    ['of a push', { eventName: 'push', sha: head }, { commit: head, branch: 'main' }],
  ])('%s', (_, event, expected) => {
    expect(of(event)).toMatchObject(expected);
  });

  it('is the one asked for, of which the event knows no branch', () => {
    const wanted = 'C'.repeat(40);
    expect(of({ eventName: 'push', sha: head }, wanted)).toEqual({
      commit: wanted.toLowerCase(),
      isOwnSuite: false,
    });
  });

  it('is unknown where neither names one', () => {
    expect(of({ eventName: 'push', sha: '' })).toEqual({ isOwnSuite: false });
  });
});

describe('nothing was deployed', () => {
  it.each([
    [run({ conclusion: 'failure' }), 'workflow "deploy" ended as "failure"'],
    [run({ conclusion: 'cancelled' }), 'workflow "deploy" ended as "cancelled"'],
    [run({ conclusion: null, status: 'in_progress' }), 'workflow "deploy" ended as "in_progress"'],
    [status('failure'), 'the deployment is in state "failure"'],
    [status('pending'), 'the deployment is in state "pending"'],
    [{ eventName: 'workflow_run', payload: {} }, 'the workflow ended as "unknown"'],
  ])('by %j', (event, why) => {
    const { nothing } = of(event);
    expect(nothing && whyText(nothing)).toContain(why);
  });

  it.each([[run({ conclusion: 'success' })], [status('success')], [{ eventName: 'schedule' }]])(
    'is not said of %j',
    (event) => {
      expect(of(event).nothing).toBeUndefined();
    },
  );
});
