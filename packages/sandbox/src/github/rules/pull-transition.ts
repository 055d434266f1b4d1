/** What becomes of an open pull request when branches move. Pure. */
export interface BranchMoves {
  readonly headMoved: boolean;
  readonly baseMoved: boolean;
  readonly headExists: boolean;
  readonly baseExists: boolean;
  /** The head branch's tip is the base's tip or an ancestor of it. */
  readonly headInBase: boolean;
}

export type PullTransition = 'none' | 'synchronize' | 'merged' | 'closed';

/**
 * A head that arrives in the base marks the pull request merged; a head moved onto the base's own
 * history leaves nothing to merge and closes it; so does deleting either branch.
 */
export function decidePullTransition(moves: BranchMoves): PullTransition {
  if (!moves.headExists || !moves.baseExists) return 'closed';
  if (moves.headMoved) return moves.headInBase ? 'closed' : 'synchronize';
  return moves.baseMoved && moves.headInBase ? 'merged' : 'none';
}
