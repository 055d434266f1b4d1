/** Outside of the allowed hours nobody is rolled back, and somebody is told. */
import { FakeNotifier } from '@release-train/testing/fake-notifier';
import { expect, it } from 'vitest';
import { callCounter } from '../call-counter.suite.ts';
import { bad, good, monitor } from '../monitor.suite.ts';
import { scene } from './guards.suite.ts';

/** It is Monday, 9:00 in Greenwich. */
async function watch(hours: string, more: Parameters<typeof monitor>[1] = {}, here = scene()) {
  const notifier = new FakeNotifier();
  const inputs = { ...here.inputs, 'rollback-hours': hours, notify: 'https://hooks.test/secret' };
  const script = () => (here.orders() > 0 ? good : bad);
  const run = await monitor(script, { ...here, notifier, ...more, inputs });
  return { ...run, here, told: notifier.messages.flatMap(({ lines = [] }) => lines).join('\n') };
}

it.each([
  'Mon-Fri 08:00-18:00',
  'Mon 10:00-11:00 Europe/Berlin',
  'Sun 22:00-09:30',
  'Sat 00:00-24:00\nMon 09:00-09:30 UTC',
])('a failed release is rolled back within %s', async (hours) => {
  const { outputs, here } = await watch(hours);
  expect(outputs).toMatchObject({ verdict: 'failed', 'action-taken': 'rolled-back' });
  expect(here.orders()).toBe(1);
});

it.each(['Tue-Sun 00:00-24:00', 'Mon-Fri 08:00-18:00 America/New_York', 'Mon 09:30-09:00'])(
  'outside of %s it is left to people, who are told why, and have the revert proposed',
  async (hours) => {
    const { outputs, failure, here, told, summary } = await watch(hours);
    expect(outputs).toMatchObject({
      ...{ verdict: 'failed', reason: 'errors', 'action-taken': 'rollback-refused' },
      'revert-pr-url': 'url-9',
    });
    expect([here.orders(), here.claims.refs.size]).toEqual([0, 0]);
    for (const text of [failure?.message, told, here.revert.orders[0]?.story.done]) {
      expect(text).toContain(`outside of input "rollback-hours" ("${hours}")`);
      expect(text).toContain('rolls back on Railway by hand if it cannot wait');
    }
    expect(summary).toContain('outside of input "rollback-hours"');
  },
);

it('what was begun within is finished outside, as half a rollback is none', async () => {
  const here = scene();
  const hours = 'Mon 09:00-09:10';
  const script = () => (here.orders() > 0 ? good : bad);
  const names = callCounter(Number.POSITIVE_INFINITY);
  await watch(hours, { between: names.between });
  const atOrder = callCounter(names.names().indexOf('rollBack') + 1);
  const inputs = { ...here.inputs, 'rollback-hours': hours };
  await monitor(script, { ...here, inputs, between: atOrder.between }).catch(() => {});
  expect([here.orders(), here.claims.refs.size]).toEqual([0, 1]);
  await here.shared.clock.sleep(900_000);
  const { outputs } = await watch(hours, {}, here);
  expect(outputs).toMatchObject({ reason: 'rollback-resumed', 'action-taken': 'rolled-back' });
  expect(here.orders()).toBe(1);
});
