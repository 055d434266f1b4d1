import type { Deployment } from '@release-train/railway';
import { phaseOf } from '@release-train/railway/status';
import { describe, expect, it } from 'vitest';
import { isProven, type Pinned, sightOf, withLook } from './release.ts';

const record = (id: string, status: string, change: Partial<Deployment> = {}): Deployment => ({
  id,
  serviceId: 'service-1',
  status,
  phase: phaseOf(status),
  createdAtMs: 1000,
  commit: 'a'.repeat(40),
  canRollback: true,
  stopped: false,
  ...change,
});
const pinned: Pinned = {
  serviceId: 'service-1',
  name: 'web',
  isCron: false,
  hasAddress: true,
  deployment: record('ours', 'SUCCESS'),
};
const later = { createdAtMs: 2000, commit: 'b'.repeat(40) };

describe('a service at one look', () => {
  it.each<[string, Deployment[], object]>([
    ['is active', [record('ours', 'SUCCESS')], { state: 'active' }],
    ['is active while it sleeps', [record('ours', 'SLEEPING')], { state: 'active' }],
    ['is unseen where the page does not hold it', [], { state: 'unseen' }],
    ['is removed', [record('ours', 'REMOVED')], { state: 'removed', status: 'REMOVED' }],
    [
      'is removed, not replaced, by a deployment that failed',
      [record('ours', 'REMOVED'), record('next', 'FAILED', later)],
      { state: 'removed' },
    ],
    [
      'is replaced by one that is still on its way',
      [record('ours', 'REMOVED'), record('next', 'DEPLOYING', later)],
      { state: 'replaced', by: 'next' },
    ],
    [
      'is replaced by one that crashed',
      [record('ours', 'SUCCESS'), record('next', 'CRASHED', later)],
      { state: 'replaced', by: 'next' },
    ],
    [
      'is active beside one that is being built',
      [record('ours', 'SUCCESS'), record('next', 'BUILDING', later)],
      { state: 'active' },
    ],
    [
      'knows nothing of the deployments of other services',
      [record('ours', 'SUCCESS'), record('next', 'SUCCESS', { ...later, serviceId: 'other' })],
      { state: 'active' },
    ],
  ])('%s', (_, records, expected) => {
    expect(sightOf(pinned, records)).toMatchObject(expected);
  });

  it('is active through the ticks of a cron service, and crashed by the last of them', () => {
    const cron = { ...pinned, isCron: true };
    const tick = { createdAtMs: 2000 };
    const first = record('ours', 'REMOVED');
    expect(sightOf(cron, [first, record('tick', 'SUCCESS', tick)]).state).toBe('active');
    expect(sightOf(cron, [first]).state).toBe('active');
    expect(sightOf(cron, [first, record('tick', 'CRASHED', tick)]).state).toBe('crashed');
    expect(sightOf(cron, [first, record('next', 'SUCCESS', later)]).state).toBe('replaced');
  });
});

describe('the proof', () => {
  const active = [sightOf(pinned, [record('ours', 'SUCCESS')])];
  const proven = (...looks: readonly number[]): boolean =>
    isProven({
      stretches: looks.reduce(
        (all: ReturnType<typeof withLook>, atMs) => withLook(all, atMs, active),
        [],
      ),
      windowMs: 60_000,
    });

  it('needs a look before the window and one after it', () => {
    expect(proven(0, 60_000)).toBe(true);
    expect(proven(-30_000, 15_000, 61_000)).toBe(true);
    expect(proven(1, 60_000)).toBe(false);
    expect(proven(0, 59_999)).toBe(false);
    expect(proven()).toBe(false);
  });
});
