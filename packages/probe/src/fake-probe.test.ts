import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeProbe, type ScriptedAnswer } from '@release-train/testing/fake-probe';
import { describe, expect, it } from 'vitest';
import { type Behaviour, probeSuite, requestTo } from './probe.suite.ts';

const url = new URL('https://app.test/health');

function scripted(behaviour: Behaviour): ScriptedAnswer {
  if (behaviour === 'silence') return { takesMs: 86_400_000 };
  return behaviour === 'reset' ? { failure: 'reset' } : behaviour;
}

describe('the fake probe', () => {
  probeSuite(async (behaviour) => {
    const fake = new FakeProbe(new FakeClock(), () => scripted(behaviour));
    return { probe: fake.probe, url, [Symbol.asyncDispose]: async () => {} };
  });

  it('takes its time on the clock, at most the limit of the request', async () => {
    const clock = new FakeClock();
    const fake = new FakeProbe(clock, (_seen, count) => ({ takesMs: count * 3_000 }));
    await fake.probe(requestTo(url));
    await fake.probe(requestTo(url));
    expect(clock.monotonic()).toBe(3_000 + 5_000);
    expect(fake.seen.map(({ atMs }) => atMs)).toEqual([0, 3_000]);
  });
});
