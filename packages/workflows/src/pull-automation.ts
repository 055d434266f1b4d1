/** Steps that open, merge or approve pull requests by themselves, as far as their text shows it. */
import { type Line, shellCommands } from './shell-commands.ts';
import type { Step } from './workflow.ts';

/** A step and the lines of its source. */
export interface StepText {
  readonly step: Step;
  readonly lines: readonly Line[];
}

const pullActions =
  /uses:\s*["']?(?:peter-evans\/create-pull-request|repo-sync\/pull-request|devops-infra\/action-pull-request|vsoch\/pull-request-action|pascalgn\/automerge-action|peter-evans\/enable-pull-request-automerge)@/;
const approvers =
  /uses:\s*["']?(?:hmarr\/auto-approve-action|juliangruber\/approve-pull-request-action)@/;

/** Where a step opens or merges a pull request of the branch it runs on; one line per step. */
export function pullLines({ step, lines }: StepText): readonly number[] {
  if (step.kind === 'uses') return linesOf(lines, pullActions);
  return [
    ...shellCommands(lines, 'gh', 'pr', 'create'),
    ...shellCommands(lines, 'gh', 'pr', 'merge'),
  ]
    .filter(({ words }) => !words.includes('--head') && !words.includes('-H'))
    .map(({ line }) => line)
    .slice(0, 1);
}

/** Where a step approves a pull request. */
export function approvalLines({ step, lines }: StepText): readonly number[] {
  if (step.kind === 'uses') return linesOf(lines, approvers);
  return shellCommands(lines, 'gh', 'pr', 'review')
    .filter(({ words }) => words.includes('--approve') || words.includes('-a'))
    .map(({ line }) => line);
}

const linesOf = (lines: readonly Line[], pattern: RegExp): number[] =>
  lines
    .filter(({ text }) => !/^\s*#/.test(text) && pattern.test(text))
    .map(({ number }) => number)
    .slice(0, 1);

/** A condition that looks at the branch or at who pushed: it may well leave releases alone. */
export const asksForBranch = (condition: string): boolean =>
  /github\.(?:ref|head_ref|actor)/.test(condition);

/** A condition that looks at whose pull request it is, or between which branches. */
export const asksForPull = (condition: string): boolean =>
  /github\.actor|user\.login|base_ref|base\.ref|head_ref|head\.ref/.test(condition);
