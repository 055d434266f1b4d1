import { expect, it } from 'vitest';
import { type DeploymentStatus, isInFlight, mayBecome } from './status.ts';

const all: readonly DeploymentStatus[] = [
  'INITIALIZING',
  'NEEDS_APPROVAL',
  'WAITING',
  'QUEUED',
  'BUILDING',
  'DEPLOYING',
  'SUCCESS',
  'SLEEPING',
  'CRASHED',
  'FAILED',
  'SKIPPED',
  'REMOVING',
  'REMOVED',
];

const walks = (history: readonly DeploymentStatus[]): boolean =>
  history.slice(1).every((status, index) => mayBecome(history[index]!, status));

it.each<{ story: string; history: readonly DeploymentStatus[] }>([
  {
    story: 'a good deploy until its successor takes over',
    history: ['INITIALIZING', 'BUILDING', 'DEPLOYING', 'SUCCESS', 'REMOVING', 'REMOVED'],
  },
  {
    story: 'approval, then Wait for CI, then a queue',
    history: ['INITIALIZING', 'NEEDS_APPROVAL', 'WAITING', 'QUEUED', 'BUILDING'],
  },
  { story: 'a rollback without a build', history: ['INITIALIZING', 'DEPLOYING', 'SUCCESS'] },
  { story: 'an app that sleeps and wakes', history: ['SUCCESS', 'SLEEPING', 'SUCCESS'] },
  { story: 'a crash that a restart heals', history: ['SUCCESS', 'CRASHED', 'SUCCESS'] },
  { story: 'a red check suite', history: ['INITIALIZING', 'WAITING', 'SKIPPED'] },
])('allows $story', ({ history }) => {
  expect(walks(history)).toBe(true);
});

it.each([
  ['SUCCESS', 'FAILED'],
  ['SUCCESS', 'REMOVED'],
  ['BUILDING', 'SUCCESS'],
  ['WAITING', 'DEPLOYING'],
] as const)('never goes from %s to %s', (from, to) => {
  expect(mayBecome(from, to)).toBe(false);
});

it('leaves FAILED, SKIPPED and REMOVED to nobody', () => {
  const final = all.filter((from) => !all.some((to) => mayBecome(from, to)));

  expect(final).toEqual(['FAILED', 'SKIPPED', 'REMOVED']);
});

it('reaches every one of the 13 statuses from INITIALIZING', () => {
  const reached = new Set<DeploymentStatus>(['INITIALIZING']);
  for (const from of reached) for (const to of all) if (mayBecome(from, to)) reached.add(to);

  expect([...reached].sort()).toEqual([...all].sort());
});

it('can abort everything in flight, and nothing else, straight to REMOVED', () => {
  const abortable = all.filter((from) => from !== 'REMOVING' && mayBecome(from, 'REMOVED'));

  expect(abortable).toEqual(all.filter(isInFlight));
});
