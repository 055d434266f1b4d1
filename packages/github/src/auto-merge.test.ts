import { FakeAutoMerge } from '@release-train/testing/fake-auto-merge';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AutoMergeWish, keepAutoMerge } from './auto-merge.ts';
import { renderAutoMerge } from './auto-merge-words.ts';
import type { PullRequest } from './github.ts';

const headSha = 'a'.repeat(40);

describe('auto-merge', () => {
  let pull: PullRequest;
  let writes: string[];
  let github: FakeAutoMerge;

  const keep = (wish: Partial<AutoMergeWish> = {}) =>
    keepAutoMerge(github, {
      pull,
      method: 'squash',
      headSha,
      isReady: true,
      allowed: ['squash'],
      note: undefined,
      ...wish,
    });
  const armedBy = (isByBot: boolean, method = 'squash') => {
    pull = { ...pull, autoMerge: { method, isByBot } };
  };

  beforeEach(() => {
    writes = [];
    pull = { number: 1, headSha, isMerged: false } as PullRequest;
    github = new FakeAutoMerge({
      pull: () => pull,
      edit: (_number, change) => {
        pull = { ...pull, ...change };
      },
      merge: async () => {
        pull = { ...pull, isMerged: true };
      },
      writes,
    });
  });

  it('is armed once', async () => {
    const first = await keep();
    const second = await keep({ note: first.note });

    expect(first).toMatchObject({ state: 'armed', note: 'squash', changed: true });
    expect(second).toMatchObject({ state: 'armed', note: 'squash', changed: false });
    expect(writes).toEqual(['arm #1: squash']);
  });

  it('is known as its own after a run that died before it noted so', async () => {
    armedBy(true);

    expect(await keep()).toMatchObject({ state: 'armed', note: 'squash', changed: false });
  });

  it('is disarmed when it is wished no more, once', async () => {
    armedBy(true);

    expect(await keep({ method: 'off', note: 'squash' })).toMatchObject({
      state: 'off',
      note: undefined,
    });
    expect(await keep({ method: 'off' })).toMatchObject({ state: 'off', changed: false });
    expect(writes).toEqual(['disarm #1']);
  });

  it('takes another method where the tool armed it', async () => {
    armedBy(true, 'merge');

    expect(await keep({ note: 'merge' })).toMatchObject({ state: 'armed', note: 'squash' });
    expect(writes).toEqual(['disarm #1', 'arm #1: squash']);
  });

  it.each(['off', 'squash'] as const)('of a person is left alone with %s', async (method) => {
    armedBy(false, 'merge');

    const result = await keep({ method });

    expect(result).toMatchObject({ state: 'armed', why: 'by-person', note: undefined });
    expect(writes).toEqual([]);
  });

  it('of a person is left alone also where the tool had armed it before', async () => {
    armedBy(false, 'merge');

    expect(await keep({ note: 'squash' })).toMatchObject({ why: 'by-person' });
    expect(writes).toEqual([]);
  });

  it('stays off where somebody switched it off', async () => {
    expect(await keep({ note: 'squash' })).toMatchObject({ state: 'withdrawn', note: 'squash' });
    expect(writes).toEqual([]);
  });

  it('waits for a draft to be ready and a conflict to go', async () => {
    expect(await keep({ isReady: false })).toMatchObject({ state: 'waiting', why: 'not-ready' });
    expect(writes).toEqual([]);
  });

  it('does not try a method that is not allowed', async () => {
    expect(await keep({ allowed: ['merge'] })).toMatchObject({ state: 'refused', why: 'method' });
    armedBy(true, 'merge');
    expect(await keep({ allowed: ['merge'] })).toMatchObject({ state: 'refused', why: 'method' });
    expect(writes).toEqual([]);
  });

  it('is handed to a merge queue once', async () => {
    github.hasQueue = true;

    const first = await keep();
    const second = await keep({ note: first.note });

    expect([first.state, second.state]).toEqual(['queued', 'queued']);
    expect(writes).toEqual(['arm #1: squash']);
  });

  it('is given up where the head has moved, for everything to be read again', async () => {
    await expect(keep({ headSha: 'b'.repeat(40) })).rejects.toMatchObject({ code: 'lease-lost' });
    expect(writes).toEqual([]);
  });

  describe('where GitHub refuses', () => {
    const clean = 'Pull request is in clean status';
    const unstable = 'Pull request is in unstable status';
    const unruled = 'Branch does not have required protected branch rules';
    const notOffered = 'Auto merge is not allowed for this repository';

    it.each([
      [clean, 'clean'],
      [unruled, 'clean'],
      [notOffered, 'clean'],
      [notOffered, 'has_hooks'],
    ])('with "%s" merges what is %s and vouched for', async (refusal, state) => {
      Object.assign(github, { refusal, state, isVouched: true });

      expect(await keep()).toMatchObject({ state: 'merged', changed: true });
      expect(writes).toEqual(['merge #1: squash']);
    });

    it.each([
      [clean, 'clean', false, 'waiting', 'unvouched'],
      [unruled, 'clean', false, 'waiting', 'unvouched'],
      [unstable, 'unstable', true, 'waiting', 'unstable'],
      [unruled, 'unstable', true, 'waiting', 'unstable'],
      [unruled, 'behind', true, 'waiting', 'blocked'],
      [clean, 'blocked', true, 'waiting', 'blocked'],
      [clean, 'dirty', true, 'waiting', 'blocked'],
      [clean, 'unknown', true, 'waiting', 'blocked'],
      [notOffered, 'blocked', true, 'refused', 'not-allowed'],
      ['Pull request is closed', 'clean', true, 'refused', 'refused'],
    ])('with "%s", %s and vouched for: %s, is %s (%s)', async (...row) => {
      const [refusal, state, isVouched, expected, why] = row;
      Object.assign(github, { refusal, state, isVouched });

      expect(await keep()).toMatchObject({ state: expected, why, note: undefined, changed: false });
      expect(writes).toEqual([]);
    });

    it('believes what it sees over what it was told: an answer may have been lost', async () => {
      github.refusal = 'Pull request is already armed';
      armedBy(true);
      const unseen = { ...pull, autoMerge: undefined };
      expect(await keep({ pull: unseen })).toMatchObject({ state: 'armed', note: 'squash' });

      pull = { ...unseen, isMerged: true };
      expect(await keep({ pull: { ...pull, isMerged: false } })).toMatchObject({ state: 'merged' });
    });

    it('says in its words why a merge failed, and merges nothing else', async () => {
      const mergeRefusal = 'At least 1 approving review is required';
      Object.assign(github, { refusal: clean, state: 'clean', isVouched: true, mergeRefusal });

      const result = await keep();

      expect(result).toMatchObject({ state: 'refused', why: 'refused', reason: mergeRefusal });
      expect(renderAutoMerge(result, 'en')).toBe(`refused by GitHub: ${mergeRefusal}`);
    });

    it.each([
      [undefined, ['enqueue #1'], { state: 'queued', changed: true }],
      ['Pull request is already in the queue', [], { state: 'queued', changed: true }],
      ['Not authorized', [], { state: 'refused', reason: 'Not authorized', changed: false }],
    ])('hands what only the queue may merge to it, which says %s', async (...row) => {
      const [enqueueRefusal, written, expected] = row;
      const mergeRefusal = 'Changes must be made through the merge queue';
      const said = { refusal: clean, state: 'clean', isVouched: true };
      Object.assign(github, { ...said, mergeRefusal, enqueueRefusal });

      expect(await keep()).toMatchObject(expected);
      expect(writes).toEqual(written);
    });
  });
});
