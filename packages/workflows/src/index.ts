export { accessedPaths } from './condition.ts';
export { dueTimes, isDue } from './cron.ts';
export { type DispatchInputs, resolveDispatchInputs } from './dispatch-inputs.ts';
export {
  ExpressionFailure,
  evaluate,
  evaluateCondition,
  evaluateTemplate,
  evaluateText,
  type Scope,
  type Status,
  textOf,
} from './expression.ts';
export { calledFunctions } from './expression-calls.ts';
export { compileGlob, type GlobSubject, GlobSyntaxError } from './glob.ts';
export { deadUpstreamPatterns } from './listeners.ts';
export {
  type EventFacts,
  type Match,
  matchesEvent,
  type TriggeringEvent,
} from './matches-event.ts';
export { expandMatrix, MatrixError, type MatrixRow, matrixSuffix } from './matrix.ts';
export {
  type ActionInput,
  type ActionMetadata,
  type ActionRuns,
  type ParsedAction,
  parseAction,
} from './parse-action.ts';
export { parseWorkflow } from './parse-workflow.ts';
export { matchesPatterns } from './pattern-list.ts';
export { isLiteral, patternsOverlap } from './pattern-overlap.ts';
export { effectivePermissions, type Grants, grantsBeyond } from './permissions.ts';
export { approvalLines, asksForBranch, asksForPull, pullLines } from './pull-automation.ts';
export { type Salvage, salvageWorkflow } from './salvage.ts';
export {
  type Circumstances,
  type Known,
  type Satisfiability,
  satisfiability,
} from './satisfiability.ts';
export { type Command, type Line, operands, shellCommands } from './shell-commands.ts';
export { findSkipMarker } from './skip-marker.ts';
export {
  type Data,
  type DataMap,
  type Expression,
  expressionsIn,
  isExpression,
  isList,
  isMap,
  type Template,
  type TemplateMap,
} from './template.ts';
export {
  chainTo,
  cycleThrough,
  type DeadEdge,
  type Edge,
  namesWorkflow,
  type TriggerGraph,
  triggerGraph,
  upstreamPatterns,
  workflowRunOf,
} from './trigger-graph.ts';
export type * from './workflow.ts';
