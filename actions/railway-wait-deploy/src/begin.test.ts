import { RailwayError } from '@release-train/railway';
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeRailway } from '@release-train/testing/fake-railway';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { begin } from './begin.ts';
import { ours } from './scenario.suite.ts';

const target = { commit: ours, source: 'the pull request', isOwnSuite: true };
const inputs = {
  project: 'shop',
  environment: undefined,
  'appear-timeout': 300_000,
  timeout: 1_200_000,
};

async function play({ appearsAtMs = 0, number = 7, change = {}, cancelled = false }) {
  const clock = new FakeClock();
  const runner = new FakeRunner();
  const pullRequest = { number: 7, repository: 'octo/shop' };
  const world = {
    project: 'shop',
    environment: 'production',
    services: [],
    deployments: [],
    otherEnvironments: [{ id: 'e-7', name: 'odd name', pullRequest }],
  };
  const railway = new FakeRailway(world, clock);
  railway.isAccountToken = true;
  const read = railway.readPlace.bind(railway);
  railway.readPlace = async (names) => {
    if (clock.elapsed() >= appearsAtMs) return read(names);
    throw new RailwayError('no-environment', 'not yet');
  };
  const signal = cancelled ? AbortSignal.abort() : new AbortController().signal;
  const result = await begin(
    { ...inputs, ...change },
    { ...target, pullRequest: { number, repository: 'octo/shop' } },
    { railway, clock, log: runner, signal },
  ).catch((error: unknown) => error);
  return { result, clock, log: runner.log };
}

describe('the environment of a pull request', () => {
  it('is there at once or later', async () => {
    expect((await play({})).result).toMatchObject({ place: { environmentId: 'e-7' } });
    const late = await play({ appearsAtMs: 100_000 });
    expect(late.result).toMatchObject({ place: { environmentId: 'e-7' } });
    expect(late.clock.slept).toEqual([10_000, 20_000, 30_000, 30_000, 30_000]);
    expect(late.log).toEqual(['not yet; looking again']);
  });

  it('that never comes ends the run after the appear-timeout, never green', async () => {
    const { result, clock } = await play({ number: 8 });
    expect(result).toMatchObject({ code: 'no-environment' });
    expect(clock.elapsed()).toBe(300_000);
  });

  it('is waited for no longer than the whole', async () => {
    const { clock } = await play({ number: 8, change: { timeout: 15_000 } });
    expect(clock.elapsed()).toBe(15_000);
  });

  it('is not waited for where another is named', async () => {
    const { result, clock } = await play({ number: 8, change: { environment: 'production' } });
    expect(result).toMatchObject({ place: { environmentId: 'environment-1' } });
    expect(clock.slept).toEqual([]);
  });

  it('is not waited for by a cancelled job', async () => {
    expect((await play({ number: 8, cancelled: true })).result).toMatchObject({
      code: 'cancelled',
    });
  });
});
