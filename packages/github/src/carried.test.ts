import { describe, expect, it } from 'vitest';
import { readCarried } from './carried.ts';
import type { PullRequest } from './github.ts';
import { withBlock } from './managed-block.ts';

const sha = (digit: string): string => digit.repeat(40);
const source = sha('a');
const tip = sha('b');
const landed = sha('c');

const body = (record: Record<string, string>, kind = 'release'): string =>
  withBlock('', { kind, record, text: 'What is in it' });

const pull = (change: Partial<PullRequest> = {}): PullRequest =>
  ({
    isMerged: true,
    isFromFork: false,
    authorRole: 'bot',
    headBranch: 'release/staging-to-main',
    headSha: tip,
    body: body({ source, tip }),
    mergeCommit: landed,
    ...change,
  }) as PullRequest;

const carried = (
  pulls: readonly PullRequest[],
  { behind = 0, record }: { behind?: number; record?: { source: string } } = {},
) =>
  readCarried(
    { compare: async () => ({ ahead: 1, behind }) },
    {
      kind: 'release',
      from: 'staging',
      pulls,
      line: new Map([[landed, record ? { record } : {}]]),
    },
  );

describe('what merged pull requests carried', () => {
  it('is told by the marker of a pull request of the tool', async () => {
    expect(await carried([pull()])).toEqual([{ kind: 'release', source, landed }]);
  });

  it('is the tip at the merge where the branch itself was merged', async () => {
    const direct = pull({ headBranch: 'staging', headSha: sha('d'), body: body({ source }) });

    expect(await carried([direct])).toEqual([{ kind: 'release', source: sha('d'), landed }]);
  });

  it.each<[string, Partial<PullRequest>]>([
    ['is not merged', { isMerged: false }],
    ['comes from a fork', { isFromFork: true }],
    ['comes from somebody outside', { authorRole: 'outsider' }],
    ['has no marker', { body: 'Release-Train-Source: trust me' }],
    ['has the marker of another kind', { body: body({ source, tip }, 'sync') }],
    ['has a marker without a tip', { body: body({ source }) }],
    ['has left the branch since', { mergeCommit: sha('9') }],
  ])('is nothing where the pull request %s', async (_what, change) => {
    expect(await carried([pull(change)])).toEqual([]);
  });

  it('stands where people added commits on top', async () => {
    expect(await carried([pull({ headSha: sha('d') })])).toHaveLength(1);
  });

  it('is not what a marker says that was written after the merge', async () => {
    const late = pull({ headSha: sha('d') });

    expect(await carried([late], { behind: 1 })).toEqual([]);
  });

  it('is then told by the trailers of the commit that landed', async () => {
    const late = pull({ headSha: sha('d') });
    const record = { source: sha('e') };

    expect(await carried([late], { behind: 1, record })).toEqual([
      { kind: 'release', source: sha('e'), landed },
    ]);
  });

  it('is never told by trailers alone', async () => {
    const forged = pull({ authorRole: 'outsider' });

    expect(await carried([forged], { record: { source } })).toEqual([]);
  });

  it('asks nothing of a tip that is no commit', async () => {
    const odd = pull({ body: body({ source, tip: 'main...other' }) });

    expect(await carried([odd])).toEqual([]);
  });
});
