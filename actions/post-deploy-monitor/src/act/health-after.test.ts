/** After a rollback: do the endpoints work, and show what came back? */
import { FakeClock } from '@release-train/testing/fake-clock';
import { FakeProbe, type ScriptedAnswer } from '@release-train/testing/fake-probe';
import { expect, it } from 'vitest';
import { bad, good } from '../monitor.suite.ts';
import type { Acted } from './acted.ts';
import { withHealth } from './health-after.ts';

const [badCommit, older, oldest] = ['b', 'd', 'e'].map((digit) => digit.repeat(40));
const back = (commit = ''): Acted['services'][string] => ({
  ...{ from: 'bad', to: commit, isVerified: true },
  fate: {
    code: 'adopted',
    ...{ service: 'web', commit, deployment: 'd', status: 'SUCCESS', isVerified: true },
  },
});
const acted: Acted = {
  taken: 'rolled-back',
  deeds: [],
  services: { web: back(older), worker: back(older), beat: back(oldest) },
};

const showing = (commit: string | undefined): ScriptedAnswer => ({
  body: JSON.stringify({ commit }),
});

async function after(
  script: (elapsedMs: number) => ScriptedAnswer,
  { expected = badCommit, cancelled = false } = {},
) {
  const clock = new FakeClock();
  const { probe } = new FakeProbe(clock, ({ atMs }) => script(atMs));
  const request = {
    ...{ url: new URL('https://app.test/'), method: 'GET', headers: {}, timeoutMs: 1000 },
    ...{ allowPrivate: false, tlsVerify: true },
    ...({ redirects: 'none', ipFamily: 'auto' } as const),
  };
  const source = { from: 'json', path: '$.commit' } as const;
  const revision = { expected: expected ?? '', source };
  const endpoints = [
    { name: 'app', request, expectations: { status: [[200, 299]] as const }, revision },
  ];
  const signal = cancelled ? AbortSignal.abort() : new AbortController().signal;
  const done = await withHealth(acted, badCommit ?? '', { probe, clock, signal, endpoints });
  return { ...done, deed: done.deeds.at(-1), tookMs: clock.elapsed() };
}

it.each<[string, (atMs: number) => ScriptedAnswer, object]>([
  ['the commit that came back', () => showing(older), { revision: 'proven' }],
  ['that of another service', () => showing(oldest), { revision: 'proven' }],
  ['an abbreviation of it', () => showing(older?.slice(0, 7)), { revision: 'proven' }],
  ['no commit', () => showing(undefined), { revision: 'unknown' }],
])('endpoints that work and show %s verify the rollback', async (_, script, told) => {
  const { taken, deed, tookMs } = await after(script);
  expect([taken, deed]).toEqual(['rolled-back', { code: 'answers-well', ...told }]);
  expect(tookMs).toBeLessThan(5_000);
});

it('a revision that is no commit is not asked for', async () => {
  const { taken, deed } = await after(() => good, { expected: 'v1.2.3' });
  expect([taken, deed]).toEqual(['rolled-back', { code: 'answers-well', revision: 'not-asked' }]);
});

it('the container that goes may answer for a moment, and the one that comes may need one', async () => {
  const { taken, deed } = await after((atMs) => {
    if (atMs < 10_000) return showing(badCommit);
    return atMs < 20_000 ? bad : showing(older);
  });
  expect([taken, deed]).toEqual(['rolled-back', { code: 'answers-well', revision: 'proven' }]);
});

it('one that answers well now and then is not well', async () => {
  const { taken, tookMs } = await after((atMs) =>
    Math.floor(atMs / 2000) % 3 === 0 ? bad : showing(older),
  );
  expect(taken).toBe('rollback-failed');
  expect(tookMs).toBeLessThan(70_000);
});

it('the bad commit that still answers is told, and is no fault of the earlier release', async () => {
  const { taken, deed, isOlderBad } = await after(() => showing(badCommit));
  expect([taken, isOlderBad]).toEqual(['rollback-failed', undefined]);
  expect(deed).toEqual({ code: 'shows-other', endpoint: 'app', shown: badCommit });
});

it('an earlier release that fails as well is told as such', async () => {
  const { taken, deed, isOlderBad } = await after(() => bad);
  expect([taken, isOlderBad]).toEqual(['rollback-failed', true]);
  expect(deed).toMatchObject({ code: 'still-fails', endpoint: 'app' });
});

it('a job that is cancelled calls nothing failed that it did not ask', async () => {
  const { taken, deed } = await after(() => bad, { cancelled: true });
  expect([taken, deed]).toEqual(['rolled-back', { code: 'cut-off' }]);
});
