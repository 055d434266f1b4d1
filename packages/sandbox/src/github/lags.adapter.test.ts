import { expect, it } from 'vitest';
import { openTestBed, type TestBed } from './test-bed.ts';

const open = (bed: TestBed) =>
  bed.api('POST', '/pulls', { body: { title: 'Release', head: 'staging', base: 'main' } });

it('finds the pull request of a merge only on the second look', async () => {
  await using bed = await openTestBed();
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  await open(bed);
  const { body } = await bed.api('PUT', '/pulls/1/merge', { body: { merge_method: 'squash' } });
  const found = async () => (await bed.api('GET', `/commits/${body['sha']}/pulls`)).body;
  expect(await found()).toEqual([]);
  expect(await found()).toMatchObject([{ number: 1 }]);
});

it('hides a new ref from whoever asks first, where ordered', async () => {
  await using bed = await openTestBed({}, { habits: { 'new-refs-hide': true } });
  await bed.branch('staging', 'main', { 'a.txt': 'a\n' });
  const status = async (path: string) => (await bed.api('GET', path)).status;
  expect((await open(bed)).body).toMatchObject({ errors: [{ field: 'head', code: 'invalid' }] });
  expect((await open(bed)).status).toBe(201);
  await bed.git(['push', '--quiet', 'origin', 'main:one', 'main:two']);
  expect([await status('/git/ref/heads/one'), await status('/git/ref/heads/one')]).toEqual([
    404, 200,
  ]);
  expect([await status('/branches/two'), await status('/branches/two')]).toEqual([404, 200]);
});
