import { expect, it } from 'vitest';
import { openTestBed } from './test-bed.ts';

it('does not close over an exchange that GitHub does not describe', async () => {
  const bed = await openTestBed();
  await bed.api('GET', '/pulls?label=release');
  await bed.api('GET', '/pulls?label=release');
  expect(bed.github.deviations).toEqual([
    'GET /repos/acme/shop/pulls (pulls/list) is asked with /: must NOT have additional properties {"additionalProperty":"label"}',
  ]);
  await expect(bed[Symbol.asyncDispose]()).rejects.toThrow(/description of its API/);
});

it('lets strangers send what they like, as GitHub does', async () => {
  await using bed = await openTestBed({}, { strangers: true });
  expect((await bed.api('GET', '/pulls?label=release')).status).toBe(200);
  expect(bed.github.deviations).toEqual([]);
});
