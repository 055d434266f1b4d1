import { describe, expectTypeOf, it } from 'vitest';
import { defineAction, type InputsOf, type Outcome, type OutputsOf } from './contract.ts';
import { choice, Duration, Flag, Text } from './vocabulary.ts';

const contract = defineAction({
  name: 'example',
  description: 'An action for tests.',
  inputs: {
    token: { type: Text, default: '${{ github.token }}', secret: true, description: 'Token.' },
    ancestry: { type: Text, default: '${{ github.token }}', optional: true, description: 'Token.' },
    url: { type: Text, required: true, description: 'Address.' },
    timeout: { type: Duration, default: '5m', description: 'How long.' },
    mode: { type: choice('wait', 'deploy'), default: 'wait', description: 'What.' },
    draft: { type: Flag, description: 'Whether.' },
  },
  outputs: {
    verdict: { values: ['good', 'bad'], description: 'Verdict.' },
    count: { description: 'How many.' },
    list: { json: true, description: 'Which.' },
  },
  permissions: {},
});

// Checked by `tsc`, which reads every test file; at run time these say little.
describe('the types of a contract', () => {
  it('give each input the type of its word, undefined only where nothing stands in', () => {
    type Inputs = InputsOf<typeof contract>;
    expectTypeOf<Inputs['token']>().toEqualTypeOf<string>();
    expectTypeOf<Inputs['ancestry']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Inputs['url']>().toEqualTypeOf<string>();
    expectTypeOf<Inputs['timeout']>().toEqualTypeOf<number>();
    expectTypeOf<Inputs['mode']>().toEqualTypeOf<'wait' | 'deploy'>();
    expectTypeOf<Inputs['draft']>().toEqualTypeOf<boolean | undefined>();
  });

  it('let no undeclared, forgotten or unknown output compile', () => {
    type Outputs = OutputsOf<typeof contract>;
    expectTypeOf<Outputs['verdict']>().toEqualTypeOf<'good' | 'bad'>();
    expectTypeOf<Outputs['count']>().toEqualTypeOf<string | number | boolean | undefined>();
    const all = { verdict: 'good', count: 1, list: [] } as const;
    const outcomes: Outcome<typeof contract>[] = [
      { outputs: all, summary: '' },
      // @ts-expect-error: `surprise` is not declared
      { outputs: { ...all, surprise: 1 }, summary: '' },
      // @ts-expect-error: `list` is forgotten
      { outputs: { verdict: 'good', count: 1 }, summary: '' },
      // @ts-expect-error: no such verdict
      { outputs: { ...all, verdict: 'fine' }, summary: '' },
      // @ts-expect-error: an object fits only an output declared as JSON
      { outputs: { ...all, count: {} }, summary: '' },
    ];
    expectTypeOf(outcomes).toBeArray();
  });
});
