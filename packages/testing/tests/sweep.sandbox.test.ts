/** One short sweep per action; `pnpm sweep` runs all of them at every request. */
import {
  everyHarm,
  lostAnswer,
  reset,
  type SeenRequest,
  serverError,
} from '@release-train/sandbox/faults';
import { expect, it } from 'vitest';
import { type Disturbance, isWrite, type Sweep, sweep } from '../src/sweep.ts';
import { healthCheck, postDeployMonitor, railwayWaitDeploy } from '../src/sweep-reading.ts';
import { createReleasePr, releaseReport, syncStaging } from '../src/sweep-writing.ts';

const kills: readonly Disturbance[] = [
  { kind: 'kill', effect: 'none' },
  { kind: 'kill', effect: 'done' },
];

const harms = (chosen: typeof everyHarm): readonly Disturbance[] =>
  Object.entries(chosen).map(([name, harm]) => ({ kind: 'harm', name, harm }));

/** What a reader wants to know of a trial, and nothing where it went well. */
const failures = ({ trials }: Sweep) =>
  trials
    .filter(({ struck, same }) => !struck || !same)
    .map(({ request, disturbance, state, stdout }) => {
      const place = `${request.n} ${request.method} ${request.path}`;
      return { place, disturbance, state, stdout };
    });

it('create-release-pr, killed at each of its writes, is finished by its next run', async () => {
  const swept = await sweep(createReleasePr.created, {
    disturbances: kills,
    at: isWrite,
    atOnce: 2,
  });

  expect(failures(swept)).toEqual([]);
  expect(swept.trials).toHaveLength(6);
  expect(swept.state).toMatchObject({ pulls: [{ labels: ['release'], reviewers: ['ada'] }] });
});

it('create-release-pr, killed after its push or its pull request, finishes the release branch', async () => {
  const swept = await sweep(createReleasePr['branch created'], {
    disturbances: [{ kind: 'kill', effect: 'done' }],
    at: ({ method, path }) => method === 'POST' && /\/(git-receive-pack|pulls)$/.test(path),
    atOnce: 2,
  });

  expect(failures(swept)).toEqual([]);
  expect(swept.trials).toHaveLength(2);
  expect(swept.state).toMatchObject({
    pulls: [{ head: 'release/staging-to-main', draft: false, labels: ['release'] }],
  });
});

it('sync-staging, killed at each of its writes, is finished by its next run', async () => {
  const swept = await sweep(syncStaging.created, { disturbances: kills, at: isWrite, atOnce: 2 });

  expect(failures(swept)).toEqual([]);
  expect(swept.trials).toHaveLength(6);
  expect(swept.state).toMatchObject({
    pulls: [{ labels: ['sync'], head: 'sync/main-to-staging' }],
  });
});

it('release-report, killed at its comment, leaves one', async () => {
  const swept = await sweep(releaseReport, { disturbances: kills, at: isWrite, atOnce: 2 });

  expect(failures(swept)).toEqual([]);
  expect(swept.trials).toHaveLength(2);
});

it('railway-wait-deploy comes to its verdict through a fault at each request', async () => {
  const { '429 with Retry-After': limited, 'truncated JSON': truncated } = everyHarm;
  const chosen = harms({
    '503': serverError(503),
    limited: limited!,
    reset,
    truncated: truncated!,
  });
  const swept = await sweep(railwayWaitDeploy, { disturbances: chosen });

  expect(failures(swept)).toEqual([]);
  expect(swept).toMatchObject({ state: 'success', requests: { length: 3 } });
});

it('health-check and post-deploy-monitor outlive one bad probe', async () => {
  const chosen = harms({ '503': serverError(503), 'lost answer': lostAnswer });
  const at = ({ n }: SeenRequest) => n === 2;
  const checked = await sweep(healthCheck, { disturbances: chosen, at });
  const watched = await sweep(postDeployMonitor, { disturbances: chosen, at });

  expect([...failures(checked), ...failures(watched)]).toEqual([]);
  expect([checked.state, watched.state]).toEqual(['healthy', 'healthy']);
});
