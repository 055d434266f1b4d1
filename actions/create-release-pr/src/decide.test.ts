import type { Commit } from '@release-train/git';
import type { PullRequest } from '@release-train/github';
import { describe, expect, it } from 'vitest';
import { type Decision, decide, type Release } from './decide.ts';
import type { Content, Facts } from './facts.ts';

const sha = (digit: string): string => digit.repeat(40);

const content: Content = {
  kind: 'some',
  merge: { clean: true, tree: sha('e') },
  files: 1,
  commits: [],
  commitCount: 0,
  pulls: [],
};

const facts = (change: Partial<Content> = {}): Facts => ({
  head: { name: 'staging', sha: sha('a') },
  base: { name: 'main', sha: sha('b') },
  open: undefined,
  content: { ...content, ...change },
});

const policy = { title: 'Release {head} to {base}', draft: 'auto' } as const;

const released = (decision: Decision): Release => {
  if (decision.kind !== 'release') throw new Error(`expected a release, got ${decision.kind}`);
  return decision;
};

describe('decide', () => {
  it.each(['no-commits', 'same-files'] as const)('has nothing to release: %s', (why) => {
    const decision = decide({ ...facts(), content: { kind: 'none', why } }, policy);

    expect(decision).toEqual({ kind: 'nothing', why });
  });

  it('records what the pull request was built from', () => {
    const { plan, conflicts } = released(decide(facts(), policy));

    expect(conflicts).toEqual([]);
    expect(plan).toEqual({
      title: 'Release staging to main',
      record: { source: sha('a'), base: sha('b'), title: 'Release staging to main' },
      draft: false,
      draftChange: 'none',
    });
  });

  it('makes a draft of a conflict', () => {
    const merge = { clean: false, tree: sha('e'), conflicts: ['a.txt'] } as const;

    const { plan, conflicts } = released(decide(facts({ merge }), policy));

    expect(conflicts).toEqual(['a.txt']);
    expect([plan.draft, plan.record['draft']]).toEqual([true, 'conflict']);
  });

  it('fills each name in wherever it stands', () => {
    const { plan } = released(decide(facts(), { ...policy, title: '{head}: {base} <- {head}' }));

    expect(plan.title).toBe('staging: main <- staging');
  });

  it('attributes a commit to the pull request that made it, and to no other', () => {
    const commits = [{ sha: sha('1') }, { sha: sha('2') }] as unknown as Commit[];
    const pulls = [
      { number: 7, mergeCommit: sha('1') },
      { number: 8, mergeCommit: sha('9') },
      { number: 9, mergeCommit: undefined },
    ] as unknown as PullRequest[];

    const { entries } = released(decide(facts({ commits, pulls }), policy));

    expect(entries.map(({ commit, pull }) => [commit.sha, pull?.number])).toEqual([
      [sha('1'), 7],
      [sha('2'), undefined],
    ]);
  });
});
