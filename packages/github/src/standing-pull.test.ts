import { describe, expect, it } from 'vitest';
import type { PullRequest } from './github.ts';
import { withBlock } from './managed-block.ts';
import { planPull, pullSteps, type WantedPull } from './standing-pull.ts';

const wanted: WantedPull = {
  kind: 'release',
  title: 'Release',
  record: { source: 'abc' },
  isConflicted: false,
  draft: 'auto',
};

const open = (change: Partial<PullRequest>, record?: Record<string, string>): PullRequest =>
  ({
    number: 7,
    title: 'Release',
    isDraft: false,
    body: record ? withBlock('', { kind: 'release', record, text: '' }) : 'By hand',
    ...change,
  }) as PullRequest;

const ours = { source: 'abc', title: 'Release' };
const conflictDraft = { ...ours, draft: 'conflict' };

describe('planPull', () => {
  it.each([
    ['a new one', undefined, 'Release'],
    ['the title we set', open({}, ours), 'Release'],
    ['our title of an earlier run', open({ title: 'Old' }, { title: 'Old' }), 'Release'],
    ['a title set by a person', open({ title: 'Big one' }, ours), 'Big one'],
    ['a pull request opened by a person', open({ title: 'Mine' }), 'Mine'],
  ])('chooses the title for %s', (...[, pull, title]) => {
    expect(planPull(pull, wanted).title).toBe(title);
  });

  it.each([
    ['none', false, open({}, ours)],
    ['opened', false, undefined],
    ['conflicted', true, undefined],
    ['conflicted', true, open({}, ours)],
    ['conflicted', true, open({})],
    ['none', true, open({}, { ...ours, conflict: 'yes' })],
    ['none', true, open({ isDraft: true }, conflictDraft)],
    ['resolved', false, open({}, { ...ours, conflict: 'yes' })],
    ['resolved', false, open({ isDraft: true }, conflictDraft)],
  ] as const)('tells the turn "%s", conflict %s', (...[turn, isConflicted, pull]) => {
    const plan = planPull(pull, { ...wanted, isConflicted });
    expect(plan.turn).toBe(turn);
    expect(plan.record['conflict']).toBe(isConflicted ? 'yes' : undefined);
  });

  const draftOf = (pull: PullRequest | undefined, change: Partial<WantedPull>): string => {
    const { draft, draftChange, record } = planPull(pull, { ...wanted, ...change });
    return `${draft} ${draftChange} ${record['draft'] ?? '-'}`;
  };

  it.each([
    ['auto', false, undefined, 'false none -'],
    ['auto', false, open({}, ours), 'false none -'],
    ['auto', false, open({ isDraft: true }, ours), 'false none -'],
    ['auto', false, open({ isDraft: true }, conflictDraft), 'false to-ready -'],
    ['auto', false, open({}, conflictDraft), 'false none -'],
    ['auto', true, undefined, 'true none conflict'],
    ['auto', true, open({}, ours), 'true to-draft conflict'],
    ['auto', true, open({ isDraft: true }, ours), 'true none -'],
    ['auto', true, open({ isDraft: true }, conflictDraft), 'true none conflict'],
    ['true', true, undefined, 'true none -'],
    ['true', false, open({}, ours), 'true none -'],
    ['false', true, undefined, 'false none -'],
    ['false', true, open({}, ours), 'false none -'],
  ] as const)('plans the draft: %s, conflict %s', (...[draft, isConflicted, pull, expected]) => {
    expect(draftOf(pull, { draft, isConflicted })).toBe(expected);
  });
});

describe('pullSteps', () => {
  const plan = planPull(undefined, wanted);
  const ends = { head: 'staging', base: 'main', body: 'Body' };
  const said = (pull: PullRequest | undefined, change: Partial<typeof plan> = {}): string[] =>
    pullSteps(pull, { ...plan, ...change }, ends).map(({ what }) => what);

  it.each([
    ['open a pull request "Release"', undefined, {}],
    ['open a draft pull request "Release"', undefined, { draft: true }],
    ['', open({ body: 'Body\r\n' }), {}],
    ['write the title of pull request #7', open({ body: 'Body', title: 'Old' }), {}],
    ['write the title and body of pull request #7', open({ title: 'Old' }), {}],
  ])('says "%s"', (...[expected, pull, change]) => {
    expect(said(pull, change).join()).toBe(expected);
  });

  it('notes a draft before it is made, and undoes it before the note goes', () => {
    const note = 'write the body of pull request #7';

    expect(said(open({}), { draftChange: 'to-draft' })).toEqual([
      note,
      'make a draft of pull request #7',
    ]);
    expect(said(open({}), { draftChange: 'to-ready' })).toEqual([
      'mark as ready pull request #7',
      note,
    ]);
  });
});
