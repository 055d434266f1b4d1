/** What to do about a failed release, and whether it may be done. */
import { ActionError, oneLine } from '@release-train/action-kit';
import { type Endpoint, type Probe, probeEndpoint } from '@release-train/probe';
import { rollbackCandidate } from '@release-train/railway/selection';
import type { Release } from './await-release.ts';
import { type ClaimContent, claimName, claimPrefix } from './claim.ts';
import type { Inputs } from './contract.ts';
import type { Identity } from './identity.ts';
import { type Judgements, wasGood } from './judgement.ts';
import type { Report } from './report.ts';
import {
  type Acted,
  type ActPorts,
  isForMe,
  type RollbackOrder,
  rollBackOnce,
  takeOver,
} from './roll-back-once.ts';
import { guardAgainst } from './rollback-guard.ts';

export interface Case {
  readonly inputs: Inputs;
  readonly report: Pick<Report, 'verdict' | 'reason'>;
  readonly release: Release;
  readonly identity: Identity;
  readonly endpoints: readonly Endpoint[];
}

export interface DoPorts extends ActPorts {
  readonly judgements: Judgements;
  readonly probe: Probe;
  readonly signal: AbortSignal;
}

/** Never throws for what GitHub or Railway do: what could not be done is said. */
export async function actOn(bad: Case, ports: DoPorts): Promise<Acted> {
  try {
    const knownGood = await knownGoodOf(bad, ports.judgements);
    const against = await objection(bad, knownGood, ports);
    if (against) return refused(against);
    const order = orderFor(bad, knownGood, ports);
    if (bad.inputs['dry-run']) return dryRun(order);
    const acted = await rollBackOnce(order, ports);
    return acted.taken === 'rolled-back' ? await withHealth(acted, bad.endpoints, ports) : acted;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return refused(
      `${oneLine(error.message, 300)}; it needs \`permissions: contents: write\` for the claim that makes it happen once`,
    );
  }
}

/** A rollback that a run of this environment began and did not finish; nothing: there is none. */
export async function finishLeftover(
  {
    place,
    identity,
    services,
  }: Pick<RollbackOrder, 'place' | 'services'> & {
    readonly identity: Pick<Identity, 'place'>;
  },
  ports: ActPorts,
): Promise<Acted | undefined> {
  const claims = await ports.claims.list(claimPrefix(identity));
  const left = claims.find(({ content }) => content && isForMe(content, ports));
  return left && takeOver({ place, services }, left, ports);
}

const refused = (why: string): Acted => ({
  taken: 'rollback-refused',
  why: `not rolled back: ${why}`,
  services: {},
});

const dryRun = ({ content, services }: RollbackOrder): Acted => ({
  taken: 'none',
  why: `dry run: would roll back ${services.map(({ name }) => `"${oneLine(name, 60)}"`).join(', ')} from commit ${content.commit.slice(0, 12)}`,
  services: {},
});

const mostCommits = 5;

/** Earlier commits on record as healthy here, newest first. */
async function knownGoodOf(
  { release, identity }: Case,
  judgements: Judgements,
): Promise<readonly string[]> {
  const ids = release.pinned.map(({ serviceId }) => serviceId);
  const earlier = release.records
    .filter(({ serviceId, commit }) => ids.includes(serviceId) && commit !== release.commit)
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
    .flatMap(({ commit }) => commit ?? []);
  const good: string[] = [];
  for (const commit of [...new Set(earlier)].slice(0, mostCommits)) {
    if (wasGood(await judgements.read(commit), identity)) good.push(commit);
  }
  return good;
}

async function objection(
  { inputs, report, release, identity }: Case,
  knownGood: readonly string[],
  { claims, clock }: DoPorts,
): Promise<string | undefined> {
  const claimed = await claims.list(claimPrefix(identity));
  const others = claimed.filter(({ name }) => name !== claimName(identity));
  const lastMs = Math.max(...others.map(({ content }) => content?.atMs ?? 0));
  const guardPaths = inputs['guard-paths'] ?? [];
  const changedPaths =
    guardPaths.length > 0 ? await changedSince(release, knownGood, claims) : undefined;
  return guardAgainst({
    ...report,
    guardPaths,
    changedPaths,
    lastActedAgoMs: lastMs > 0 ? clock.now() - lastMs : undefined,
    cooldownMs: inputs.cooldown,
  });
}

/** Paths that differ from what any service would go back to; nothing where it is not known. */
async function changedSince(
  { commit, pinned, records }: Release,
  knownGood: readonly string[],
  claims: DoPorts['claims'],
): Promise<readonly string[] | undefined> {
  const targets = pinned.map(({ serviceId, deployment }) => {
    const own = records.filter((record) => record.serviceId === serviceId);
    const good = own.filter((record) => knownGood.includes(record.commit ?? ''));
    return (rollbackCandidate(good, deployment) ?? rollbackCandidate(own, deployment))?.commit;
  });
  const paths: string[] = [];
  for (const target of new Set(targets)) {
    const changed = target && (await claims.changedPaths(target, commit));
    if (!changed) return undefined;
    paths.push(...changed);
  }
  return paths;
}

function orderFor(
  { inputs, release, identity }: Case,
  knownGood: readonly string[],
  { clock, run }: DoPorts,
): RollbackOrder {
  const content: ClaimContent = {
    version: 1,
    state: 'claimed',
    run,
    atMs: clock.now(),
    commit: release.commit,
    services: release.pinned.map(({ serviceId, deployment }) => ({
      serviceId,
      badId: deployment.id,
    })),
    knownGood,
    requireKnownGood: inputs['require-known-good'],
  };
  const ids = content.services.map(({ serviceId }) => serviceId);
  const services = release.services.filter(({ id }) => ids.includes(id));
  return { name: claimName(identity), content, place: release.place, services };
}

const healthRounds = 3;
const roundMs = 2000;

/** Railway says it serves; whether it works, the endpoints say. */
async function withHealth(
  acted: Acted,
  endpoints: readonly Endpoint[],
  { probe, clock, signal }: DoPorts,
): Promise<Acted> {
  for (let round = 0; round < healthRounds; round += 1) {
    for (const { revision: _, ...endpoint } of endpoints) {
      const { ok, reason } = await probeEndpoint(probe, endpoint, signal);
      if (ok) continue;
      const why = `${acted.why}; but "${oneLine(endpoint.name, 60)}" still fails: ${oneLine(reason, 200)}; the release may not be what is wrong, look at it now`;
      return { ...acted, taken: 'rollback-failed', why };
    }
    await clock.sleep(roundMs, signal);
  }
  return { ...acted, why: `${acted.why}; the endpoints answer well` };
}
