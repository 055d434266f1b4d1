import type { Deployment, Service } from '@release-train/railway';
import { deploymentStatuses, phaseOf } from '@release-train/railway/status';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { Now, Policy } from './judgement.ts';
import type { Watched } from './watch.ts';

const service: Service = {
  id: 's',
  name: 'web',
  watchPatterns: [],
  hasHealthcheck: true,
  isCron: false,
  urls: [],
  active: [],
};

const policy: Policy = {
  'appear-timeout': 300_000,
  'on-skipped': 'by-reason',
  'on-superseded': 'follow',
  'on-needs-approval': 'fail',
  settle: 'auto',
  isOwnSuite: false,
};

const now: Now = {
  elapsedMs: 100_000,
  seenAtMs: 1_000_000_000,
  isTimeUp: false,
  isBlind: false,
};

const record = (status: string, more: Partial<Deployment> = {}): Deployment => ({
  id: 'd',
  serviceId: 's',
  status,
  phase: phaseOf(status),
  createdAtMs: 0,
  commit: 'a'.repeat(40),
  canRollback: false,
  stopped: false,
  ...more,
});

const watched = (status: string, more: Partial<Watched> = {}): Watched => ({
  service,
  records: [],
  pinned: record(status),
  serving: { records: [record(status)], crashedLooks: 0 },
  sinceMs: 99_000,
  seenMs: 100_000,
  looks: 2,
  isFresh: true,
  ...more,
});

describe('every status', () => {
  const judged: Record<string, readonly [open: string | undefined, atTimeout: string]> = {
    INITIALIZING: [undefined, 'timed-out'],
    QUEUED: [undefined, 'timed-out'],
    WAITING: [undefined, 'timed-out'],
    NEEDS_APPROVAL: ['needs-approval', 'needs-approval'],
    BUILDING: [undefined, 'timed-out'],
    DEPLOYING: [undefined, 'timed-out'],
    SUCCESS: ['success', 'success'],
    SLEEPING: ['success', 'success'],
    FAILED: ['failed', 'failed'],
    CRASHED: ['crashed', 'crashed'],
    SKIPPED: ['failed', 'failed'],
    REMOVING: ['failed', 'failed'],
    REMOVED: ['failed', 'failed'],
    THAWING: [undefined, 'timed-out'],
  };

  it('is in the table', () => {
    expect(Object.keys(judged)).toEqual(expect.arrayContaining([...deploymentStatuses]));
  });

  it.each(Object.entries(judged))('%s', (status, [open, atTimeout]) => {
    expect(judge(watched(status), policy, now).verdict).toBe(open);
    expect(judge(watched(status), policy, { ...now, isTimeUp: true }).verdict).toBe(atTimeout);
  });

  it('is green for a live one only', () => {
    const green = [...deploymentStatuses, 'THAWING'].filter(
      (status) => judge(watched(status), policy, { ...now, isTimeUp: true }).isGreen,
    );
    expect(green).toEqual(['SUCCESS', 'SLEEPING']);
  });
});

describe('settling', () => {
  const unchecked = { ...service, hasHealthcheck: false };

  it.each([
    ['not long enough by our clock', watched('SUCCESS', { service: unchecked }), undefined],
    [
      'long enough by our clock',
      watched('SUCCESS', { service: unchecked, sinceMs: 70_000 }),
      'success',
    ],
    [
      "long ago by Railway's clock, beyond any skew",
      watched('SUCCESS', {
        service: unchecked,
        pinned: record('SUCCESS', { statusSinceMs: now.seenAtMs - 90_000 }),
      }),
      'success',
    ],
    [
      "by Railway's clock only within the skew of two clocks",
      watched('SUCCESS', {
        service: unchecked,
        pinned: record('SUCCESS', { statusSinceMs: now.seenAtMs - 80_000 }),
      }),
      undefined,
    ],
    [
      'completed',
      watched('SUCCESS', { service: unchecked, pinned: record('SUCCESS', { stopped: true }) }),
      'success',
    ],
    ['asleep', watched('SLEEPING', { service: unchecked }), 'success'],
    [
      'of a cron service',
      watched('SUCCESS', { service: { ...unchecked, isCron: true } }),
      'success',
    ],
  ])('%s', (_name, seen, verdict) => {
    expect(judge(seen, policy, now).verdict).toBe(verdict);
  });

  it('asks for a look when the time is over', () => {
    expect(judge(watched('SUCCESS', { service: unchecked }), policy, now).againInMs).toBe(29_000);
  });

  it('holds for as long as the input says, health check or not', () => {
    const strict = { ...policy, settle: 2_000 };
    expect(judge(watched('SUCCESS'), strict, now).againInMs).toBe(1_000);
  });
});

describe('a replaced deployment', () => {
  const successor = (status: string, more: Partial<Deployment> = {}) =>
    record(status, { id: 'e', createdAtMs: 9, commit: 'b'.repeat(40), ...more });

  it.each<readonly [string, Deployment, string | undefined, boolean]>([
    ['by one that is live', successor('SUCCESS'), 'superseded', true],
    ['by one in flight', successor('BUILDING'), undefined, false],
    ['by one that crashed', successor('CRASHED'), 'failed', false],
    ['by one that is gone too', successor('REMOVED'), 'failed', false],
  ])('%s', (_name, ...[next, verdict, isGreen]) => {
    const judgement = judge(watched('REMOVED', { successor: next }), policy, now);
    expect([judgement.verdict, judgement.isGreen]).toEqual([verdict, isGreen]);
  });

  it('by an upload without a commit is red: nobody knows what is live', () => {
    const upload = { ...successor('SUCCESS') };
    Reflect.deleteProperty(upload, 'commit');
    expect(judge(watched('REMOVED', { successor: upload }), policy, now)).toMatchObject({
      verdict: 'superseded',
      isGreen: false,
      cause: 'replaced-by-unknown',
    });
  });
});

describe('what is up counts only where Railway lists it as active', () => {
  const listed = (...instances: readonly string[]): Watched['serving'] => ({
    records: [{ ...record('SUCCESS'), instances }],
    crashedLooks: instances.includes('CRASHED') ? 1 : 0,
  });
  const none: Watched['serving'] = { records: [], crashedLooks: 0 };
  const open = { ...service, hasHealthcheck: false, urls: [] };

  it.each<readonly [string, Watched, string | undefined, string]>([
    ['listed', watched('SUCCESS', { serving: listed('RUNNING') }), 'success', 'live'],
    ['not listed', watched('SUCCESS', { serving: none }), undefined, 'unlisted'],
    ['asleep and not listed', watched('SLEEPING', { serving: none }), undefined, 'unlisted'],
    [
      'a cron service, which runs now and then',
      watched('SUCCESS', { serving: none, service: { ...service, isCron: true } }),
      'success',
      'live',
    ],
    [
      'a one-shot that has run',
      watched('SUCCESS', {
        serving: none,
        service: open,
        pinned: record('SUCCESS', { stopped: true }),
      }),
      'success',
      'live',
    ],
    [
      'a server whose instances have all stopped, seen once',
      watched('SUCCESS', { looks: 1, pinned: record('SUCCESS', { stopped: true }) }),
      undefined,
      'stopped',
    ],
    [
      'a server whose instances have all stopped, seen twice',
      watched('SUCCESS', { pinned: record('SUCCESS', { stopped: true }) }),
      'crashed',
      'stopped',
    ],
    [
      'with one instance of two crashed, seen once',
      watched('SUCCESS', { serving: listed('RUNNING', 'CRASHED') }),
      undefined,
      'instances-crashed',
    ],
    [
      'with one instance of two crashed, seen twice',
      watched('SUCCESS', { serving: { ...listed('RUNNING', 'CRASHED'), crashedLooks: 2 } }),
      'crashed',
      'instances-crashed',
    ],
  ])('%s', (_name, ...[seen, verdict, cause]) => {
    expect(judge(seen, policy, now)).toMatchObject({ cause });
    expect(judge(seen, policy, now).verdict).toBe(verdict);
  });
});
