import { HttpError } from '@release-train/http';
import { describe, expect, it } from 'vitest';
import { isHeldBack } from './held-back.ts';

const job = 'github-actions[bot]';
const as = (login: string | undefined) => ({ viewer: async () => login });
const nobody = {
  viewer: (): Promise<string> => {
    const told = { method: 'POST', url: 'https://example.com', status: 403, reason: 'no' };
    return Promise.reject(new HttpError({ ...told, code: 'forbidden' }));
  },
};

describe('workflows of a pull request', () => {
  it.each([
    ['wait, opened by the token of the job', as('train[bot]'), job, { isNew: true }, true],
    ['start, opened by another', as(job), 'train[bot]', { isNew: true }, false],
    ['wait, pushed to by the token of the job', as(job), 'train[bot]', { isPushed: true }, true],
    ['start, pushed to by another', as('train[bot]'), job, { isPushed: true }, false],
    ['are as they were where nothing was pushed', as(job), job, {}, false],
    [
      'are judged by the author where GitHub does not say',
      as(undefined),
      job,
      { isPushed: true },
      true,
    ],
    ['are judged by the author where it refuses to', nobody, 'ada', { isPushed: true }, false],
  ])('%s', async (...[, github, author, written, held]) => {
    const facts = { pull: { author }, isNew: false, isPushed: false, ...written };
    expect(await isHeldBack(github, facts)).toBe(held);
  });
});
