import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { ActionError } from './action-error.ts';
import { defineAction } from './contract.ts';
import { badInput, loadContract, readInputs } from './read-inputs.ts';
import { choice, Duration, formOf, Json, lazyInputType, Text, Url } from './vocabulary.ts';

const contract = defineAction({
  name: 'example',
  description: 'An action for tests.',
  inputs: {
    'github-token': {
      type: Text,
      default: '${{ github.token }}',
      secret: true,
      description: 'Token of the job.',
    },
    'other-token': {
      type: Text,
      default: '${{ github.token }}',
      optional: true,
      secret: true,
      description: 'Another.',
    },
    url: { type: Url, required: true, description: 'Address of the app.' },
    timeout: { type: Duration, default: '5m', description: 'How long to wait.' },
    mode: { type: choice('wait', 'deploy'), default: 'wait', description: 'What to do.' },
    revision: { type: Text, needs: 'from', description: 'Which revision.' },
    from: { type: Text, description: 'Where it is shown.' },
    extra: { type: Json, secret: true, description: 'A secret document.' },
  },
  outputs: { verdict: { values: ['good', 'bad'], description: 'Verdict.' } },
  permissions: {},
});

const given = { 'github-token': 'ghs_abcdef', url: 'https://app.test' };
const read = (inputs: Record<string, string>) => readInputs(contract, new FakeRunner(inputs));

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ActionError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

describe('inputs', () => {
  it('are typed values, with defaults where nothing is given', () => {
    expect(read(given)).toEqual({
      'github-token': 'ghs_abcdef',
      'other-token': undefined,
      url: new URL('https://app.test'),
      timeout: 300_000,
      mode: 'wait',
      revision: undefined,
      from: undefined,
      extra: undefined,
    });
  });

  it('that are empty or blank count as not given', () => {
    expect(read({ ...given, timeout: '', mode: '  ' })).toMatchObject({
      timeout: 300_000,
      mode: 'wait',
    });
  });

  it('that are wrong are named all at once, each with its value and the accepted form', () => {
    expect(
      messageOf(() => read({ url: 'app', timeout: '5 minutes', mode: 'Wait', revision: 'a' })),
    ).toBe(`bad-input: 5 inputs are wrong:
- input "github-token" is required but not set: pass a secret; if one is named, check that it exists and is available to this workflow
- input "url" is "app": must be an absolute http(s) URL
- input "timeout" is "5 minutes": must be a duration such as 500ms, 30s, 10m or 1h30m
- input "mode" is "Wait": must be one of wait, deploy
- input "from" is required with "revision": where it is shown.`);
  });

  it('that are required and missing are described', () => {
    expect(messageOf(() => read({ ...given, url: '' }))).toBe(
      'bad-input: input "url" is required but not set: address of the app.',
    );
  });

  it('with an expression as default never take the expression for a value', () => {
    expect(messageOf(() => read({ ...given, 'github-token': '' }))).toContain('"github-token"');
    expect(read(given)['other-token']).toBeUndefined();
  });

  it('may stand without the input that needs them', () => {
    expect(read({ ...given, from: 'header' }).from).toBe('header');
  });

  it('are shown on one harmless line', () => {
    const message = messageOf(() => read({ ...given, mode: 'x\n::error::y' }));
    expect(message).toBe(
      'bad-input: input "mode" is "x :\u200b:error::y": must be one of wait, deploy',
    );
  });

  it('are shown without the password and the query of a URL', () => {
    const message = messageOf(() => read({ ...given, url: 'ftp://me:hunter2@app.test/?key=k3y' }));
    expect(message).toBe(
      'bad-input: input "url" is "ftp://***@app.test/?***": must be an absolute http(s) URL',
    );
  });
});

describe('a secret input', () => {
  it('is never shown, not even in the words of its parser', () => {
    expect(messageOf(() => read({ ...given, extra: 'hunter2' }))).toBe(
      'bad-input: input "extra" (secret, not shown) must be JSON',
    );
  });

  it('is masked although another input is wrong', () => {
    const runner = new FakeRunner({ 'github-token': 'ghs_abcdef', mode: 'x' });
    expect(() => readInputs(contract, runner)).toThrow();
    expect(runner.masks).toContain('ghs_abcdef');
  });

  it.each([
    ['as it is', 'k&y/12'],
    ['encoded for a URL', 'k%26y%2F12'],
    ['in base64', 'ayZ5LzEy'],
  ])('is masked %s', (_form, masked) => {
    const runner = new FakeRunner({ ...given, extra: '"x"', 'github-token': 'k&y/12' });
    readInputs(contract, runner);
    expect(runner.masks).toContain(masked);
  });

  it.each([
    'Authorization: Bearer t0k3n',
    'Accept: text/html\nAuthorization: Bearer t0k3n',
    'X-Api-Key:t0k3n',
    'X-Api-Key:   t0k3n  ',
  ])('is masked line by line and by the value of each line: %j', (headers) => {
    const runner = new FakeRunner({ ...given, 'github-token': headers });
    readInputs(contract, runner);
    expect(runner.masks).toContain('t0k3n');
    expect(runner.masks).toContain(headers.trim());
  });

  it('of three characters or none is not masked: it would black out the log', () => {
    const runner = new FakeRunner({ ...given, 'github-token': 'abc' });
    readInputs(contract, runner);
    expect(runner.masks).toEqual([]);
  });
});

it('one problem is one sentence', () => {
  expect(badInput([{ input: 'a', problem: 'is odd' }]).message).toBe('input "a" is odd');
});

describe('a lazy input type', () => {
  const loads: string[] = [];
  const Even = lazyInputType('an even number', async () => {
    loads.push('Even');
    return (text) => (Number(text) % 2 === 0 ? Number(text) : undefined);
  });
  const lazy = defineAction({
    name: 'example',
    description: 'An action for tests.',
    inputs: {
      even: { type: Even, description: 'A number.' },
      timeout: { type: Duration, default: '5m', description: 'How long to wait.' },
    },
    outputs: { verdict: { values: ['good', 'bad'], description: 'Verdict.' } },
    permissions: {},
  });
  const readLazily = async (inputs: Record<string, string>) => {
    const runner = new FakeRunner(inputs);
    return readInputs(await loadContract(lazy, runner), runner);
  };

  it('is loaded for a value, and not without', async () => {
    expect(await readLazily({})).toEqual({ even: undefined, timeout: 300_000 });
    expect(loads).toEqual([]);
    expect(await readLazily({ even: '4' })).toMatchObject({ even: 4 });
    expect(loads).toEqual(['Even']);
  });

  it('is refused together with everything else that is wrong', async () => {
    await expect(readLazily({ even: '3', timeout: 'soon' })).rejects.toThrow(
      `2 inputs are wrong:
- input "even" is "3": must be an even number
- input "timeout" is "soon": must be a duration such as`,
    );
  });

  it('has its form in words without being loaded', () => {
    expect(formOf(Even)).toBe('an even number');
  });
});
