import { FakeRunner } from '@release-train/testing/fake-runner';
import { describe, expect, it } from 'vitest';
import { ActionError } from './action-error.ts';
import { defineAction, type Outcome } from './contract.ts';
import { runAction } from './run-action.ts';
import { Text } from './vocabulary.ts';

const contract = defineAction({
  name: 'example',
  description: 'An action for tests.',
  inputs: { name: { type: Text, required: true, description: 'Who.' } },
  outputs: {
    verdict: { values: ['good', 'bad'], description: 'Verdict.' },
    note: { description: 'Words.' },
    list: { json: true, description: 'Things.' },
  },
  permissions: {},
});

type Example = Outcome<typeof contract>;

const good: Example = {
  outputs: { verdict: 'good', note: undefined, list: [1, 'two'] },
  summary: '### good',
};

async function ranWith(
  handle: () => Promise<Example>,
  runner = new FakeRunner({ name: 'x' }),
): Promise<FakeRunner> {
  await runAction(contract, runner, handle);
  return runner;
}

describe('an action', () => {
  it('sets every declared output and the summary', async () => {
    const runner = await ranWith(async () => good);
    expect(runner.outputs).toEqual({ verdict: 'good', note: '', list: '[1,"two"]' });
    expect(runner.summaryText).toBe('### good');
    expect(runner.failures).toEqual([]);
  });

  it('sets them when the verdict is a failure too, and says what to do', async () => {
    const failure = { message: 'the app is down', hint: 'Look at its log.' };
    const outputs = { verdict: 'bad', note: 0, list: {} } as const;
    const runner = await ranWith(async () => ({ outputs, summary: '### bad', failure }));
    expect(runner.outputs).toEqual({ verdict: 'bad', note: '0', list: '{}' });
    expect(runner.summaryText).toBe('### bad');
    expect(runner.failures).toEqual(['the app is down\nLook at its log.']);
  });

  it('is not run with bad inputs', async () => {
    const ran: string[] = [];
    const handle = async (): Promise<Example> => {
      ran.push('ran');
      return good;
    };
    const runner = await ranWith(handle, new FakeRunner());
    expect(ran).toEqual([]);
    expect(runner.failures).toEqual(['input "name" is required but not set: who.']);
    expect(runner.outputs).toEqual({});
  });

  it('fails by an error the user can act on without a stack trace', async () => {
    const runner = await ranWith(() =>
      Promise.reject(new ActionError('gone', 'it is gone', { hint: 'Find it.' })),
    );
    expect(runner.failures).toEqual(['it is gone\nFind it.']);
  });

  it('reports anything else as a bug of its own, with the stack and where to report it', async () => {
    const runner = await ranWith(() => Promise.reject(new TypeError('odd')));
    expect(runner.failures).toHaveLength(1);
    expect(runner.failures[0]).toMatch(/^Unexpected error in example: TypeError: odd\n +at /);
    expect(runner.failures[0]).toMatch(
      /report it at https:\/\/github\.com\/release-train\/release-train\/issues$/,
    );
  });

  it('reports what is thrown although it is no error', async () => {
    const runner = await ranWith(() => Promise.reject('just words'));
    expect(runner.failures[0]).toMatch(/^Unexpected error in example: just words\n/);
  });

  it('fails where an output cannot be set', async () => {
    const runner = new FakeRunner({ name: 'x' });
    runner.output = () => {
      throw new Error('disk full');
    };
    await ranWith(async () => good, runner);
    expect(runner.failures[0]).toContain('disk full');
  });

  it('keeps its verdict where the summary cannot be written', async () => {
    const runner = new FakeRunner({ name: 'x' });
    runner.summary = () => Promise.reject(new Error('no\nsuch file'));
    await ranWith(async () => good, runner);
    expect(runner.outputs['verdict']).toBe('good');
    expect(runner.failures).toEqual([]);
    expect(runner.log).toEqual([
      'warning: the job summary could not be written: Error: no such file',
    ]);
  });
});

describe('an output of more than 16 KiB', () => {
  const outcomeWith = (note: string, list: unknown): Example => ({
    outputs: { verdict: 'good', note, list },
    summary: '',
  });

  it('is kept in a file that the output names', async () => {
    const [text, list] = ['é'.repeat(9000), ['x'.repeat(17_000)]];
    const runner = await ranWith(async () => outcomeWith(text, list));
    expect(runner.kept).toEqual({ 'example-note': text, 'example-list': JSON.stringify(list) });
    expect(runner.outputs['note']).toBe(`${'é'.repeat(1000)}… (all of it in /kept/example-note)`);
    expect(runner.outputs['list']).toBe('{"file":"/kept/example-list"}');
    expect(runner.log).toContain(
      'notice: output "note" is larger than 16 KiB: the whole of it is in /kept/example-note',
    );
  });

  it('begins one byte above', async () => {
    const runner = await ranWith(async () => outcomeWith('x'.repeat(16 * 1024), 0));
    expect(runner.kept).toEqual({});
    const above = await ranWith(async () => outcomeWith('x'.repeat(16 * 1024 + 1), 0));
    expect(Object.keys(above.kept)).toEqual(['example-note']);
  });
});
