import { readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { planOf } from './plan.ts';

const url = 'https://app.test';
const read = (inputs: Readonly<Record<string, string>>) =>
  readInputs(contract, new FakeRunner({ url, ...inputs }));
const plan = (inputs: Readonly<Record<string, string>>) => planOf(read(inputs));

describe('an input is refused with its name and the accepted form', () => {
  it.each([
    [{ url: '' }, 'input "url" is required but not set'],
    [{ url: 'app.test' }, '"app.test" is not an http(s) URL'],
    [{ commit: 'abc123' }, 'input "commit" is "abc123": must be a full commit SHA'],
    [{ window: '10' }, 'input "window" is "10": must be a duration such as'],
    [{ interval: '10ms' }, 'input "interval" is "10ms": must be a duration of at least 100ms'],
    [{ grace: 'soon' }, 'input "grace" is "soon": must be a duration'],
    [{ block: '-1s' }, 'input "block" is "-1s": must be a duration'],
    [{ 'max-error-rate': '0%' }, 'must be a percentage above 0% and below 100%'],
    [{ 'max-error-rate': '0.01' }, 'input "max-error-rate" is "0.01": must be a percentage'],
    [{ 'rollback-error-rate': '100%' }, 'must be a percentage above 0% and below 100%'],
    [{ 'max-latency-p95': '300' }, 'input "max-latency-p95" is "300": must be a duration'],
    [{ 'warm-up': '-1' }, 'input "warm-up" is "-1": must be a whole number from 0 to 100'],
    [{ 'control-url': 'ftp://x' }, 'input "control-url" is "ftp://x": must be an absolute http(s)'],
    [{ 'on-inconclusive': 'Fail' }, 'must be one of warn, fail, ignore'],
    [{ 'fail-on': 'inconclusive' }, 'must be one of failed, degraded, never'],
    [
      { 'on-failure': 'explode' },
      'input "on-failure" is "explode": must be a list of observe, rollback',
    ],
    [
      { 'rollback-hours': 'Mon-Fri 08:00-18:00 Berlin' },
      'input "rollback-hours" is "Mon-Fri 08:00-18:00 Berlin": must be days, times and a time zone such as Mon-Fri 08:00-18:00 Europe/Berlin, one span per line ("Berlin" is no time zone',
    ],
  ])('%j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message);
  });

  it('on-failure takes several responses, once each, in the order they are carried out', () => {
    expect(read({ 'on-failure': 'revert-pr, rollback, rollback' })['on-failure']).toEqual([
      'rollback',
      'revert-pr',
    ]);
    expect(() => read({ 'on-failure': 'rollback, undo' })).toThrow(
      'input "on-failure" is "rollback, undo": must be a list of observe, rollback, revert-pr',
    );
  });

  it('names all wrong inputs at once', () => {
    expect(() => read({ window: 'x', block: 'y', 'fail-on': 'z' })).toThrow('3 inputs are wrong');
  });
});

describe('inputs that contradict each other are refused together', () => {
  it.each([
    [{ block: '1s', interval: '2s' }, 'input "block" must not be shorter than "interval"'],
    [{ window: '5s' }, 'input "window" must not be shorter than "block"'],
    [{ 'request-timeout': '0s' }, 'input "request-timeout" must be longer than 0s'],
    [{ 'expect-revision': 'abc' }, 'input "revision-from" is required with "expect-revision"'],
  ])('%j', (inputs, message) => {
    expect(() => plan(inputs)).toThrow(message);
  });
});

describe('the defaults', () => {
  it('watch ten minutes in sixty blocks, with limits of 1 % and 5 %', () => {
    const { limits, graceMs, intervalMs, control } = plan({});
    expect(limits).toMatchObject({
      blocks: 60,
      blockMs: 10_000,
      degradedRate: 0.01,
      failedRate: 0.05,
      isRevisionAsked: false,
      endpoints: 1,
    });
    expect([graceMs, intervalMs, control]).toEqual([30_000, 1000, undefined]);
  });

  it('never put the failed limit below the degraded one', () => {
    expect(plan({ 'max-error-rate': '10%' }).limits.failedRate).toBe(0.1);
  });

  it('send no given header to the control address', () => {
    const { control } = plan({ 'control-url': 'https://control.test', headers: 'x-key: secret' });
    expect(control?.headers).toEqual({});
  });
});
