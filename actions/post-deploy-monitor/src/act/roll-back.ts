/** Whether a failed release may be rolled back, and to what. */
import { ActionError, oneLine } from '@release-train/action-kit';
import { rollbackCandidate } from '@release-train/railway/selection';
import type { Release } from '../await-release.ts';
import type { Inputs } from '../contract.ts';
import type { Identity } from '../identity.ts';
import { type Judgements, wasGood } from '../judgement.ts';
import type { Acted } from './acted.ts';
import {
  type ClaimContent,
  claimName,
  claimPrefix,
  identityOfClaim,
  mayHaveChanged,
} from './claim.ts';
import type { Guard, Refusal } from './deed.ts';
import {
  type ActPorts,
  type Finish,
  isForMe,
  type RollbackOrder,
  rollBackOnce,
  takeOver,
} from './roll-back-once.ts';
import { guardsAgainst } from './rollback-guard.ts';

export interface RollbackCase {
  readonly inputs: Inputs;
  readonly release: Release;
  readonly identity: Identity;
  readonly story: NonNullable<ClaimContent['story']>;
  readonly branch: string | undefined;
}

export interface RollbackPorts extends ActPorts {
  readonly judgements: Judgements;
}

/** Never throws for what GitHub or Railway do: what could not be done is said. */
export async function rollBackBad(
  bad: RollbackCase,
  ports: RollbackPorts,
  finish: Finish,
): Promise<Acted> {
  const { content, ...order } = orderFor(bad, ports);
  try {
    const knownGood = await knownGoodOf(bad, ports.judgements);
    const against = await objections(bad, knownGood, ports);
    const wanted = { ...order, content: { ...content, knownGood } };
    if (against.length > 0) return await finish(refused(against), content);
    if (bad.inputs['dry-run']) return await finish(dryRun(wanted), content);
    return await rollBackOnce(wanted, ports, finish);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const isForbidden = /\b403\b/.test(error.message);
    const trouble = { error: oneLine(error.message, 300), isForbidden };
    return finish(refused([{ code: 'trouble', ...trouble }]), content);
  }
}

export interface Leftover {
  readonly acted: Acted;
  readonly commit: string;
  readonly identity: Identity;
  /** Why it was begun. */
  readonly story: ClaimContent['story'] | undefined;
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
  finish: Finish,
): Promise<Leftover | undefined> {
  const claims = await ports.claims.list(claimPrefix(identity));
  const left = claims.find(({ content }) => content && isForMe(content, ports));
  if (!left?.content) return undefined;
  const { commit, story } = left.content;
  const acted = await takeOver({ place, services }, left, { ports, finish });
  return { acted, commit, identity: identityOfClaim(left.name), story };
}

const refused = (reasons: readonly Refusal[]): Acted => ({
  taken: 'rollback-refused',
  deeds: reasons.map((because) => ({ code: 'rollback-refused', because })),
  services: {},
});

const dryRun = ({ content, services }: RollbackOrder): Acted => ({
  taken: 'none',
  deeds: [
    {
      code: 'rollback-rehearsed',
      services: services.map(({ name }) => name),
      commit: content.commit,
    },
  ],
  services: {},
});

const mostCommits = 5;

/** Earlier commits on record as healthy here, newest first. */
async function knownGoodOf(
  { release, identity }: RollbackCase,
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

async function objections(
  { inputs, release, identity }: RollbackCase,
  knownGood: readonly string[],
  { claims, clock }: RollbackPorts,
): Promise<readonly Guard[]> {
  const claimed = await claims.list(claimPrefix(identity));
  const others = claimed.filter(({ name }) => name !== claimName(identity));
  const lastMs = Math.max(
    ...others.map(({ content }) => (content && mayHaveChanged(content) ? content.atMs : 0)),
  );
  const guardPaths = inputs['guard-paths'] ?? [];
  const changedPaths =
    guardPaths.length > 0 ? await changedSince(release, knownGood, claims) : undefined;
  return guardsAgainst({
    hours: inputs['rollback-hours'],
    nowMs: clock.now(),
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
  claims: ActPorts['claims'],
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
  { inputs, release, identity, story, branch }: RollbackCase,
  { clock, run }: RollbackPorts,
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
    knownGood: [],
    requireKnownGood: inputs['require-known-good'],
    story: { ...story, why: oneLine(story.why, 500) },
    ...(branch ? { branch } : {}),
  };
  const ids = content.services.map(({ serviceId }) => serviceId);
  const services = release.services.filter(({ id }) => ids.includes(id));
  return { name: claimName(identity), content, place: release.place, services };
}
