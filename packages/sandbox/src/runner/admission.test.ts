import { describe, expect, it } from 'vitest';
import type { Actor, GitHubEvent } from '../ports.ts';
import { admit } from './admission.ts';

const OWN: Actor = { login: 'bot', type: 'Bot', token: 'github-token', admin: false };

const event = (name: GitHubEvent['name'], more: Partial<GitHubEvent> = {}): GitHubEvent => ({
  name,
  repository: 'acme/shop',
  actor: { ...OWN, token: 'user' },
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  payload: {},
  ...more,
});

describe('admit', () => {
  it.each([
    ['push', undefined, 'nothing'],
    ['deployment_status', 'created', 'nothing'],
    ['workflow_dispatch', undefined, 'admitted'],
    ['repository_dispatch', 'x', 'admitted'],
    ['workflow_run', 'completed', 'admitted'],
    ['pull_request', 'opened', 'needs-approval'],
    ['pull_request', 'synchronize', 'needs-approval'],
    ['pull_request', 'closed', 'nothing'],
    ['pull_request_review', 'submitted', 'nothing'],
  ] as const)('a GITHUB_TOKEN %s (%s): %s', (name, action, expected) => {
    const more = action === undefined ? { actor: OWN } : { actor: OWN, action };
    expect(admit(event(name, more), 0).kind).toBe(expected);
  });

  it.each(['user', 'app'] as const)('a push with a %s token is admitted', (token) => {
    expect(admit(event('push', { actor: { ...OWN, token } }), 0).kind).toBe('admitted');
  });

  it('cuts workflow_run chains after the third level', () => {
    expect(admit(event('workflow_run'), 3).kind).toBe('admitted');
    expect(admit(event('workflow_run'), 4).kind).toBe('nothing');
  });

  it('ignores check suites of Actions itself, not those of other apps', () => {
    const suite = (slug: string) =>
      event('check_suite', { payload: { check_suite: { app: { slug } } } });
    expect(admit(suite('github-actions'), 0).kind).toBe('nothing');
    expect(admit(suite('railway-app'), 0).kind).toBe('admitted');
  });
});
