import type { StepWork } from './step-work.ts';

/** An installation token of the app, for this repository, dead when the job ends. */
export function createAppToken(inputs: ReadonlyMap<string, string>, work: StepWork): string | null {
  const id = inputs.get('client-id') || inputs.get('app-id') || '';
  if (id === '') return 'The "client-id" (or "app-id") input must be set to a non-empty string';
  if (!inputs.get('private-key'))
    return 'The "private-key" input must be set to a non-empty string';
  const { github } = work.job.run.options;
  const slug = /^\d+$/.test(id) ? `app-${id}` : id.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const token = github.issueAppToken(work.job.run.plan.event.repository, slug);
  work.job.masks.add(token);
  if (inputs.get('skip-token-revoke') !== 'true') work.job.issuedTokens.push(token);
  Object.assign(work.outputs, { token, 'app-slug': slug, 'installation-id': '1' });
  return null;
}
