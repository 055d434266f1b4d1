/** Reads what may speak against acting. */
import { ActionError } from '@release-train/action-kit';
import type { Railway } from '@release-train/railway';
import type { Release } from '../await-release.ts';
import type { Identity } from '../identity.ts';
import { type Judgements, lastWord } from '../judgement.ts';
import { isBroken, sightOf } from '../release.ts';
import type { Rendered } from '../render.ts';
import type { Reason, Verdict } from '../verdict.ts';
import type { EarlierShare, Objection } from './deed.ts';
import { type EarlierProbe, objectionTo, sharesBefore } from './objection.ts';

export interface Weighed {
  readonly judged: Rendered;
  readonly release: Release | undefined;
  readonly identity: Identity;
  /** While the commit was on its way. */
  readonly earlier: readonly EarlierProbe[];
  /** What stands on record of what served before. */
  readonly before: WordBefore | undefined;
}

export interface WordBefore {
  readonly commit: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
}

export interface WeighPorts {
  readonly railway?: Railway | undefined;
  readonly judgements?: Judgements | undefined;
}

/** Why nothing may be done; nothing: go. */
export async function weigh(weighed: Weighed, ports: WeighPorts): Promise<Objection | undefined> {
  const { judged, release } = weighed;
  const { reason, limits } = judged.report;
  return objectionTo({
    reason,
    isRecovered: reason === 'crashed' && (await hasRecovered(release, ports)),
    judgedBefore: weighed.before?.verdict === 'failed' ? weighed.before : undefined,
    before: [...probesBefore(weighed), ...requestsBefore(judged)],
    failedRate: limits.failedRate,
  });
}

/** Railway starts a crashed service again; it may have come up since it was seen broken. */
async function hasRecovered(
  release: Release | undefined,
  { railway }: WeighPorts,
): Promise<boolean> {
  if (!release || !railway) return false;
  const alone = release.pinned.map(({ serviceId }) => serviceId);
  const records = await railway.readDeployments(release.place, alone).catch(unanswered);
  return records?.length ? release.pinned.every((one) => !isBroken(sightOf(one, records))) : false;
}

/** The last word on the commit that served here before, where there was one. */
export async function wordBefore(
  { release, identity }: Pick<Weighed, 'release' | 'identity'>,
  { judgements }: WeighPorts,
): Promise<WordBefore | undefined> {
  const commit = release && servedBefore(release);
  if (!commit || !judgements) return undefined;
  const word = lastWord((await judgements.read(commit).catch(unanswered)) ?? [], identity);
  if (!word || word.verdict === 'watching') return undefined;
  return { commit, verdict: word.verdict, reason: word.reason ?? 'clean' };
}

/** The newest other commit that any service of the release was built from before. */
const servedBefore = ({ pinned, records, commit }: Release): string | undefined =>
  records
    .filter(
      (record) =>
        record.commit !== undefined &&
        record.commit !== commit &&
        record.imageDigest !== undefined &&
        (record.phase === 'removed' || record.phase === 'live') &&
        pinned.some(
          ({ serviceId, deployment }) =>
            serviceId === record.serviceId && record.createdAtMs < deployment.createdAtMs,
        ),
    )
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0]?.commit;

function probesBefore({ judged, release, earlier }: Weighed): EarlierShare[] {
  if (!release) return [];
  const { findings } = judged.decision;
  const failing = findings.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name);
  const since = release.pinned.map(
    ({ deployment }) => deployment.statusSinceMs ?? deployment.createdAtMs,
  );
  return sharesBefore(earlier, failing, Math.min(...since));
}

const requestsBefore = ({ report }: Rendered): EarlierShare[] =>
  (report.release?.logs?.sources ?? [])
    .filter(({ what }) => what === 'requests')
    .map(({ name, before }) => ({ what: 'requests', name, ...before }));

/** Not to have been answered is no objection; the order itself looks again. */
function unanswered(error: unknown): undefined {
  if (!(error instanceof ActionError)) throw error;
}
