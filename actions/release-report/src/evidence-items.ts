/** What earlier steps said, put beside what is on record. Pure. */
import type { Evidence } from '@release-train/action-kit/evidence';
import type { Item, StageKey, State } from './stage.ts';

/** Names an entry may have to speak for a stage: the stage's own, or the action's. */
const names: Partial<Record<StageKey, readonly string[]>> = {
  staging: ['staging', 'staging-health'],
  deploy: ['deploy', 'wait', 'railway-wait-deploy'],
  health: ['health', 'health-check'],
  monitor: ['monitor', 'watch', 'post-deploy-monitor'],
};

const isFor = ({ name }: Evidence, key: StageKey): boolean =>
  names[key]?.includes(name.toLowerCase()) ?? false;

export const evidenceItems = (evidence: readonly Evidence[], key: StageKey): readonly Item[] =>
  evidence.filter((each) => isFor(each, key)).map(itemOf);

/** What speaks for no stage. */
export const otherEvidence = (evidence: readonly Evidence[]): readonly Item[] =>
  evidence
    .filter((each) => !Object.keys(names).some((key) => isFor(each, key as StageKey)))
    .map(itemOf);

const words: Readonly<Record<string, State>> = {
  failed: 'failed',
  failure: 'failed',
  unhealthy: 'failed',
  crashed: 'failed',
  cancelled: 'failed',
  'timed-out': 'failed',
  'not-found': 'failed',
  deadlocked: 'failed',
  'needs-approval': 'failed',
  degraded: 'warning',
  skipped: 'skipped',
  superseded: 'skipped',
  'not-applicable': 'skipped',
};

const itemOf = ({ name, verdict, isGood, url }: Evidence): Item => ({
  name,
  state: isGood ? 'ok' : (words[verdict] ?? 'unknown'),
  ...(url ? { url } : {}),
  notes: [{ code: 'word', word: verdict }, { code: 'from-evidence' }],
});
