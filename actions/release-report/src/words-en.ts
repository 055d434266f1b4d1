/** The words of a report in English. Values are Markdown already. */
import { counted } from '@release-train/action-kit/language';
import { duration } from '@release-train/action-kit/text';
import type { GapCode } from './learned.ts';
import type { StageKey, State } from './stage.ts';

const acts: Readonly<Record<string, string>> = {
  'rolled-back': 'rolled back',
  'rollback-partial': '**rolled back in part**',
  'rollback-refused': 'refused to roll back',
  'rollback-failed': '**the rollback failed**',
};

export const en = {
  title: ({ subject, environment }: { subject: string; environment: string }) =>
    `Release report: ${subject} → ${environment}`,
  complete: '**Complete**: nothing that was expected is missing.',
  incomplete: '**Incomplete**: expected, and not known to have happened:',
  head: ['Stage', 'State', 'Began (UTC)', 'Took', 'What happened'],
  stages: {
    staging: 'Proof on staging',
    'pull-request': 'Pull request',
    checks: 'Checks',
    approval: 'Approval by a person',
    merge: 'Merge',
    deploy: 'Deploy',
    health: 'Health check',
    monitor: 'Monitor',
    rollback: 'Rollback',
    sync: 'Sync back',
  } satisfies Record<StageKey, string>,
  states: {
    ok: 'done',
    failed: '**failed**',
    missing: '**missing**',
    unknown: '*unknown*',
    running: 'not finished',
    warning: '**look here**',
    skipped: 'skipped',
    none: 'none',
  } satisfies Record<State, string>,
  more: (amount: number) => `… and ${amount} more`,
  took: duration,
  totals: 'How long it took',
  approvalToProduction: 'Approval → production',
  pullToProduction: 'Pull request → production',
  leadTime: 'Lead time of the oldest commit',
  notKnown: 'not known',
  shipped: 'What shipped',
  brought: ({ commits, since }: { commits: number; since: string | undefined }) =>
    `${counted('en', commits, { one: 'commit', other: 'commits' })}${since ? ` since ${since}` : ', as the pull request lists them'}.`,
  cut: 'The list is longer; this is its beginning.',
  tested: 'Is it what was tested?',
  same: 'Yes: the released commit holds exactly what was tested on staging.',
  asChecked:
    'Not what staging held, but exactly what the checks of the pull request were given: its last commit.',
  differs:
    'No: the released commit holds something that neither staging nor the last commit of the pull request held.',
  testedUnknown: 'Not known.',
  problems: 'Problems seen',
  done: 'What was done about it',
  timeline: 'Timeline',
  evidence: 'What earlier steps said',
  gaps: 'What could not be learned',
  gap: {
    'bad-token': 'the token is not accepted',
    'no-permission': 'the token may not read it',
    'not-found': 'it is not there, or the token may not see it',
    'rate-limited': 'the rate limit is used up',
    unreachable: 'the service did not answer',
    refused: 'the request was refused',
    expired: 'GitHub may have forgotten it: checks and statuses are kept as long as workflow runs',
    'out-of-reach': "Railway's list of deployments does not reach back so far",
    cut: 'there is more of it than was read',
    'no-railway-token': 'no `railway-token` was given',
    'no-record': 'nothing records it; pass `evidence`, or `railway-token` for Railway’s own check',
  } satisfies Record<GapCode, string>,
  opened: (by: string) => `by ${by}`,
  noPull: 'no pull request brought this commit',
  noSource: 'no record says which commit of staging is released',
  counted: ({ ok, failed, running, other }: Counts) =>
    [
      `${ok} passed`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(running > 0 ? [`${running} not finished`] : []),
      ...(other > 0 ? [`${other} other`] : []),
    ].join(', '),
  late: 'only after the merge',
  approved: (by: string) => `by ${by}`,
  approvedByBots: (by: string) => `a bot is no person: ${by}`,
  approvedByOutsiders: (by: string) => `by ${by}, whom GitHub does not call a member`,
  approvedOtherCommit: (by: string) => `${by} approved an earlier commit`,
  approvedAfterMerge: (by: string) => `${by} approved after the merge`,
  changesRequested: (by: string) => `${by} asked for changes`,
  merged: ({ by, commit }: { by: string; commit: string }) =>
    by ? `by ${by} as ${commit}` : `as ${commit}`,
  notMerged: 'still open',
  closed: 'closed without a merge',
  replaced: 'was live; another deployment has taken its place',
  skipped: (reason: string) => (reason ? `Railway skipped it: ${reason}` : 'Railway skipped it'),
  stepFailed: ({ step, error }: { step: string; error: string }) => `${step}: ${error}`,
  byRailway: 'Railway’s own check',
  fromEvidence: 'says an earlier step',
  claimed: 'the monitor has taken it in hand',
  acted: (outcome: string) => `the monitor acted: ${outcome}`,
  acts,
  wentBack: (commit: string) => `back to ${commit}`,
  pull: ({ number, state }: PullWord) =>
    `#${number} ${{ open: 'is open', merged: 'merged', closed: 'closed' }[state]}`,
  sameContent: 'nothing to bring back: staging held the same',
};

interface Counts {
  readonly ok: number;
  readonly failed: number;
  readonly running: number;
  readonly other: number;
}

interface PullWord {
  readonly number: number;
  readonly state: 'open' | 'merged' | 'closed';
}

export type Words = typeof en;
