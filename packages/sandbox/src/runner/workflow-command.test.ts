import { describe, expect, it } from 'vitest';
import { parseWorkflowCommand } from './workflow-command.ts';

describe('parseWorkflowCommand', () => {
  it.each([
    ['::error::boom', { name: 'error', properties: {}, message: 'boom' }],
    [
      '  ::warning file=a.ts,line=3,title=x%3Ay::a%0Ab%25',
      { name: 'warning', properties: { file: 'a.ts', line: '3', title: 'x:y' }, message: 'a\nb%' },
    ],
    ['::add-mask::a::b', { name: 'add-mask', properties: {}, message: 'a::b' }],
    ['::notice file=C:/x::m', { name: 'notice', properties: { file: 'C:/x' }, message: 'm' }],
    ['::GROUP::', { name: 'group', properties: {}, message: '' }],
    ['::set-output name=x::', { name: 'set-output', properties: { name: 'x' }, message: '' }],
  ])('reads %s', (line, expected) => {
    expect(parseWorkflowCommand(line)).toEqual(expected);
  });

  it.each(['text ::error::x', ':: error::x', '::error', '', '::1::x'])(
    'takes %j as text',
    (line) => {
      expect(parseWorkflowCommand(line)).toBeNull();
    },
  );
});
