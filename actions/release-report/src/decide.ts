/** (facts) → report: stages held against what is expected, totals, what shipped. Pure. */
import type { HistoryPull } from '@release-train/github';
import { findHealth, findMonitor, findRollback, findSync } from './after-deploy.ts';
import { findApproval, findMerge, findPull, findStaging, isNamed } from './before-merge.ts';
import { findDeploy } from './deploy-stage.ts';
import { otherEvidence } from './evidence-items.ts';
import type { Facts, Shipped } from './facts.ts';
import type { Gap, Learned } from './learned.ts';
import { findChecks } from './proofs.ts';
import { type ShippedWork, shippedWork } from './shipped.ts';
import {
  type Finding,
  type Item,
  type Stage,
  type StageKey,
  type State,
  stageKeys,
  tookMs,
} from './stage.ts';
import { type Tested, testedOf } from './tested.ts';

export interface Report {
  readonly verdict: 'complete' | 'incomplete';
  readonly environment: string;
  readonly kind: Facts['kind'];
  readonly head: string;
  readonly pull: HistoryPull | undefined;
  readonly commit: string | undefined;
  readonly stages: readonly Stage[];
  readonly totals: Totals;
  readonly shipped: Learned<ShippedWork>;
  readonly tested: Tested;
  /** Said by earlier steps, and of no stage. */
  readonly evidence: readonly Item[];
  readonly gaps: readonly StageGap[];
}

export interface StageGap extends Gap {
  readonly stage: StageKey;
}

/** Milliseconds; absent where one end is not known. */
export interface Totals {
  /** From the last approval by a person to the last service live. */
  readonly approvalToProduction?: number;
  /** From the opening of the pull request to the last service live. */
  readonly pullToProduction?: number;
  /** From the author date of the oldest commit to the last service live. */
  readonly leadTime?: number;
}

/** What must have happened where nobody says otherwise. */
export const usuallyExpected: Readonly<Record<Facts['kind'], readonly StageKey[]>> = {
  release: ['staging', 'checks', 'approval', 'merge', 'deploy', 'monitor'],
  feature: ['checks', 'merge', 'deploy'],
};

export function decide(facts: Facts): Report {
  const { environment, kind, head, pull, commit, evidence } = facts;
  const stages = stageKeys
    .map((key) => heldAgainst(facts, key, finders[key](facts)))
    .filter(({ key, isExpected }) => isExpected || kind === 'release' || !ofReleases.has(key));
  const isDone = stages.every(({ isExpected, state }) => !isExpected || happened.has(state));
  return {
    verdict: isDone ? 'complete' : 'incomplete',
    ...{ environment, kind, head, pull, commit, stages },
    totals: totalsOf(stages, facts.shipped),
    shipped: shippedWork(facts),
    tested: testedOf(facts),
    evidence: otherEvidence(evidence),
    gaps: gapsOf(stages),
  };
}

const finders: Readonly<Record<StageKey, (facts: Facts) => Finding>> = {
  staging: findStaging,
  'pull-request': findPull,
  checks: findChecks,
  approval: findApproval,
  merge: findMerge,
  deploy: (facts) => findDeploy(facts, (name) => isNamed(name, facts.environment)),
  health: findHealth,
  monitor: findMonitor,
  rollback: findRollback,
  sync: findSync,
};

/** A feature has no stage before staging, and nothing to bring back. */
const ofReleases: ReadonlySet<StageKey> = new Set(['staging', 'sync']);

/** It took place, however it ended. */
const happened: ReadonlySet<State> = new Set(['ok', 'warning', 'failed', 'skipped']);

function heldAgainst({ expected }: Facts, key: StageKey, found: Finding): Stage {
  const isExpected = expected.includes(key);
  const state = isExpected && found.state === 'none' ? 'missing' : found.state;
  return { key, ...found, state, isExpected };
}

function totalsOf(stages: readonly Stage[], shipped: Learned<Shipped>): Totals {
  const of = (key: StageKey): Stage | undefined => stages.find((stage) => stage.key === key);
  const deploy = of('deploy');
  const liveMs = deploy?.state === 'ok' ? deploy.endMs : undefined;
  const authored = shipped.isKnown ? shipped.value.commits : undefined;
  const times =
    authored?.items.map(({ authoredAtMs }) => authoredAtMs).filter((ms) => ms > 0) ?? [];
  const oldestMs = authored?.isCut || times.length === 0 ? undefined : Math.min(...times);
  return {
    ...lasting('approvalToProduction', of('approval')?.endMs, liveMs),
    ...lasting('pullToProduction', of('pull-request')?.startMs, liveMs),
    ...lasting('leadTime', oldestMs, liveMs),
  };
}

/** An approval that came after the deploy led to nothing: no duration. */
function lasting(
  name: keyof Totals,
  startMs: number | undefined,
  endMs: number | undefined,
): Totals {
  if (startMs === undefined || endMs === undefined || endMs < startMs) return {};
  return { [name]: tookMs({ startMs, endMs }) };
}

/** Each once, in the order of the stages. */
function gapsOf(stages: readonly Stage[]): readonly StageGap[] {
  const gaps = stages.flatMap(({ key, notes, items }) =>
    [...notes, ...items.flatMap((item) => item.notes)].flatMap((note) =>
      note.code === 'gap' ? [{ stage: key, ...note.gap }] : [],
    ),
  );
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}
