import type { EventContext } from '@release-train/action-kit';
import { expect, it } from 'vitest';
import { newer, ours, push } from './scenario.suite.ts';
import { readTarget } from './target.ts';

const on = (eventName: string, payload: EventContext['payload'] = {}): EventContext => ({
  ...push,
  eventName,
  payload,
});

const pullRequest = { pull_request: { head: { sha: newer, ref: 'feature' } } };

it.each([
  ['push', on('push'), { commit: ours, branch: 'main', isOwnSuite: true }],
  ['schedule', on('schedule'), { commit: ours, branch: 'main', isOwnSuite: true }],
  [
    'pull_request, whose GITHUB_SHA Railway never sees',
    on('pull_request', pullRequest),
    { commit: newer, branch: 'feature', isOwnSuite: true },
  ],
  [
    'pull_request_target, which runs on the base',
    on('pull_request_target', pullRequest),
    { commit: newer, branch: 'feature', isOwnSuite: false },
  ],
  [
    'workflow_run',
    on('workflow_run', { workflow_run: { head_sha: newer, head_branch: 'main' } }),
    { commit: newer, branch: 'main', isOwnSuite: false },
  ],
  [
    'deployment_status',
    on('deployment_status', { deployment: { sha: newer.toUpperCase() } }),
    { commit: newer, isOwnSuite: false },
  ],
  [
    'merge_group',
    on('merge_group', { merge_group: { head_sha: newer } }),
    { commit: newer, isOwnSuite: false },
  ],
])('reads the commit of %s', (_name, context, expected) => {
  const { source, ...target } = readTarget(context, undefined) ?? { source: '' };
  expect(target).toEqual(expected);
  expect(source).not.toBe('input "commit"');
});

it('takes the input before the event, and then knows no branch', () => {
  expect(readTarget(on('push'), newer)).toEqual({
    commit: newer,
    source: 'input "commit"',
    isOwnSuite: false,
  });
});

it('knows its pull request, and nothing of one that is not', () => {
  const numbered = { pull_request: { number: 7, head: { sha: newer, ref: 'feature' } } };
  expect(readTarget(on('pull_request', numbered), undefined)).toMatchObject({
    pullRequest: { number: 7, repository: 'octo/shop' },
  });
  expect(readTarget(on('push'), undefined)).not.toHaveProperty('pullRequest');
});

it('knows its own commit when the input repeats it', () => {
  expect(readTarget(on('push'), ours)).toMatchObject({ branch: 'main', isOwnSuite: true });
});

it.each([
  ['a workflow_run without its payload', on('workflow_run')],
  ['a payload of another shape', on('deployment_status', { deployment: 'x' })],
  ['no GITHUB_SHA', { ...push, sha: '' }],
])('finds none in %s', (_name, context) => {
  expect(readTarget(context, undefined)).toBeUndefined();
});
