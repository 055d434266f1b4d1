import { describe, expect, it } from 'vitest';
import {
  type ConcurrencyGroups,
  createConcurrencyGroups,
  type GroupRequest,
} from './concurrency-groups.ts';

function enter(groups: ConcurrencyGroups, more: Partial<GroupRequest> = {}) {
  return groups.enter({
    repository: 'acme/shop',
    group: 'release',
    cancelInProgress: false,
    queue: 'single',
    cancel: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });
}

describe('createConcurrencyGroups', () => {
  it('lets the next in when the holder leaves, whatever the case of the name', async () => {
    const groups = createConcurrencyGroups();
    const first = await enter(groups);
    const second = enter(groups, { group: 'RELEASE' });
    if (first.kind === 'entered') first.leave();
    expect(await second).toMatchObject({ kind: 'entered' });
  });

  it('keeps repositories apart', async () => {
    const groups = createConcurrencyGroups();
    await enter(groups);
    expect(await enter(groups, { repository: 'acme/other' })).toMatchObject({ kind: 'entered' });
  });

  it('cancels who waits when somebody newer comes, unless the queue is max', async () => {
    const groups = createConcurrencyGroups();
    const holder = await enter(groups);
    const older = enter(groups);
    const newer = enter(groups);
    expect(await older).toMatchObject({ kind: 'cancelled' });
    const queued = enter(groups, { queue: 'max' });
    if (holder.kind === 'entered') holder.leave();
    const next = await newer;
    expect(next.kind).toBe('entered');
    if (next.kind === 'entered') next.leave();
    expect(await queued).toMatchObject({ kind: 'entered' });
  });

  it('tells the holder to stop with cancel-in-progress, and still waits for it', async () => {
    const groups = createConcurrencyGroups();
    const reasons: string[] = [];
    const holder = await enter(groups, { cancel: (reason) => void reasons.push(reason) });
    const next = enter(groups, { cancelInProgress: true });
    expect(reasons).toHaveLength(1);
    if (holder.kind === 'entered') holder.leave();
    expect(await next).toMatchObject({ kind: 'entered' });
  });

  it('lets a waiting one give up', async () => {
    const groups = createConcurrencyGroups();
    await enter(groups);
    const given = new AbortController();
    const waiting = enter(groups, { signal: given.signal });
    given.abort();
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
  });
});
