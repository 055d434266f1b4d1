import { lostAnswer, silence, startHealthyApp, truncated } from '@release-train/sandbox/faults';
import { expect, it } from 'vitest';
import { type Disturbance, type SweepSubject, sweep } from './sweep.ts';

const finished = (exitCode: number) => ({
  exitCode,
  stdout: '',
  stderr: '',
  outputs: {},
  summary: '',
});

/** A program of two requests; what it has written when it dies stays written. */
function program(write: (state: string[]) => void, again = true): SweepSubject {
  return {
    again,
    open: async () => {
      const app = await startHealthyApp();
      const state: string[] = [];
      return {
        faults: app.faults,
        run: async (kill) => {
          try {
            for (const path of ['/health', '/health?again']) {
              write(state);
              await (await fetch(`${app.url}${path}`, { signal: kill })).json();
            }
            state.push('done');
            return finished(0);
          } catch {
            return finished(1);
          }
        },
        snapshot: async () => [...new Set(state.filter((one) => one !== 'done'))],
        [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
      };
    },
  };
}

const kills: readonly Disturbance[] = [
  { kind: 'kill', effect: 'none' },
  { kind: 'kill', effect: 'done' },
];

it.each([1, 3])('disturbs every request and finds the same end, %d at once', async (atOnce) => {
  const { requests, trials } = await sweep(
    program((state) => void state.push('written')),
    { disturbances: kills, atOnce },
  );

  expect(requests).toMatchObject([
    { n: 1, path: '/health' },
    { n: 2, path: '/health' },
  ]);
  expect(trials.map(({ request, disturbance }) => `${request.n}: ${disturbance}`)).toEqual([
    '1: kill before the effect',
    '1: kill after the effect',
    '2: kill before the effect',
    '2: kill after the effect',
  ]);
  expect(trials).toMatchObject(trials.map(() => ({ struck: true, same: true, exitCodes: [1, 0] })));
});

it('finds what a second run does once too often', async () => {
  const { state, trials } = await sweep(
    program((written) => void written.push(`write ${written.length + 1}`)),
    { disturbances: kills, at: ({ n }) => n === 2 },
  );

  expect(state).toEqual(['write 1', 'write 2']);
  expect(trials.map(({ same }) => same)).toEqual([false, false]);
  expect(trials[0]?.state).toEqual(['write 1', 'write 2', 'write 3', 'write 4']);
});

it('gives a reading program one run, which has to hold', async () => {
  const harms = { 'lost answer': lostAnswer, silence, truncated };
  const disturbances = Object.entries(harms).map(
    ([name, harm]) => ({ kind: 'harm', name, harm }) as const,
  );
  const subject = program((state) => void state.push('written'), false);
  const { trials } = await sweep(subject, { disturbances, at: ({ n }) => n === 1 });

  expect(trials).toMatchObject(trials.map(() => ({ exitCodes: [1], same: false })));
  expect(trials).toHaveLength(3);
});

it('refuses to prove anything by a run that fails undisturbed or asks nothing', async () => {
  const broken = program(() => {
    throw new Error('broken');
  });

  await expect(sweep(broken, { disturbances: kills })).rejects.toThrow(
    'the undisturbed run failed',
  );
  const nothing = sweep(
    program(() => undefined),
    { disturbances: kills, at: () => false },
  );
  await expect(nothing).rejects.toThrow('the sweep has no request to disturb');
});
