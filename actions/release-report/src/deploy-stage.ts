/** The deploy: by Railway's own records, else by what GitHub was told. Pure. */
import type { HistoryDeployment, Listed } from '@release-train/github';
import type { Deployment, Step } from '@release-train/railway';
import { phasesOf } from '@release-train/railway/phases';
import { evidenceItems } from './evidence-items.ts';
import type { Facts, ServiceFacts } from './facts.ts';
import { gapOf, ifKnown, type Learned } from './learned.ts';
import { gapNotes, type Note } from './note.ts';
import { cutOf, type Proven } from './proofs.ts';
import { type Finding, finding, type Item, type State, span } from './stage.ts';

export function findDeploy(facts: Facts, isEnvironment: (name: string) => boolean): Finding {
  const { commit, railway, deployments, evidence } = facts;
  if (commit === undefined) return finding([]);
  if (railway.isKnown) {
    const items = railway.value.services.map(serviceItem);
    return finding(items, { also: items.length === 0 ? ['unknown'] : [] });
  }
  const gaps = railway.gap.code === 'no-railway-token' ? [] : [railway.gap];
  const told = environmentItems(deployments, isEnvironment);
  const items = told.items.length > 0 ? told.items : evidenceItems(evidence, 'deploy');
  const open = [...gaps, ...told.gaps];
  return finding(items, {
    notes: gapNotes(open),
    also: open.map(() => 'unknown' as const),
  });
}

export function serviceItem(service: ServiceFacts): Item {
  const { name, url, deployment, isOutOfReach, steps } = service;
  if (!deployment) {
    if (!isOutOfReach) return { name, url, state: 'missing', notes: [] };
    const notes = gapNotes([{ code: 'out-of-reach', detail: '' }]);
    return { name, url, state: 'unknown', notes };
  }
  const done = ifKnown(steps) ?? [];
  const phases = phasesOf(done, lastMoment(done));
  const state = stateOf(deployment, steps);
  return {
    name,
    url,
    state,
    ...span(deployment.createdAtMs, endOf(deployment, phases)),
    notes: notesOf(deployment, done, state),
    phases,
  };
}

/** One that goes on is drawn up to the last thing that is known of it. */
const lastMoment = (steps: readonly Step[]): number =>
  Math.max(0, ...steps.flatMap(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs ?? 0]));

function stateOf({ phase, imageDigest }: Deployment, steps: Learned<readonly Step[]>): State {
  if (phase !== 'removed') return phaseStates[phase];
  // Removed says neither: it counts as deployed only where its steps are known to have ended well.
  const done = ifKnown(steps) ?? [];
  if (done.some(({ error }) => error !== undefined)) return 'failed';
  const isUp = done.some(
    ({ name, endedAtMs }) =>
      ['CREATE_CONTAINER', 'HEALTHCHECK'].includes(name) && endedAtMs !== undefined,
  );
  return isUp && imageDigest !== undefined ? 'ok' : 'unknown';
}

const phaseStates: Readonly<Record<Exclude<Deployment['phase'], 'removed'>, State>> = {
  live: 'ok',
  failed: 'failed',
  crashed: 'failed',
  skipped: 'skipped',
  queued: 'running',
  moving: 'running',
  'needs-approval': 'running',
  unknown: 'unknown',
};

/** The end of its last phase; where no step is known, when it got its status. */
function endOf(
  { phase, statusSinceMs }: Deployment,
  phases: readonly { readonly toMs: number }[],
): number | undefined {
  if (phase === 'queued' || phase === 'moving' || phase === 'needs-approval') return undefined;
  if (phases.length > 0) return Math.max(...phases.map(({ toMs }) => toMs));
  return phase === 'removed' ? undefined : statusSinceMs;
}

function notesOf(deployment: Deployment, steps: readonly Step[], state: State): readonly Note[] {
  const { status, phase, skippedReason } = deployment;
  const broken = steps.find(({ error }) => error !== undefined);
  return [
    ...(phase === 'removed' && state === 'ok' ? [{ code: 'replaced' } as const] : []),
    ...(phase === 'skipped' ? [{ code: 'skipped', reason: skippedReason ?? '' } as const] : []),
    ...(['ok', 'skipped'].includes(state) ? [] : [{ code: 'word', word: status } as const]),
    ...(broken
      ? [{ code: 'step-failed', step: broken.name, error: broken.error ?? '' } as const]
      : []),
  ];
}

/** What GitHub was told of deployments to the environments meant. */
export function environmentItems(
  deployments: Learned<Listed<HistoryDeployment>>,
  isMeant: (environment: string) => boolean,
): Proven {
  const found = (ifKnown(deployments)?.items ?? []).filter(({ environment }) =>
    isMeant(environment),
  );
  const items = found.map(environmentItem).toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  return { items, gaps: [...gapOf(deployments), ...cutOf(deployments)] };
}

// https://docs.github.com/rest/deployments/statuses; `inactive` only says that another came after.
const deploymentStates: Readonly<Record<string, State>> = {
  success: 'ok',
  failure: 'failed',
  error: 'failed',
  queued: 'running',
  pending: 'running',
  in_progress: 'running',
  waiting: 'running',
};

function environmentItem({ environment, createdAtMs, states }: HistoryDeployment): Item {
  const active = states
    .filter(({ state }) => state !== 'inactive')
    .toSorted((a, b) => a.atMs - b.atMs);
  const last = active.at(-1);
  // Created, and nothing said since: it has not begun. Only retired: how it went is not told.
  const state = last ? (deploymentStates[last.state] ?? 'unknown') : untold(states.length);
  const firstSuch = active.find((each) => each.state === last?.state);
  return {
    name: environment,
    state,
    ...span(createdAtMs, state === 'running' ? undefined : firstSuch?.atMs),
    ...(last?.url ? { url: last.url } : {}),
    notes: state === 'ok' ? [] : [{ code: 'word', word: last?.state ?? 'pending' }],
  };
}

const untold = (retirements: number): State => (retirements === 0 ? 'running' : 'unknown');
