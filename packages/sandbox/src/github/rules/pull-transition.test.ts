import { expect, it } from 'vitest';
import type { BranchMoves, PullTransition } from './pull-transition.ts';
import { decidePullTransition } from './pull-transition.ts';

const still: BranchMoves = {
  headMoved: false,
  baseMoved: false,
  headExists: true,
  baseExists: true,
  headInBase: false,
};

it.each<[string, Partial<BranchMoves>, PullTransition]>([
  ['stays as it is when the base gets other commits', { baseMoved: true }, 'none'],
  ['is synchronized when its head moves', { headMoved: true }, 'synchronize'],
  ['is merged when its head arrives in the base', { baseMoved: true, headInBase: true }, 'merged'],
  [
    'is closed when its head is moved onto the base',
    { headMoved: true, headInBase: true },
    'closed',
  ],
  ['is closed when its head branch is deleted', { headMoved: true, headExists: false }, 'closed'],
  ['is closed when its base branch is deleted', { baseMoved: true, baseExists: false }, 'closed'],
])('a pull request %s', (_name, moves, transition) => {
  expect(decidePullTransition({ ...still, ...moves })).toBe(transition);
});
