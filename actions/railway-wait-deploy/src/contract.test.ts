import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { expect, it } from 'vitest';
import { contract } from './contract.ts';

const token = { 'railway-token': 'token-0123' };

it('has defaults that need nothing but a token', () => {
  expect(readInputs(contract, new FakeRunner(token))).toEqual({
    'railway-token': 'token-0123',
    'token-type': 'auto',
    mode: 'wait',
    'allow-older': false,
    'cancel-on-abort': false,
    'appear-timeout': 300_000,
    timeout: 1_200_000,
    'on-skipped': 'by-reason',
    'on-superseded': 'follow',
    'on-needs-approval': 'fail',
    require: 'all',
    settle: 'auto',
    'max-requests': 'auto',
  });
});

it.each([
  ['railway-token', '', 'is required but not set: pass a secret'],
  ['token-type', 'team', 'must be one of auto, project, account'],
  ['commit', 'main', 'must be a full commit SHA of 40 hexadecimal digits'],
  ['mode', 'watch', 'must be one of wait, deploy'],
  ['allow-older', 'yes', 'must be true or false'],
  ['appear-timeout', 'soon', 'must be a duration'],
  ['timeout', '-1s', 'must be a duration'],
  ['on-skipped', 'ignore', 'must be one of by-reason, success, fail'],
  ['on-superseded', 'wait', 'must be one of follow, success, fail'],
  ['on-needs-approval', 'success', 'must be one of fail, wait'],
  ['require', 'most', 'must be one of all, any'],
  ['settle', 'a bit', 'must be auto or a duration such as 30s'],
  ['max-requests', '7', 'must be auto or a whole number of at least 8'],
  ['api-url', 'backboard', 'must be an absolute http(s) URL'],
])('refuses input "%s" as "%s"', (name, value, problem) => {
  const runner = new FakeRunner({ ...token, [name]: value });
  expect(() => readInputs(contract, runner)).toThrow(problem);
  expect(() => readInputs(contract, runner)).toThrow(`input "${name}"`);
});

it.each([
  ['settle', '45s', 45_000],
  ['settle', '0s', 0],
  ['max-requests', '60', 60],
  ['services', 'api, web\nworker', ['api', 'web', 'worker']],
  ['commit', 'A'.repeat(40), 'a'.repeat(40)],
])('reads input "%s" from "%s"', (name, value, expected) => {
  const inputs = readInputs(contract, new FakeRunner({ ...token, [name]: value }));
  expect(Object.entries(inputs)).toContainEqual([name, expected]);
});

it('masks the token before anything is parsed', () => {
  const runner = new FakeRunner({ ...token, timeout: 'never' });
  expect(() => readInputs(contract, runner)).toThrow('timeout');
  expect(runner.masks).toContain('token-0123');
});
