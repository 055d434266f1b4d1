import { loadContract, readInputs } from '@release-train/action-kit';
import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const url = 'https://app.test/health';
const read = async (inputs: Record<string, string>) => {
  const runner = new FakeRunner(inputs);
  return readInputs(await loadContract(contract, runner), runner);
};

describe('the inputs of health-check', () => {
  it('ask for an address and have a default for the rest', async () => {
    expect(await read({ url })).toEqual({
      url: [{ name: 'app.test/health', url: new URL(url) }],
      method: 'GET',
      headers: undefined,
      'expect-status': [[200, 299]],
      'expect-json': undefined,
      'expect-body': undefined,
      'expect-header': undefined,
      'expect-final-url': undefined,
      'min-certificate-days': undefined,
      'expect-revision': undefined,
      'revision-from': undefined,
      'request-timeout': 10_000,
      'phase-timeouts': undefined,
      redirects: 'none',
      'ip-family': 'auto',
      'allow-private': false,
      'tls-verify': true,
      timeout: 300_000,
      interval: 1_000,
      'consecutive-successes': 3,
      'stable-for': 10_000,
      'degraded-latency': undefined,
      'max-latency': undefined,
      'fail-fast': undefined,
      'non-critical': undefined,
      concurrency: 10,
      'fail-on': 'unhealthy',
    });
  });

  it.each([
    ['url', '', 'is required but not set: endpoints to probe'],
    ['url', 'app.test', 'is "app.test": must be a list of http(s) URLs'],
    ['method', 'get', 'is "get": must be one of GET, HEAD, POST, OPTIONS'],
    ['headers', 'Bearer hunter2', '(secret, not shown) must be "Name: value" lines'],
    ['expect-status', '2xx', 'is "2xx": must be a list of status codes or ranges'],
    ['expect-json', '{', 'is "{": must be a YAML or JSON mapping'],
    ['expect-header', 'x', 'is "x": must be one "Name: value" line'],
    ['revision-from', 'commit', 'is "commit": must be json:$.path, header:Name or text'],
    ['request-timeout', '10', 'is "10": must be a duration such as'],
    ['redirects', 'all', 'is "all": must be one of none, same-origin, any'],
    ['ip-family', 'v4', 'is "v4": must be one of auto, 4, 6'],
    ['allow-private', 'True', 'is "True": must be true or false'],
    ['tls-verify', 'no', 'is "no": must be true or false'],
    ['timeout', '5 min', 'is "5 min": must be a duration such as'],
    ['interval', '10ms', 'is "10ms": must be a duration of at least 100ms'],
    ['consecutive-successes', '0', 'is "0": must be a whole number from 1 to 1000'],
    ['stable-for', '-1s', 'is "-1s": must be a duration such as'],
    ['expect-final-url', 'login', 'is "login": must be an absolute http(s) URL'],
    ['min-certificate-days', '0', 'is "0": must be a whole number from 1 to 10000'],
    ['phase-timeouts', 'tcp=1s', 'is "tcp=1s": must be a list of limits such as connect=2s'],
    ['degraded-latency', 'slow', 'is "slow": must be a duration such as'],
    ['fail-fast', '4xx', 'is "4xx": must be a list of status codes or ranges'],
    ['concurrency', '0', 'is "0": must be a whole number from 1 to 100'],
    ['expect-json', 'a: .nan', 'is "a: .nan": must be a YAML or JSON mapping'],
    ['max-latency', 'fast', 'is "fast": must be a duration such as'],
    ['fail-on', 'always', 'is "always": must be one of unhealthy, degraded, never'],
  ])('refuse %s %j', async (name, value, problem) => {
    await expect(read({ url, [name]: value })).rejects.toThrow(`input "${name}" ${problem}`);
  });

  it.each([
    ['expect-revision', 'abc1234', 'revision-from'],
    ['revision-from', 'text', 'expect-revision'],
  ])('take %s only with its partner', async (name, value, partner) => {
    await expect(read({ url, [name]: value })).rejects.toThrow(
      `input "${partner}" is required with "${name}"`,
    );
  });
});
