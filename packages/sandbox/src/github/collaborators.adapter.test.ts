import { expect, it } from 'vitest';
import { openTestBed, person, protect, type TestBed } from './test-bed.ts';

const open = (bed: TestBed, token = bed.ada) =>
  bed.api('POST', '/pulls', { body: { title: 'Release', head: 'staging', base: 'main' }, token });
const review = (bed: TestBed, event: string, token: string) =>
  bed.api('POST', '/pulls/1/reviews', { body: { event, body: 'x' }, token });
const merge = (bed: TestBed, token = bed.ada) => bed.api('PUT', '/pulls/1/merge', { token });

/** A public repository with somebody in it who may only read. */
async function withOutsider() {
  const bed = await openTestBed();
  const mallory = bed.github.createActor(person('mallory'));
  bed.github.removeCollaborator('mallory');
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  return { bed, mallory };
}

it('an outsider pushes nothing, merges nothing and opens nothing between branches of others', async () => {
  const { bed, mallory } = await withOutsider();
  await using _bed = bed;
  const push = await bed.git(['push', 'origin', 'staging:mine'], { token: mallory });
  expect(push.stderr).toContain('The requested URL returned error: 403');
  expect(await open(bed, mallory)).toMatchObject({
    status: 422,
    body: { errors: [{ message: 'must be a collaborator' }] },
  });
  await open(bed);
  expect((await merge(bed, mallory)).status).toBe(404);
  const label = { body: { labels: ['release'] }, token: mallory };
  expect((await bed.api('POST', '/issues/1/labels', label)).status).toBe(404);
});

it('an outsider may review, and it counts neither for nor against', async () => {
  const { bed, mallory } = await withOutsider();
  await using _bed = bed;
  await protect(bed, 'main', { required_status_checks: null, required_linear_history: false });
  await open(bed);
  await review(bed, 'APPROVE', mallory);
  expect((await merge(bed)).status).toBe(405);
  await review(bed, 'REQUEST_CHANGES', mallory);
  await review(bed, 'APPROVE', bed.bob);
  expect((await merge(bed)).status).toBe(200);
});

it('tells how an author stands to the repository by now', async () => {
  const { bed, mallory } = await withOutsider();
  await using _bed = bed;
  await open(bed, bed.bob);
  const comment = { body: { body: 'Hello' }, token: mallory };
  const told = async () => (await bed.api('GET', '/pulls/1')).body['author_association'];
  expect((await bed.api('POST', '/issues/1/comments', comment)).body).toMatchObject({
    author_association: 'NONE',
  });
  expect((await review(bed, 'COMMENT', mallory)).body).toMatchObject({
    author_association: 'NONE',
  });
  expect(await told()).toBe('COLLABORATOR');
  bed.github.removeCollaborator('bob');
  expect(await told()).toBe('NONE');
  await merge(bed);
  expect(await told()).toBe('CONTRIBUTOR');
});
