import { expect, it } from 'vitest';
import { eventCommit } from './event-commit.ts';
import { type EventContext, readEventContext } from './event-context.ts';

const ours = 'a'.repeat(40);
const newer = 'b'.repeat(40);
const push = readEventContext({
  GITHUB_EVENT_NAME: 'push',
  GITHUB_SHA: ours,
  GITHUB_REF: 'refs/heads/main',
});

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
  const { source, ...target } = eventCommit(context, undefined) ?? { source: '' };
  expect(target).toEqual(expected);
  expect(source).not.toBe('input "commit"');
});

it('takes the input before the event, and then knows no branch', () => {
  expect(eventCommit(on('push'), newer)).toEqual({
    commit: newer,
    source: 'input "commit"',
    isOwnSuite: false,
  });
});

it('knows its own commit when the input repeats it', () => {
  expect(eventCommit(on('push'), ours)).toMatchObject({ branch: 'main', isOwnSuite: true });
});

it.each([
  ['a workflow_run without its payload', on('workflow_run')],
  ['a payload of another shape', on('deployment_status', { deployment: 'x' })],
  ['no GITHUB_SHA', { ...push, sha: '' }],
])('finds none in %s', (_name, context) => {
  expect(eventCommit(context, undefined)).toBeUndefined();
});
