export { type ConflictKind, conflictAt, findConflicts, type PathConflict } from './conflict.ts';
export { type Drift, type DriftReason, explainDrift, type MergedTree } from './drift.ts';
export {
  absent,
  type Change,
  type Content,
  type Histories,
  type Line,
  type LineCommit,
  type Lines,
  type MeetingRecord,
  type Side,
  shortSha,
} from './history.ts';
export type { Meeting } from './meeting.ts';
export { type CommitPick, type PickedTree, pickCommits } from './pick.ts';
export { type PathPlan, type PromotionPlan, planPromotion } from './plan.ts';
export { planWithGit } from './plan-with-git.ts';
export { type Promotion, type PromotionGit, type PromotionRequest, promote } from './promote.ts';
export {
  commitsToCarry,
  openChanges,
  type PartialPaths,
  partialPaths,
} from './unreleased.ts';
