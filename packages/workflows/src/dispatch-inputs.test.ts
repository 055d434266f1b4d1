import { describe, expect, it } from 'vitest';
import { resolveDispatchInputs } from './dispatch-inputs.ts';
import { effectivePermissions } from './permissions.ts';
import type { DispatchInput } from './workflow.ts';

const input = (name: string, more: Partial<DispatchInput> = {}): DispatchInput => ({
  name,
  type: 'string',
  required: false,
  options: [],
  ...more,
});

describe('resolveDispatchInputs', () => {
  it('fills in defaults and types booleans and numbers', () => {
    const declared = [
      input('a', { default: 'x' }),
      input('b', { type: 'boolean' }),
      input('c', { type: 'number', default: 3 }),
    ];
    expect(resolveDispatchInputs(declared, { b: 'true' })).toEqual({
      kind: 'accepted',
      inputs: { a: 'x', b: true, c: 3 },
    });
  });

  it('names every wrong input at once', () => {
    const declared = [
      input('must', { required: true }),
      input('level', { type: 'choice', options: ['low'] }),
      input('flag', { type: 'boolean' }),
      input('n', { type: 'number' }),
    ];
    const given = { level: 'high', flag: 'yes', n: 'x', other: '1' };
    expect(resolveDispatchInputs(declared, given)).toEqual({
      kind: 'refused',
      reasons: [
        'unexpected input "other"',
        'required input "must" is not provided',
        'input "level" is "high", expected one of: low',
        'input "flag" is "yes", expected true or false',
        'input "n" is "x", expected a number',
      ],
    });
  });
});

describe('effectivePermissions', () => {
  it('gives the restricted default where nothing is said', () => {
    expect(effectivePermissions(undefined, undefined)).toEqual({
      contents: 'read',
      metadata: 'read',
      packages: 'read',
    });
  });

  it('lets the job replace the workflow, and an empty mapping take everything', () => {
    expect(effectivePermissions('write-all', {})).toEqual({ metadata: 'read' });
    expect(effectivePermissions({ contents: 'write' }, undefined)).toEqual({
      contents: 'write',
      metadata: 'read',
    });
    expect(effectivePermissions('write-all', undefined)).toMatchObject({
      'pull-requests': 'write',
    });
  });
});
