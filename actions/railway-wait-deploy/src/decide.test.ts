import { expect, it } from 'vitest';
import type { Verdict } from './contract.ts';
import { decide } from './decide.ts';
import type { Judgement } from './judgement.ts';

type Row = readonly [
  name: string,
  judgements: readonly Judgement[],
  require: 'all' | 'any',
  expected: readonly [Verdict, boolean] | undefined,
];

const green = (verdict: Verdict): Judgement => ({ verdict, isGreen: true, cause: 'live' });
const red = (verdict: Verdict): Judgement => ({ verdict, isGreen: false, cause: 'failed' });
const open: Judgement = { isGreen: false, cause: 'in-flight' };

it.each<Row>([
  ['nothing at all is not success', [], 'all', undefined],
  ['one open', [green('success'), open], 'all', undefined],
  ['a failure is not final while another moves', [red('failed'), open], 'all', undefined],
  ['all live', [green('success'), green('success')], 'all', ['success', true]],
  ['live and skipped', [green('skipped'), green('success')], 'all', ['success', true]],
  ['all skipped', [green('skipped'), green('skipped')], 'all', ['skipped', true]],
  ['live and superseded', [green('success'), green('superseded')], 'all', ['superseded', true]],
  ['one failed', [green('success'), red('failed')], 'all', ['failed', false]],
  ['the worst of two', [red('timed-out'), red('crashed')], 'all', ['crashed', false]],
  ['any: one live', [open, green('success')], 'any', ['success', true]],
  ['any: one live beside a failure', [red('failed'), green('success')], 'any', ['success', true]],
  ['any: none yet', [red('failed'), open], 'any', undefined],
  ['any: none at all', [red('failed'), red('not-found')], 'any', ['failed', false]],
])('%s', (_name, ...[judgements, require, expected]) => {
  const whole = decide(judgements, require);
  expect(whole && [whole.verdict, whole.isGreen]).toEqual(expected);
});
