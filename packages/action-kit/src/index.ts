export { ActionError } from './action-error.ts';
export {
  type ActionContract,
  defineAction,
  type InputProblem,
  type InputSpec,
  type InputsOf,
  type Outcome,
  type OutputSpec,
  type OutputsOf,
} from './contract.ts';
export { type EventCommit, eventCommit, payloadAt, payloadText } from './event-commit.ts';
export { type EventContext, readEventContext } from './event-context.ts';
export { githubRunner } from './github-runner.ts';
export { whenOvertaken } from './overtaken.ts';
export { badInput, loadContract, readInputs } from './read-inputs.ts';
export { runAction } from './run-action.ts';
export type { Annotation, Log, Runner } from './runner.ts';
export { codeBlock, codeSpan, duration, forLog, forMarkdown, oneLine, table } from './text.ts';
export * from './vocabulary.ts';
