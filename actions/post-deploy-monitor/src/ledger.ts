/** Who judged this deployment, and what we say of it: asked before the watch, told at its end. */
import { ActionError, type Log, oneLine } from '@release-train/action-kit';
import type { Clock } from '@release-train/polling';
import type { Identity } from './identity.ts';
import {
  type FoundStatus,
  finalOn,
  isWatched,
  type Judgement,
  type Judgements,
  statusOf,
} from './judgement.ts';
import type { Short } from './short-outcome.ts';
import type { Verdict } from './verdict.ts';

export interface LedgerPorts {
  readonly judgements?: Judgements | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Deployed {
  readonly commit: string;
  readonly identity: Identity;
}

type Standing = Short & { readonly standing: Verdict };

/** The verdict that stands already. */
export async function judgedBefore(
  { commit, identity }: Deployed,
  ports: LedgerPorts,
): Promise<Standing | undefined> {
  return standingOn((await readOn(commit, ports)) ?? [], identity);
}

const readOn = (commit: string, ports: LedgerPorts): Promise<readonly FoundStatus[] | undefined> =>
  attempt(ports, 'read', (judgements) => judgements.read(commit));

function standingOn(found: readonly FoundStatus[], identity: Identity): Standing | undefined {
  const final = finalOn(found, identity);
  if (!final || final.verdict === 'watching') return undefined;
  const { verdict: standing, reason = 'clean' } = final;
  const why = { code: 'judged-before', verdict: standing } as const;
  return { verdict: 'already-judged', reason, why, standing };
}

/** The verdict that stands already; or nothing, and then this run is on record as watching. */
export async function alreadyJudged(
  { commit, identity }: Deployed,
  { yieldsForMs }: { readonly yieldsForMs: number | undefined },
  ports: LedgerPorts,
): Promise<Standing | undefined> {
  const found = await readOn(commit, ports);
  const standing = standingOn(found ?? [], identity);
  if (standing) return standing;
  // Who was started by the deployment itself watches it in any case.
  const isLeft =
    yieldsForMs !== undefined && isWatched(found ?? [], identity, ports.clock.now() - yieldsForMs);
  if (isLeft) {
    const why = { code: 'being-watched' } as const;
    return { verdict: 'already-judged', reason: 'being-watched', why, standing: 'already-judged' };
  }
  await record({ commit, identity }, { verdict: 'watching' }, ports);
  return undefined;
}

export async function record(
  { commit, identity }: Deployed,
  judgement: Omit<Judgement, 'identity'>,
  ports: LedgerPorts,
): Promise<void> {
  const status = statusOf({ ...judgement, identity });
  await attempt(ports, 'recorded', (judgements) => judgements.write(commit, status));
}

/** The record must not change a verdict: what fails is told. */
async function attempt<T>(
  { judgements, log }: LedgerPorts,
  what: string,
  act: (judgements: Judgements) => Promise<T>,
): Promise<T | undefined> {
  if (!judgements) return undefined;
  try {
    return await act(judgements);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    log.warning(
      `the verdict on this deployment could not be ${what}: ${oneLine(error.message, 300)}\nIt needs \`permissions: statuses: write\`.`,
    );
    return undefined;
  }
}
