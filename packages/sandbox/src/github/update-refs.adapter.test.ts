import { expect, it } from 'vitest';
import { openTestBed, protect } from './test-bed.ts';

const ZERO = '0'.repeat(40);

it('moves all or none, and only from where the caller has seen them', async () => {
  await using bed = await openTestBed();
  const main = (await bed.git(['rev-parse', 'main'])).stdout.trim();
  const next = await bed.branch('next', 'main', { 'a.txt': 'a\n' });
  const id = (await bed.api('GET', '')).body['node_id'];
  const move = (refUpdates: readonly object[], token?: string) =>
    bed.graphql(
      'mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
      { input: { repositoryId: id, refUpdates } },
      token,
    );
  const tips = async () =>
    (await bed.git(['ls-remote', '--heads', 'origin'])).stdout.replaceAll('refs/heads/', '');
  const stale = { name: 'refs/heads/next', afterOid: main, beforeOid: main, force: true };
  const fresh = { name: 'refs/heads/new', afterOid: next, beforeOid: ZERO };
  const message = `Expected refs/heads/next to be at ${main}, but it is at ${next}.`;
  expect(await move([fresh, stale])).toMatchObject({
    errors: [{ type: 'UNPROCESSABLE', message }],
  });
  expect(await tips()).not.toContain('new');
  expect(await move([fresh, { ...stale, beforeOid: next }])).toMatchObject({
    data: { updateRefs: { clientMutationId: null } },
  });
  expect(await tips()).toBe(`${main}\tmain\n${next}\tnew\n${main}\tnext\n`);
  const back = { name: 'refs/heads/new', afterOid: main };
  expect(await move([back])).toMatchObject({
    errors: [{ message: 'Update is not a fast forward' }],
  });
  await protect(bed, 'main', { required_status_checks: null });
  const guarded = { name: 'refs/heads/main', afterOid: next };
  expect(await move([guarded])).toMatchObject({
    errors: [{ message: 'Changes must be made through a pull request.' }],
  });
  await move([{ name: 'refs/heads/new', afterOid: ZERO }]);
  expect(await tips()).not.toContain('new');
  const reader = bed.github.issueRunToken('acme/shop', { contents: 'read' });
  expect(await move([fresh], reader)).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
});
