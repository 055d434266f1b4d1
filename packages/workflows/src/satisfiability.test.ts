import { describe, expect, it } from 'vitest';
import { type Circumstances, type Known, satisfiability } from './satisfiability.ts';

const fact = (path: string, ...values: Known['values']): Known => ({ path, values, because: path });
const free: Circumstances = { known: [], status: { kind: 'step', failing: [] } };
const jobNeeding = (...needs: string[]): Circumstances => ({
  known: [],
  status: { kind: 'job', needs, hasAncestors: false },
});
const kindOf = (expression: string, given = free) => satisfiability(expression, given).kind;

describe('a condition that contradicts itself', () => {
  it.each([
    "github.ref == 'a' && github.ref == 'b'",
    "github.ref == 'a' && github.ref != 'A'",
    "startsWith(github.ref, 'refs/tags/') && github.ref == 'refs/heads/main'",
    "!github.head_ref && github.head_ref == 'x'",
    "startsWith(github.ref, 'v') && !contains(github.ref, 'v')",
    'github.run_attempt > 3 && github.run_attempt < 2',
    'success() && failure()',
    'github.a == github.b && github.a != github.b',
    "inputs.dry-run == true && inputs.dry-run == false && hashFiles('x')",
    'false',
  ])('%s is never true', (expression) => {
    expect(kindOf(expression)).toBe('never');
  });
});

describe('a condition that some run makes true', () => {
  it.each([
    "github.ref == 'a' || github.ref == 'b'",
    "startsWith(github.ref, 'refs/heads/release/') && endsWith(github.ref, '-rc')",
    "endsWith(github.ref, 'rc') && startsWith(github.ref, 'v') && contains(github.ref, 'beta')",
    'github.a == github.b',
    "github.a == github.b && github.a == 'x'",
    'github.a != github.b',
    'github.run_attempt > 1 && github.run_attempt < 3',
    "format('refs/heads/{0}', inputs.branch) == github.ref",
    "fromJSON(vars.LIST)[0] == 'x' && toJSON(github) != ''",
    "contains(github.event.pull_request.labels.*.name, 'deploy')",
    "contains(needs.*.result, 'failure') && contains(needs.*.result, 'success')",
    'inputs.dry-run == false && !inputs.dry-run',
    'always() && !cancelled()',
    ['a', 'b', 'c', 'd'].map((text) => `contains(github.ref, '${text}')`).join(' && '),
    Array.from({ length: 12 }, (_, at) => `vars.A${at} == 'x' && vars.B${at} != 'y'`).join(' && '),
    "github.event[inputs.key] == 'x' && github.event[inputs.key] == 'y'",
  ])('%s may be true', (expression) => {
    expect(kindOf(expression)).toBe('sometimes');
  });
});

describe('what is known', () => {
  it('makes a condition never true, and only the facts that matter are named', () => {
    const known = [fact('vars.TOKEN', ''), fact('github.event_name', 'push'), fact('vars.X', 'x')];
    const answer = satisfiability(
      "success() && (github.event_name == 'push' && vars.token != '' && vars.X != '')",
      { ...free, known },
    );
    expect(answer).toEqual({ kind: 'never', facts: [known[0]], byStatus: false });
  });

  it('is not named where the condition contradicts itself without it', () => {
    const known = [fact('github.ref', 'refs/heads/main')];
    const answer = satisfiability("github.ref == 'a' && github.ref == 'b'", { ...free, known });
    expect(answer).toEqual({ kind: 'never', facts: [], byStatus: false });
  });

  it('leaves a condition open that does not read it', () => {
    expect(kindOf("vars.OTHER != ''", { ...free, known: [fact('vars.TOKEN', '')] })).toBe(
      'sometimes',
    );
  });
});

describe('status functions of a job', () => {
  const never = "success() && (needs.health.result == 'failure')";

  it('contradict the failure of a job it needs', () => {
    const answer = satisfiability(never, jobNeeding('health'));
    expect(answer).toEqual({ kind: 'never', facts: [], byStatus: true });
  });

  it.each([
    "always() && needs.health.result == 'failure'",
    "failure() && needs.health.result == 'failure'",
    "!cancelled() && needs.health.result == 'failure'",
    "failure() && contains(needs.*.result, 'failure')",
    "always() && contains(join(needs.*.result, ','), 'failure')",
    "success() && (needs.health.result == 'success')",
  ])('%s is fine', (expression) => {
    expect(kindOf(expression, jobNeeding('health'))).toBe('sometimes');
  });

  it.each([
    "success() && (contains(needs.*.result, 'failure'))",
    "success() && (contains(join(needs.*.result, ','), 'skipped'))",
    "failure() && needs.health.result == 'success'",
  ])('%s can never hold', (expression) => {
    expect(satisfiability(expression, jobNeeding('health'))).toMatchObject({ byStatus: true });
  });

  it('are never a failure where nothing is needed', () => {
    expect(kindOf('failure()', jobNeeding())).toBe('never');
    expect(kindOf('cancelled()', jobNeeding())).toBe('sometimes');
  });

  it('may be a failure further up although the job needed succeeded', () => {
    const status = { kind: 'job', needs: ['b'], hasAncestors: true } as const;
    expect(kindOf("failure() && needs.b.result == 'success'", { known: [], status })).toBe(
      'sometimes',
    );
  });
});

describe('status functions of a step', () => {
  const status = { kind: 'step', failing: ['probe'] } as const;

  it.each([
    ["success() && (steps.probe.outcome == 'failure')", 'never'],
    ["success() && (steps.tolerated.outcome == 'failure')", 'sometimes'],
    ["always() && steps.probe.outcome == 'failure'", 'sometimes'],
    ["failure() && steps.probe.conclusion == 'failure'", 'sometimes'],
    ["success() && (steps.probe.outcome == 'skipped')", 'sometimes'],
  ])('%s: %s', (expression, kind) => {
    expect(kindOf(expression, { known: [], status })).toBe(kind);
  });
});

describe('what cannot be told', () => {
  it.each([
    ['github.ref ==', 'Unexpected end of expression'],
    ['nonsense(1)', 'Unrecognized function'],
    [
      [
        ...Array.from({ length: 12 }, (_, at) => `(vars.A${at} == 'x' || vars.A${at} != 'x')`),
        "vars.Z == 'x' && vars.Z != 'x'",
      ].join(' && '),
      'too many combinations',
    ],
  ])('%s is unknown, with the reason', (expression, reason) => {
    const answer = satisfiability(expression, free);
    expect(answer).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(reason) });
  });
});
