import { describe, expect, it } from 'vitest';
import { decideVerdict, diagnose, fateOf, isFailure } from './decide.ts';
import type { Draft, Finding, Rule, Stage } from './finding.ts';
import type { Repository } from './repository.ts';

const draft = (given: Partial<Draft> = {}): Draft => ({
  severity: 'error',
  file: 'a.yml',
  line: 1,
  blocks: 'nothing',
  message: 'm',
  evidence: [],
  fix: 'f',
  ...given,
});
const rule = (id: string, stage: Stage, ...drafts: readonly Draft[]): Rule => ({
  id,
  name: id.toLowerCase(),
  stage,
  title: id,
  check: () => drafts,
});

// The rules of these tests look at nothing.
const nothing = {} as Repository;
const found = (...rules: readonly Rule[]): readonly Finding[] => diagnose(nothing, rules);

describe('findings', () => {
  it('come by stage, then by file, line and rule', () => {
    const findings = found(
      rule('R4', 'D', draft({ line: 2 }), draft({ line: 1 })),
      rule('R3', 'D', draft({ line: 1 }), draft({ file: 'A.yml', line: 9 })),
      rule('R2', 'B', draft({ line: 50 })),
      rule('R1', 'A', draft({ file: 'z.yml' })),
      rule('R5', 'C', draft()),
    );
    expect(findings.map(({ rule: id, file, line }) => `${id} ${file}:${line}`)).toEqual([
      'R1 z.yml:1',
      'R2 a.yml:50',
      'R5 a.yml:1',
      'R3 a.yml:1',
      'R4 a.yml:1',
      'R4 a.yml:2',
      'R3 A.yml:9',
    ]);
    expect(findings[0]?.doc).toMatch(/\/docs\/rules\/R1\.md$/);
  });

  it('are masked by what blocks their workflow, the first of them', () => {
    const findings = found(
      rule('R1', 'B', draft({ blocks: 'workflow' })),
      rule('R2', 'C', draft({ blocks: 'workflow' })),
      rule('R3', 'D', draft({ line: 7 }), draft({ file: 'other.yml' })),
    );
    expect(findings.map(({ maskedBy }) => maskedBy)).toEqual([
      undefined,
      'R1 a.yml:1',
      'R1 a.yml:1',
      undefined,
    ]);
  });

  it('are masked by what blocks their job, but not other jobs and not the same line', () => {
    const findings = found(
      rule('R1', 'D', draft({ blocks: 'job', job: 'one', line: 3 })),
      rule('R2', 'D', draft({ job: 'one', line: 3 }), draft({ job: 'one', line: 4 })),
      rule('R3', 'D', draft({ job: 'two', line: 9 })),
    );
    expect(findings.map(({ maskedBy }) => maskedBy)).toEqual([
      undefined,
      undefined,
      'R1 a.yml:3',
      undefined,
    ]);
  });

  it('are masked in every file by what blocks the repository', () => {
    const findings = found(
      rule('R1', 'B', draft({ blocks: 'repository' })),
      rule('R2', 'D', draft({ file: 'other.yml' })),
    );
    expect(findings.map(({ maskedBy }) => maskedBy)).toEqual([undefined, 'R1 a.yml:1']);
    expect(fateOf('third.yml', findings)).toBe('cannot fire');
  });

  it('of the umbrella name what keeps the workflow from running, and mask nothing', () => {
    const findings = found(
      rule('RD000', 'A', draft()),
      rule(
        'R1',
        'B',
        draft({ blocks: 'workflow', line: 4 }),
        draft({ file: 'b.yml', blocks: 'workflow' }),
      ),
    );
    expect(findings[0]?.evidence).toEqual(['why: R1 a.yml:4']);
    expect(findings[1]?.maskedBy).toBeUndefined();
    expect(fateOf('a.yml', found(rule('RD000', 'A', draft())))).toBe('has not fired');
  });

  it('mask nothing and come last where they could not be told', () => {
    const findings = found(
      rule('R1', 'B', draft({ blocks: 'workflow', severity: 'unknown' })),
      rule('R2', 'D', draft()),
    );
    expect(findings.map(({ rule: id }) => id)).toEqual(['R2', 'R1']);
    expect(findings[0]?.maskedBy).toBeUndefined();
  });
});

describe('the verdict', () => {
  const of = (...severities: readonly Draft['severity'][]) =>
    found(rule('R', 'D', ...severities.map((severity) => draft({ severity }))));

  it.each([
    { findings: of(), verdict: 'clean', fails: [] },
    { findings: of('unknown'), verdict: 'unknown', fails: ['warning'] },
    { findings: of('warning'), verdict: 'findings', fails: ['warning'] },
    { findings: of('unknown', 'error'), verdict: 'findings', fails: ['error', 'warning'] },
  ] as const)('is $verdict, and fails on $fails', ({ findings, verdict, fails }) => {
    expect(decideVerdict(findings)).toBe(verdict);
    const levels = ['error', 'warning', 'never'] as const;
    expect(levels.filter((level) => isFailure(findings, level))).toEqual(fails);
  });
});

describe('the fate of a workflow', () => {
  it.each([
    [[], 'fires'],
    [[draft({ blocks: 'workflow' })], 'cannot fire'],
    [[draft({ blocks: 'job' })], 'fires, but jobs are skipped'],
    [[draft()], 'fires, but cannot act'],
    [[draft({ severity: 'unknown' })], 'unknown'],
    [[draft({ file: 'b.yml', blocks: 'workflow' })], 'fires'],
  ] as const)('%#: %s', (drafts, fate) => {
    expect(fateOf('a.yml', found(rule('R', 'D', ...drafts)))).toBe(fate);
  });

  it('is to fire where an early stage only bears a risk', () => {
    expect(fateOf('a.yml', found(rule('R', 'A', draft({ severity: 'warning' }))))).toBe('fires');
  });
});
