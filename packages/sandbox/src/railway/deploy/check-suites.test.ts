import { expect, it } from 'vitest';
import { type CheckSuite, judgeCheckSuites } from './check-suites.ts';

const suite = (conclusion: string | null, app = 'github-actions'): CheckSuite => ({
  app,
  status: conclusion === null ? 'in_progress' : 'completed',
  conclusion,
});

it.each([
  { suites: [], verdict: 'passed', why: 'no suite, nothing to wait for' },
  { suites: [suite('success')], verdict: 'passed', why: 'green' },
  { suites: [suite('success'), suite(null)], verdict: 'unfinished', why: 'one still runs' },
  { suites: [suite('failure'), suite(null)], verdict: 'failed', why: 'red before all are done' },
  { suites: [suite('timed_out'), suite('success')], verdict: 'failed', why: 'a timeout is red' },
  { suites: [suite('cancelled'), suite('success')], verdict: 'passed', why: 'one other succeeded' },
  { suites: [suite('cancelled'), suite('skipped')], verdict: 'failed', why: 'no other succeeded' },
  { suites: [suite('skipped')], verdict: 'passed', why: 'skipped is not red' },
  { suites: [suite('failure', 'codecov')], verdict: 'passed', why: 'other apps do not count' },
  { suites: [suite(null, 'codecov')], verdict: 'passed', why: 'nor are they waited for' },
])('$verdict: $why', ({ suites, verdict }) => {
  expect(judgeCheckSuites(suites)).toBe(verdict);
});
