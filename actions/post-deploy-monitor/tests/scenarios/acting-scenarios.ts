/** A release on a GitHub and a Railway that fails, or not: what is done about it, and recorded. */
import { lostAnswer } from '@release-train/sandbox/faults';
import {
  acting,
  cancelledAtClaim,
  cutOffAtClaim,
  failsAtOnce,
  gitHubDown,
  judgedBefore,
  ordersRefused,
  race,
  reconciling,
  works,
} from './release-plays.ts';
import type { Scenario } from './scenario.ts';

const crashed = { verdict: 'failed', reason: 'crashed', exitCode: 1 };
const good = { verdict: 'healthy', reason: 'clean', exitCode: 0 };
const back = {
  ...{ serving: 'first', orders: [1, 1, 1], reverts: 1, claims: 1 },
  recorded: 'failed (crashed)',
};
const left = {
  ...{ serving: 'second', orders: [0, 0, 0], reverts: 1, claims: 0 },
  recorded: 'failed (crashed)',
};

export const actingScenarios: readonly Scenario[] = [
  {
    name: 'rollback',
    situation: 'a worker died, and `on-failure: rollback, revert-pr`',
    expected: { ...crashed, action: 'rolled-back', also: back },
    play: acting(),
  },
  {
    name: 'migration',
    situation: 'a rollback is asked for, and the release changed a path of `guard-paths`',
    expected: { ...crashed, action: 'rollback-refused', also: left },
    play: acting({
      also: { 'db/migrations/2.sql': 'alter' },
      watch: { inputs: { 'guard-paths': 'db/migrations/**' } },
    }),
  },
  {
    name: 'nothing-good',
    situation: 'a rollback is asked for, and no earlier release is on record as healthy',
    expected: { ...crashed, action: 'rollback-refused', also: { ...left, claims: 1 } },
    play: acting({ prepare: judgedBefore('success', 'degraded (errors)') }),
  },
  {
    name: 'pre-existing',
    situation: 'a rollback is asked for, and the release before is on record as failed, too',
    expected: {
      ...{ verdict: 'failed', reason: 'errors', exitCode: 1, action: 'rollback-refused' },
      also: { ...left, reverts: 0, recorded: 'failed (errors)' },
    },
    play: acting({
      also: { ...works, 'server.mjs': failsAtOnce },
      prepare: judgedBefore('failure', 'failed (errors)'),
    }),
  },
  {
    name: 'hours',
    situation: 'a rollback is asked for on a Monday, and `rollback-hours` are those of the weekend',
    expected: { ...crashed, action: 'rollback-refused', also: left },
    play: acting({ watch: { inputs: { 'rollback-hours': 'Sat-Sun 00:00-24:00' } } }),
  },
  {
    name: 'two-monitors',
    situation: 'a rollback is asked for by two runs at once',
    expected: {
      ...{ ...crashed, action: 'rolled-back' },
      also: { taken: ['already-acted', 'rolled-back'], ...back },
    },
    play: race,
  },
  {
    name: 'lost-answer',
    situation: "a rollback is asked for, and Railway's answer to the order is lost",
    expected: { ...crashed, action: 'rolled-back', also: back },
    play: acting({
      prepare: ({ faults }) =>
        faults.order({ at: { operation: 'deploymentRollback' }, harm: lostAnswer }),
    }),
  },
  {
    name: 'railway-refuses',
    situation: 'a rollback is asked for, and Railway answers 503 to every order',
    expected: {
      ...{ ...crashed, action: 'rollback-failed' },
      also: { ...left, claims: 1 },
    },
    play: acting({
      prepare: ({ faults }) => faults.order(ordersRefused),
    }),
  },
  {
    name: 'railway-down-acting',
    situation:
      "a rollback is asked for, and Railway's API is down from the claim on: nothing is changed, and the job run again does it",
    expected: {
      ...{ ...crashed, action: 'rollback-failed' },
      also: {
        ...{ orders: [0, 0, 0], again: ['failed', 'rollback-resumed', 'rolled-back'] },
        ...{ after: back },
      },
    },
    play: cutOffAtClaim,
  },
  {
    name: 'cancelled-acting',
    situation:
      'a rollback is asked for, and the job is cancelled after the claim: it finishes that',
    expected: {
      ...{ ...crashed, action: 'rolled-back' },
      also: { orders: [1, 1, 1], again: ['already-judged', 'crashed', 'none'], after: back },
    },
    play: cancelledAtClaim,
  },
  {
    name: 'dry-run',
    situation: 'a rollback is asked for with `dry-run: true`',
    expected: { ...crashed, also: { ...left, reverts: 0 } },
    play: acting({ watch: { inputs: { 'dry-run': 'true' } } }),
  },
  {
    name: 'github-down-acting',
    situation: 'a rollback is asked for, and GitHub is down: no claim, so nothing is done',
    expected: {
      ...{ ...crashed, action: 'rollback-refused' },
      also: { ...left, reverts: 0, recorded: 'nothing' },
    },
    play: acting({
      prepare: ({ faults }) => faults.order(gitHubDown),
    }),
  },
  {
    name: 'github-down',
    situation: 'the release works, and GitHub is down: nothing is recorded',
    expected: { ...good, also: { ...left, reverts: 0, recorded: 'nothing' } },
    play: acting({
      also: works,
      prepare: ({ faults }) => faults.order(gitHubDown),
    }),
  },
  {
    name: 'reconcile',
    situation: 'no trigger fired: a schedule with `mode: reconcile` judges what serves, once',
    expected: {
      ...good,
      also: { recorded: 'healthy (clean)', next: 'already-judged', probes: 0 },
    },
    play: reconciling,
  },
];
