/** What is cancelled, cut off or run again once a release is being rolled back. */
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import { describe, expect, it } from 'vitest';
import { bad, good, monitor, sha } from '../monitor.suite.ts';
import { scene } from './guards.suite.ts';

type Scene = ReturnType<typeof scene>;

/** Users get errors until the release before serves again. */
const watch = (here: Scene, more: Parameters<typeof monitor>[1] = {}) =>
  monitor(() => (here.orders() > 0 ? good : bad), { ...here, ...more });

const wordsOn = ({ judgements }: Scene) =>
  judgements.statuses
    .filter(({ commit }) => commit === sha)
    .map(({ description }) => description.split(' [')[0]);

describe('a release that was rolled back', () => {
  it('stays failed when the job is run again: it is not taken for superseded', async () => {
    const here = scene();
    const first = await watch(here);
    expect(first.outputs['action-taken']).toBe('rolled-back');
    const again = await watch(here);
    expect(again.outputs).toMatchObject({ verdict: 'already-judged', reason: 'errors' });
    expect(again.failure).toBeDefined();
    expect(wordsOn(here)).toEqual(['watching', 'failed (errors)']);
    expect(here.orders()).toBe(1);
  });

  it('is failed for the next run where the first was cut off before its verdict', async () => {
    const here = scene();
    const killedAtVerdict = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          if (name === 'write' && here.orders() > 0) throw new Error('killed');
          const value = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    await expect(watch(here, { between: killedAtVerdict })).rejects.toThrow('killed');
    const again = await watch(here);
    expect(again.outputs).toMatchObject({
      ...{ verdict: 'failed', reason: 'rollback-resumed', 'action-taken': 'already-acted' },
    });
    expect(again.failure?.message).toContain('taken in hand');
    expect(wordsOn(here)).toEqual(['watching', 'failed (errors)']);
    expect(here.orders()).toBe(1);
  });
});

it('a job that is cancelled while it acts finishes what it has begun, and tells of it', async () => {
  const undisturbed = scene();
  const { seconds } = await watch(undisturbed);
  const notifier = new FakeNotifier();
  const here = scene();
  const { outputs } = await watch(here, { cancelAfterMs: seconds * 1000 - 8000, notifier });
  expect(here.orders()).toBe(1);
  expect(outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'rolled-back' });
  expect(here.revert.orders).toHaveLength(1);
  expect(notifier.messages).toHaveLength(1);
});

it('a run that watches while another rolls the release back does not call it superseded', async () => {
  const here = scene();
  const later = { event: { runUrl: 'https://github.test/runs/2' } };
  const [first, second] = await Promise.all([
    watch(here),
    here.shared.clock.sleep(40_000).then(() => watch(here, later)),
  ]);
  expect(first.outputs['action-taken']).toBe('rolled-back');
  expect(second.outputs.verdict).toBe('already-judged');
  expect(wordsOn(here).at(-1)).toBe('failed (errors)');
  expect(wordsOn(here)).not.toContain('superseded (superseded)');
  expect(here.orders()).toBe(1);
});
